import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ImportDecision, ImportRow, ImportSummary } from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { ProgressLine } from '../components/ProgressLine.tsx';
import { LeavingDialog } from '../exports/LeavingDialog.tsx';
import { firstPlaceFrom } from './firstPlaceFrom.ts';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportCommonFields } from './ImportCommonFields.tsx';
import { ImportFacts } from './ImportFacts.tsx';
import { ImportFilters } from './ImportFilters.tsx';
import { ImportRecordDialog } from './ImportRecordDialog.tsx';
import { ImportResult } from './ImportResult.tsx';
import { ImportRowPanel } from './ImportRowPanel.tsx';
import { ImportTable } from './ImportTable.tsx';
import { commitWords, emptyInWords, fixedInWords, headLine, isBinned, whyNot } from './importSentences.ts';
import { changesOf, type ImportFilter, type ImportView, resultOrder, toCompare } from './keptImport.ts';
import { PrintRowsToMend } from './RowsToMend.tsx';
import { UnknownVillages } from './UnknownVillages.tsx';
import type { Fix, Import } from './useImport.ts';
import { type RowsInput, rowsInput, useImportRows } from './useImportRows.ts';

interface ImportCheckProps {
  readonly register: Register;
  readonly summary: ImportSummary;
  readonly work: Import;
}

/** What would be lost by going on: asked about once. */
type Loss = { readonly kind: 'file' } | { readonly kind: 'sheet'; readonly sheet: string };

/** Most rows of one request. */
const mostAtOnce = 200;
/** Rows that are looked through at once for one nobody has decided about. */
const lookAhead = 100;
/** Milliseconds after which a call that stands in the way shows how far it is. */
const patience = 500;

