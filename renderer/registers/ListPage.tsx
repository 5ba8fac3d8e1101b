import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { maxEdited } from '../../shared/contract/listMethods.ts';
import { maxRouteStops } from '../../shared/contract/routeMethods.ts';
import type { ListQuery, Selection } from '../../shared/contract/shapes.ts';
import { findField, type Register } from '../../shared/registers/register.ts';
import { routeRegister } from '../../shared/rules/routeQuestions.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useWayAhead } from '../app/useWayAhead.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { useMakeRoute } from '../routes/useMakeRoute.ts';
import { type FillState, ownFormRegister } from '../templates/ownFormRegister.ts';
import { EditManyDialog } from './EditManyDialog.tsx';
import { ExportListDialog } from './ExportListDialog.tsx';
import { isPrinted } from './formsOf.ts';
import { ListColumnsDialog } from './ListColumnsDialog.tsx';
import { ListFilters } from './ListFilters.tsx';
import { ListMenu } from './ListMenu.tsx';
import { ListRemoveDialog } from './ListRemoveDialog.tsx';
import { useListState, usePrintSelection } from './ListStatesProvider.tsx';
import { ListTable } from './ListTable.tsx';
import { ListViews } from './ListViews.tsx';
import { firstQuery, isNarrowed } from './listQueries.ts';
import { idsBetween, type ListRows, type Range, useListRows } from './useListRows.ts';
import { type SavedLists, useSavedLists } from './useSavedLists.ts';

const nothingChosen: ReadonlySet<string> = new Set();
/** Most records that are laid out for printing, or chosen, at once. */
const printLimit = 2000;

/** A dialogue above the list; an edit begins with some fields, and is about the ticked records or everybody found. */
type Open =
  | { readonly kind: 'columns' | 'export' | 'remove' }
  | { readonly kind: 'edit'; readonly fields: readonly string[]; readonly everybody: boolean };

/** The list of any register: views, search, filters, sorting, columns, choosing, and what is done with it. */
export function ListPage({ register }: { readonly register: Register }) {
  const saved = useSavedLists(register);
  // Which columns are read is the user's choice, so it is known first.
  return saved.ready ? <ReadyList register={register} saved={saved} /> : null;
}