/** What was understood of the table, row by row: to be mended and decided before it is stored, to be looked at afterwards. */
export function ImportCheck({ register, summary, work }: ImportCheckProps) {
  const api = useApi();
  const notice = useNotice();
  const navigate = useNavigate();
  const { kept } = work;
  const { importId, columns, committed } = summary;
  const [view, setView] = useState<ImportView>(() =>
    kept.view.column >= 0
      ? kept.view
      : {
          ...kept.view,
          column: Math.max(
            0,
            columns.findIndex(({ target }) => target === register.nameField),
          ),
        },
  );
  const [editing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [showColumns, setShowColumns] = useState(false);
  const [record, setRecord] = useState<string | null>(null);
  const [loss, setLoss] = useState<Loss | null>(null);
  const table = useRef<HTMLDivElement>(null);
  /** The last time that another row was asked for; earlier answers count for nothing. */
  const latestLook = useRef(0);
  // Only the page of the current row; the table reads those in view by itself.
  const rows = useImportRows(importId, view.filter, { first: view.place, last: view.place });
  // Rows that no longer belong to the filter leave it, perhaps the last one with them.
  const lastPlace = Math.max(0, (rows.total ?? Number.POSITIVE_INFINITY) - 1);
  if (view.place > lastPlace) setView({ ...view, place: lastPlace });
  const { place } = view;
  const row = rows.rowAt(place);
  const checking = kept.running?.kind === 'check';
  const readOnly = committed !== null;
  const error = kept.error ?? rows.error;
  const reason = readOnly || error !== null ? undefined : whyNot(register, summary);
  const entered = changesOf(kept);

  const show = (changes: Partial<ImportView>): void => {
    const next = { ...view, ...changes };
    latestLook.current += 1;
    setEditing(false);
    setView(next);
    work.keepView(next);
  };
  const setFilter = (filter: ImportFilter): void => show({ filter, place: 0 });
  const focusTable = (): void => table.current?.focus({ preventScroll: true });
  const columnPlace = (index: number | null): number => columns.findIndex((column) => column.index === index);

  const rowsOf = (filter: ImportFilter, offset: number, limit = 1, only: Pick<RowsInput, 'verdicts'> | null = null) =>
    api.call('import.rows', { importId, ...rowsInput(filter), ...only, offset, limit });
  /** Where the first row from `number` on that is wanted stands in a filter, and that row. */
  const findFrom = async (
    filter: ImportFilter,
    number: number,
    isWanted: (row: ImportRow) => boolean = () => true,
    only: Pick<RowsInput, 'verdicts'> | null = null,
  ): Promise<{ place: number; row: ImportRow } | null> => {
    const { total } = await rowsOf(filter, 0, 1, only);
    const numberAt = async (at: number): Promise<number> =>
      (await rowsOf(filter, at, 1, only)).rows[0]?.row ?? Number.POSITIVE_INFINITY;
    let from = await firstPlaceFrom(numberAt, total, number);
    while (from < total) {
      const found = await rowsOf(filter, from, lookAhead, only);
      const index = found.rows.findIndex(isWanted);
      const row = found.rows[index];
      if (row !== undefined) return { place: from + index, row };
      from += lookAhead;
    }
    return null;
  };
  /** Goes to a row of the sheet, in the list as it is when it holds the row, or else among all rows. */
  const goTo = async (number: number): Promise<void> => {
    const look = ++latestLook.current;
    const listed = await findFrom(view.filter, number);
    const all: ImportFilter = { only: null, search: '' };
    const filter = listed?.row.row === number ? view.filter : all;
    const found = filter === all ? await findFrom(all, number) : listed;
    if (found === null || look !== latestLook.current) return;
    arrive(filter, found);
  };
  const arrive = (filter: ImportFilter, found: { place: number; row: ImportRow }): void => {
    const column = columnPlace(found.row.issues.find((issue) => issue.column !== null)?.column ?? null);
    show({ filter, place: found.place, ...(column < 0 ? {} : { column }) });
    focusTable();
  };
  /** The first row from `number` on in a filter that is to be mended or decided about. */
  const openFrom = async (filter: ImportFilter, number: number): ReturnType<typeof findFrom> => {
    const chosen = rowsInput(filter).verdicts;
    const verdicts = (['error', 'duplicate'] as const).filter((each) => chosen.length === 0 || chosen.includes(each));
    if (verdicts.length === 0) return null;
    const open = await findFrom(filter, number, ({ decision }) => decision === null, { verdicts });
    return open && findFrom(filter, open.row.row);
  };
  /**
   * Goes to the next faulty cell of this row, or else to the next row that is to be mended or decided about: of those that are
   * listed, and when none of them is left, it says so and offers all.
   */
  const goToNext = async (): Promise<void> => {
    const inRow = row?.verdict === 'error' ? row.issues.map((issue) => columnPlace(issue.column)) : [];
    const nextColumn = inRow.filter((at) => at > view.column).sort((one, other) => one - other)[0];
    if (nextColumn !== undefined) {
      show({ column: nextColumn });
      focusTable();
      return;
    }
    const look = ++latestLook.current;
    const after = (row?.row ?? 0) + 1;
    const all: ImportFilter = { only: null, search: '' };
    const isAll = view.filter.only === null && view.filter.search.trim() === '';
    const next = (await openFrom(view.filter, after)) ?? (await openFrom(view.filter, 0));
    const other = next === null && !isAll ? await openFrom(all, 0) : null;
    if (look !== latestLook.current) return;
    if (next !== null) return arrive(view.filter, next);
    notice({
      severity: 'info',
      ...(other === null
        ? { text: '要改的都改完了' }
        : {
            text: '这一类改完了，其他类还有要改的',
            action: { label: '去下一处', run: () => arrive(all, other) },
          }),
    });
  };
  const attempt = (task: Promise<void>): void => {
    task.catch((failed: unknown) => notice({ severity: 'error', text: messageOf(failed) }));
  };
  const fix = async (wanted: Fix): Promise<void> => {
    const original = row?.row === wanted.row ? row.cells[columnPlace(wanted.column)] : undefined;
    const answer = await work.fix(wanted);
    // The button that was pressed may have gone with its finding.
    if (document.activeElement === document.body) focusTable();
    if (answer === null) return;
    const everywhere = wanted.everywhere === true;
    notice({
      severity: answer.row.verdict === 'error' ? 'info' : 'success',
      text: fixedInWords(answer.row, everywhere),
      ...(everywhere || original === undefined
        ? {}
        : { action: { label: '撤回', run: () => void work.fix({ ...wanted, text: original }) } }),
    });
  };
  /** Decides about every listed row of which that can be decided. */
  const decideAll = async (decision: ImportDecision): Promise<void> => {
    const decided: number[] = [];
    const { total } = await rowsOf(view.filter, 0);
    for (let offset = 0; offset < total; offset += mostAtOnce) {
      const page = await rowsOf(view.filter, offset, mostAtOnce);
      // Whoever is in the register is only like the row; only from the recycle bin are many taken at once.
      const taken = page.rows.filter(
        ({ decisions, match }) => decisions.includes(decision) && (decision !== 'update' || isBinned(match)),
      );
      decided.push(...taken.map((each) => each.row));
    }
    if (decided.length > 0) work.decide(decided, decision);
  };
  const leave = (next: Loss): void => {
    setLoss(null);
    if (next.kind === 'file') work.restart();
    else work.chooseSheet(next.sheet);
  };
  const askToLeave = (next: Loss): void => (kept.worked && !readOnly ? setLoss(next) : leave(next));
  const mend = (column: number): void => {
    show({ column: columnPlace(column) });
    setEditing(true);
  };
  const toMend = toCompare(summary);

  return (
    <>
      {leaving && (
        <LeavingDialog
          title="保存核对结果"
          order={{ method: 'import.saveResult', ...resultOrder(summary) }}
          persons={summary.total}
          onPermitted={(permit) => {
            setLeaving(false);
            work.saveResult(permit);
          }}
          onClose={() => setLeaving(false)}
        />
      )}
      <PageHeader
        title={`导入${register.title}`}
        detail={checking && kept.running ? <ProgressLine job={kept.running.job} /> : summary.fileName}
      >
        <Button variant="outlined" onClick={() => askToLeave({ kind: 'file' })}>
          {readOnly ? '再导入一份' : '换一个文件'}
        </Button>
        <Button variant="outlined" disabled={kept.running !== null} onClick={() => setLeaving(true)}>
          保存核对结果
        </Button>
        {readOnly ? (
          <Button variant="contained" onClick={() => void navigate(addresses.list(register.key))}>
            打开{register.title}名册
          </Button>
        ) : (
          <ActionButton
            variant="contained"
            shortcut="Ctrl+S"
            disabled={reason !== undefined || error !== null || kept.running !== null || kept.entered !== null}
            onClick={work.commit}
          >
            {reason === undefined ? commitWords(register, summary) : '导入'}
          </ActionButton>
        )}
      </PageHeader>

      {committed !== null && (
        <ImportResult
          register={register}
          summary={summary}
          committed={committed}
          undone={kept.undone}
          undoing={kept.running?.kind === 'undo'}
          onUndo={work.undo}
        />
      )}

      <Box sx={{ flex: 'none', maxHeight: 190, overflow: 'auto' }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, minHeight: 24 }}>
          <Box component="strong" role="status" sx={{ fontSize: 15 }}>
            {headLine(summary)}
          </Box>
          {reason !== undefined && (
            <Box role="status">
              <FieldMessage id="import-reason" severity="error">
                {reason}
              </FieldMessage>
            </Box>
          )}
          {reason !== undefined && summary.marks.undecided > 0 && view.filter.only !== 'undecided' && (
            <Button
              size="small"
              onClick={() => {
                setFilter({ only: 'undecided', search: '' });
                focusTable();
              }}
              sx={{ minHeight: 24, py: 0 }}
            >
              去决定
            </Button>
          )}
          {error !== null && (
            <>
              <Box role="alert">
                <FieldMessage id="import-error" severity="error">
                  {messageOf(error)}
                </FieldMessage>
              </Box>
              {!readOnly && (
                <Button size="small" onClick={work.recheck} sx={{ minHeight: 24, py: 0 }}>
                  再核对一次
                </Button>
              )}
            </>
          )}
        </Box>
        {!readOnly && <UnknownVillages names={summary.unknownVillages} onAdded={work.recheck} />}
        {!readOnly && (
          <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
            <ImportFacts summary={summary} onSheet={(sheet) => askToLeave({ kind: 'sheet', sheet })} />
            <Button
              size="small"
              aria-haspopup="dialog"
              onClick={() => setShowColumns(true)}
              sx={{ flex: 'none', ml: 'auto', minHeight: 24, py: 0 }}
            >
              核对各列对应
            </Button>
          </Box>
        )}
      </Box>
      {!readOnly && summary.obstacle === null && (
        <ImportCommonFields
          register={register}
          common={summary.commonFields}
          missing={summary.missingFields}
          values={entered.defaults}
          errors={error instanceof CallError ? error.fields : {}}
          onChange={(defaults) => work.change({ ...entered, defaults })}
        />
      )}

      <ImportFilters summary={summary} filter={view.filter} onFilter={setFilter} onDown={focusTable}>
        <ActionButton size="small" shortcut="F8" disabled={toMend === 0} onClick={() => attempt(goToNext())}>
          下一处要改的
        </ActionButton>
        <PrintRowsToMend summary={summary} disabled={toMend === 0} />
      </ImportFilters>

      <Box
        sx={{
          flex: 1,
          minHeight: 200,
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr) clamp(250px, 30%, 360px)',
          gridTemplateRows: 'minmax(0, 1fr)',
          gap: 1,
        }}
      >
        {rows.total === 0 ? (
          <Box sx={{ bgcolor: 'background.paper' }}>
            <EmptyState title={emptyInWords(view.filter)} text="其他的行都还在。">
              <Button variant="outlined" onClick={() => setFilter({ only: null, search: '' })}>
                看全部
              </Button>
            </EmptyState>
          </Box>
        ) : (
          <ImportTable
            register={register}
            importId={importId}
            columns={columns}
            filter={view.filter}
            total={rows.total ?? 0}
            place={place}
            column={view.column}
            onMove={(nextPlace, column) => {
              if (nextPlace !== place || column !== view.column) show({ place: nextPlace, column });
            }}
            editing={editing}
            onEditing={setEditing}
            readOnly={readOnly}
            onFix={(wanted) => void fix(wanted)}
            ref={table}
          />
        )}
        <ImportRowPanel
          register={register}
          columns={columns}
          row={row}
          readOnly={readOnly}
          undone={kept.undone !== null}
          onFix={(wanted) => void fix(wanted)}
          onMend={mend}
          onDecide={work.decide}
          undecided={view.filter.only === 'undecided' ? (rows.total ?? 0) : 0}
          onDecideAll={(decision) => attempt(decideAll(decision))}
          onRow={(number) => attempt(goTo(number))}
          onRecord={setRecord}
        />
      </Box>

      {showColumns && (
        <ImportColumns
          summary={summary}
          targets={entered.targets}
          error={kept.error}
          onChange={(targets) => work.change({ ...entered, targets })}
          onClose={() => setShowColumns(false)}
        />
      )}
      {record !== null && row !== undefined && (
        <ImportRecordDialog
          register={register}
          columns={columns}
          row={row}
          id={record}
          onClose={() => setRecord(null)}
        />
      )}
      {kept.running?.kind === 'commit' && (
        <ProgressDialog job={kept.running.job} label={`正在${commitWords(register, summary)}`} delay={0} />
      )}
      {kept.running?.kind === 'sheet' && (
        <ProgressDialog job={kept.running.job} label="正在核对另一张工作表" delay={patience} />
      )}
      {kept.running?.kind === 'undo' && (
        <ProgressDialog job={kept.running.job} label="正在撤销这次导入" delay={patience} />
      )}
      {kept.running?.kind === 'result' && (
        <ProgressDialog job={kept.running.job} label="正在保存核对结果" delay={patience} />
      )}
      <ConfirmDialog
        open={loss !== null}
        title={loss?.kind === 'sheet' ? '换一张工作表？' : '换一个文件？'}
        text="在这里改过的内容和作过的决定会丢掉，原文件不变。"
        confirm={loss?.kind === 'sheet' ? '换工作表' : '换文件'}
        cancel="接着核对"
        onConfirm={() => loss !== null && leave(loss)}
        onCancel={() => setLoss(null)}
      />
    </>
  );
}