function ReadyList({ register, saved }: { readonly register: Register; readonly saved: SavedLists }) {
  const { context } = useWork();
  const { may, has } = useRights();
  const mayWrite = may(register, 'write');
  const api = useApi();
  const notice = useNotice();
  const client = useQueryClient();
  const navigate = useNavigate();
  const wayAhead = useWayAhead();
  const { query, setQuery, positions, chosen: kept, opened, setOpened } = useListState(register);
  const { setPrintSelection } = usePrintSelection();
  const makeRoute = useMakeRoute();
  const [chosen, showChosen] = useState<ReadonlySet<string>>(kept.get(register.key) ?? nothingChosen);
  const [dialog, setDialog] = useState<Open | null>(null);
  /** What was ticked before the rows between two places were ticked with Shift. */
  const beforeExtension = useRef<ReadonlySet<string>>(nothingChosen);
  const lastExtension = useRef(0);
  const grid = useRef<HTMLDivElement>(null);
  const setChosen = (next: ReadonlySet<string>): void => {
    kept.set(register.key, next);
    showChosen(next);
  };
  const [range, setRange] = useState<Range>({ first: 0, last: 0 });
  const columns = opened.columns ?? saved.columns ?? firstColumns(register);
  const rows = useListRows(query, columns, range);
  const narrowed = isNarrowed(register, query);
  const total = rows.total;
  const open = useCallback((id: string) => void navigate(addresses.record(register.key, id)), [navigate, register.key]);
  const showRange = (next: Range): void =>
    setRange((known) => (known.first === next.first && known.last === next.last ? known : next));
  const idsOf = async (places: Range): Promise<string[]> => {
    if (places.last - places.first < printLimit) return idsBetween(client, api, query, columns, places);
    notice({ severity: 'info', text: `一次最多选${printLimit}${register.noun}，请缩小范围` });
    return [];
  };
  const toggle = async (places: Range): Promise<void> => {
    const ids = await idsOf(places);
    const known = kept.get(register.key) ?? nothingChosen;
    const [only] = ids;
    if (ids.length === 1 && only !== undefined && known.has(only)) {
      setChosen(new Set([...known].filter((id) => id !== only)));
    } else setChosen(new Set([...known, ...ids]));
  };
  const extend = async (places: Range, isFirst: boolean): Promise<void> => {
    if (isFirst) beforeExtension.current = chosen;
    lastExtension.current += 1;
    const extension = lastExtension.current;
    const ids = await idsOf(places);
    // While a key is held down a later step may be answered first.
    if (extension === lastExtension.current && ids.length > 0) setChosen(new Set([...beforeExtension.current, ...ids]));
  };
  /** What an action is about: the ticked records, or all that are found. */
  const selection: Selection = chosen.size > 0 ? { ids: [...chosen] } : { query };
  const meant = chosen.size > 0 ? chosen.size : (total ?? 0);
  const print = (): void => {
    setPrintSelection(selection, query.sort);
    void navigate(addresses.print(register.key));
  };
  const fillOwnForms = (): void => {
    setPrintSelection(selection, query.sort);
    void navigate(addresses.fillOwnForms(), { state: { chosen: true } satisfies FillState });
  };
  const goRoute = (): void => {
    if (meant <= maxRouteStops) makeRoute.mutate({ selection, sort: query.sort });
    else notice({ severity: 'info', text: `一张走访单最多${maxRouteStops}户，请先勾选或用筛选缩小范围` });
  };
  const create = (): void => wayAhead.go(addresses.create(register.key));
  const goImport = (): void => void navigate(addresses.import(register.key));
  const clear = (): void => setQuery({ ...firstQuery(register), sort: query.sort });
  const printable = may(register, 'print') && isPrinted(register);
  const imported = mayWrite && !register.without.includes('import');
  const exported = may(register, 'export') && !register.without.includes('export');
  const tooMany = meant > printLimit;
  const tooManyToEdit = chosen.size > maxEdited;
  const statuses = Object.keys(register.defaultFilters);
  const go = (address: string) => (): void => void navigate(address);

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title={register.title} detail={countInWords(register, query, rows, narrowed, chosen.size)}>
        <ListMenu
          groups={[
            [
              { label: '选择列…', run: () => setDialog({ kind: 'columns' }) },
              ...(mayWrite
                ? [
                    ...statuses.map((field) => ({
                      label: `变更${register.fields[field]?.label ?? ''}…`,
                      disabled: chosen.size === 0 || tooManyToEdit,
                      run: () => setDialog({ kind: 'edit', fields: [field], everybody: false }),
                    })),
                    {
                      label: `批量修改${narrowed ? '找到的' : '全部'}${(total ?? 0).toLocaleString('zh-CN')}${register.noun}…`,
                      disabled: !total || total > maxEdited,
                      run: () => setDialog({ kind: 'edit', fields: [], everybody: true }),
                    },
                    {
                      label: '移入回收站…',
                      disabled: chosen.size === 0,
                      run: () => setDialog({ kind: 'remove' }),
                    },
                  ]
                : []),
            ],
            register.key === ownFormRegister.key && has('children.export')
              ? [{ label: '用本单位表样填写…', disabled: !total || tooMany, run: fillOwnForms }]
              : [],
            register.key === routeRegister && mayWrite
              ? [
                  {
                    label: `打印走访单（${chosen.size > 0 ? `所选${chosen.size}户` : `${narrowed ? '找到的' : '全部'}${(total ?? 0).toLocaleString('zh-CN')}户`}）`,
                    disabled: !total || makeRoute.isPending,
                    run: goRoute,
                  },
                ]
              : [],
            [
              ...(mayWrite && register.matchSignals.length > 0
                ? [{ label: '疑似重复', run: go(addresses.duplicates(register.key)) }]
                : []),
              { label: '回收站', run: go(addresses.recycle(register.key)) },
              { label: '操作记录', run: go(addresses.batches(register.key)) },
            ],
          ]}
        />
        {mayWrite && (
          <Button
            variant="outlined"
            disabled={chosen.size === 0 || tooManyToEdit}
            title={
              chosen.size === 0
                ? '请先勾选要改的行；要改全部，请用“更多”里的批量修改'
                : tooManyToEdit
                  ? `一次最多修改${maxEdited}名，请少选一些`
                  : ''
            }
            onClick={() => setDialog({ kind: 'edit', fields: [], everybody: false })}
          >
            批量修改
          </Button>
        )}
        {exported && (
          <Button variant="outlined" disabled={!total} onClick={() => setDialog({ kind: 'export' })}>
            导出
          </Button>
        )}
        {printable && (
          <ActionButton
            variant="outlined"
            shortcut="Ctrl+P"
            disabled={!total || tooMany}
            title={tooMany ? `一次最多打印${printLimit}名，请先用筛选缩小范围或勾选` : ''}
            onClick={print}
          >
            {chosen.size > 0 ? `打印所选（${chosen.size}）` : narrowed ? '打印找到的' : '打印全部'}
          </ActionButton>
        )}
        {imported && (
          <Button variant="outlined" onClick={goImport}>
            导入
          </Button>
        )}
        {mayWrite && (
          <ActionButton variant="contained" shortcut="N" onClick={create}>
            新增{register.title}
          </ActionButton>
        )}
      </PageHeader>
      <ListViews
        register={register}
        context={context}
        query={query}
        opened={opened}
        columns={columns}
        saved={saved}
        onOpen={(next, list) => {
          setOpened(list);
          setQuery(next);
        }}
      />
      <ListFilters
        register={register}
        context={context}
        query={query}
        onChange={setQuery}
        narrowed={narrowed}
        onClear={clear}
        onLeave={() => grid.current?.focus()}
      />
      {rows.error && <Alert severity="error">{messageOf(rows.error)}</Alert>}
      {/* The first answer gives the table its height, so that it can open where it was left. */}
      {total === 0 && (
        <Paper sx={{ flex: 1, border: `1px solid ${colours.line}` }}>
          <Empty
            register={register}
            narrowed={narrowed}
            searched={query.search.trim() !== ''}
            onClear={clear}
            onCreate={mayWrite ? create : undefined}
            onImport={imported ? goImport : undefined}
          />
        </Paper>
      )}
      {total !== undefined && total > 0 && (
        <ListTable
          register={register}
          columns={columns}
          query={query}
          onSort={(sort) => setQuery({ ...query, sort })}
          chosen={chosen}
          onToggle={(places) => void toggle(places)}
          onExtend={(places, isFirst) => void extend(places, isFirst)}
          onClear={() => setChosen(nothingChosen)}
          ref={grid}
          onOpen={open}
          start={positions.get(register.key) ?? { offset: 0, row: 0 }}
          onPosition={(position) => positions.set(register.key, position)}
          rows={rows}
          onRange={showRange}
        />
      )}
      {dialog?.kind === 'columns' && (
        <ListColumnsDialog
          register={register}
          columns={columns}
          onSave={(next) => {
            setOpened({ ...opened, columns: null });
            void saved.saveColumns(next);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === 'edit' && (
        <EditManyDialog
          register={register}
          context={context}
          selection={dialog.everybody ? { query } : selection}
          count={dialog.everybody ? (total ?? 0) : meant}
          fields={dialog.fields}
          onDone={(refused) => {
            // What is done next is about the same records; of those that stayed as they were, about them.
            if (refused.length > 0) setChosen(new Set(refused));
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === 'export' && (
        <ExportListDialog
          register={register}
          selection={selection}
          sort={query.sort}
          columns={columns}
          count={meant}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === 'remove' && (
        <ListRemoveDialog
          register={register}
          selection={selection}
          count={meant}
          onDone={() => {
            setChosen(nothingChosen);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </Box>
  );
}

/** The columns of a register before anybody has chosen any. */
function firstColumns(register: Register): string[] {
  return register.list.filter((column) => column.shown).map((column) => column.field);
}

function countInWords(register: Register, query: ListQuery, rows: ListRows, narrowed: boolean, chosen: number): string {
  if (rows.total === undefined) return '正在读取';
  const number = `${rows.total.toLocaleString('zh-CN')}${rows.more ? '多' : ''}`;
  const count = narrowed ? `找到${number}${register.noun}` : `共${number}${register.noun}`;
  const sorted = findField(register, query.sort.field)?.label ?? '';
  const order = `按${sorted}${query.sort.descending ? '倒序' : '顺序'}`;
  if (chosen > 0) return `${count}，已选${chosen}`;
  return query.search.trim() === '' ? `${count}，${order}` : count;
}

interface EmptyProps {
  readonly register: Register;
  readonly narrowed: boolean;
  /** Whether something is searched, not only filtered. */
  readonly searched: boolean;
  readonly onClear: () => void;
  /** Undefined for whoever may not. */
  readonly onCreate: (() => void) | undefined;
  /** Undefined where nothing is imported. */
  readonly onImport: (() => void) | undefined;
}

/** Says why nothing is here and what to do next. */
function Empty({ register, narrowed, searched, onClear, onCreate, onImport }: EmptyProps) {
  const title = searched
    ? `没有找到${register.title}`
    : narrowed
      ? `没有符合条件的${register.title}`
      : `还没有登记${register.title}`;
  const text = searched
    ? '换个写法再找：姓名或监护人、拼音首字母、身份证号后四位、电话后四位、档案号、村名都可以；也可以清除条件看全部。'
    : narrowed
      ? '放宽上面的筛选，或清除条件看全部。'
      : onImport
        ? '把村里报来的表格导入，或按纸表逐个新增。'
        : onCreate
          ? '按认定依据逐名新增。'
          : '经办登记后，这里就能看到。';
  return (
    <EmptyState title={title} text={text}>
      {narrowed ? (
        <Button variant="outlined" onClick={onClear}>
          清除条件
        </Button>
      ) : (
        onImport && (
          <Button variant="outlined" onClick={onImport}>
            导入表格
          </Button>
        )
      )}
      {onCreate && (
        <Button variant="outlined" onClick={onCreate}>
          新增{register.title}
        </Button>
      )}
    </EmptyState>
  );
}
