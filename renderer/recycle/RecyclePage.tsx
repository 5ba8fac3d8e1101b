import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { maxRecycled } from '../../shared/contract/recycleMethods.ts';
import { deletionOrder, type ListQuery } from '../../shared/contract/shapes.ts';
import { findField, type Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RowSearch } from '../components/RowSearch.tsx';
import { idsBetween, type ListRows, type Range, useListRows } from '../registers/useListRows.ts';
import { DestroyDialog } from './DestroyDialog.tsx';
import { RecycleTable } from './RecycleTable.tsx';
import { RefusedDialog } from './RefusedDialog.tsx';
import { refreshAfterMove } from './recycleQueries.ts';

const nothingChosen: ReadonlySet<string> = new Set();
/** Columns of the register that tell who is meant; who, when and why come after them. */
const columnCount = 4;

function firstQuery(register: Register): ListQuery {
  const sort = { field: deletionOrder, descending: true };
  return { register: register.key, search: '', filters: {}, sort, scope: 'deleted' };
}

/** What was removed from a register: who did it, when and why; put back, or destroyed for good. */
export function RecyclePage({ register }: { readonly register: Register }) {
  const { may } = useRights();
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const [query, setQuery] = useState(() => firstQuery(register));
  const [range, setRange] = useState<Range>({ first: 0, last: 0 });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(nothingChosen);
  const [destroying, setDestroying] = useState(false);
  const [refused, setRefused] = useState<MethodOutput<'recycle.restore'> | null>(null);
  /** What was ticked before the rows between two places were ticked with Shift. */
  const beforeExtension = useRef<ReadonlySet<string>>(nothingChosen);
  const lastExtension = useRef(0);
  const grid = useRef<HTMLDivElement>(null);
  const columns = columnsOf(register);
  const rows = useListRows(query, columns, range);
  const searched = query.search.trim() !== '';
  const total = rows.total;
  const told = (count: number): string => `${count.toLocaleString('zh-CN')}${register.noun}`;

  const choose = async (places: Range, before: ReadonlySet<string>): Promise<void> => {
    lastExtension.current += 1;
    const extension = lastExtension.current;
    const last = Math.min(places.last, places.first + maxRecycled - 1);
    const ids = await idsBetween(client, api, query, columns, { first: places.first, last });
    // While a key is held down a later step may be answered first.
    if (extension === lastExtension.current) setChosen(new Set([...before, ...ids].slice(0, maxRecycled)));
  };
  const extend = (places: Range, isFirst: boolean): void => {
    if (isFirst) beforeExtension.current = chosen;
    void choose(places, beforeExtension.current);
  };
  const chooseAll = (): void => {
    if (total === undefined || total === 0) return;
    if (total > maxRecycled) {
      const text = `一次最多处理${told(maxRecycled)}，已选前${told(maxRecycled)}`;
      notice({ severity: 'info', text });
    }
    void choose({ first: 0, last: total - 1 }, nothingChosen);
  };
  const clear = (): void => {
    lastExtension.current += 1;
    setChosen(nothingChosen);
  };
  const toggle = (id: string): void =>
    setChosen(chosen.has(id) ? new Set([...chosen].filter((known) => known !== id)) : new Set([...chosen, id]));
  const moved = async (): Promise<void> => {
    clear();
    await refreshAfterMove(client, register.key);
    grid.current?.focus();
  };

  const restore = useMutation({
    mutationFn: () => api.call('recycle.restore', { register: register.key, ids: [...chosen] }),
    onSuccess: async (answer) => {
      const isWhole = answer.refused.length === 0;
      notice(isWhole ? { severity: 'success', text: `${told(answer.restored)}已放回名册` } : null);
      if (!isWhole) setRefused(answer);
      await moved();
    },
    onError: async (error) => {
      notice({ severity: 'error', text: messageOf(error) });
      await refreshAfterMove(client, register.key);
    },
  });

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="回收站" detail={detailOf(register, rows, searched, chosen.size)}>
        <Button onClick={() => void navigate(addresses.list(register.key))}>返回名册</Button>
        <Button variant="outlined" onClick={() => void navigate(addresses.batches(register.key))}>
          操作记录
        </Button>
        {may(register, 'destroy') && (
          <Button variant="outlined" color="error" disabled={chosen.size === 0} onClick={() => setDestroying(true)}>
            永久销毁
          </Button>
        )}
        {may(register, 'write') && (
          <Button
            variant="contained"
            disabled={chosen.size === 0}
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {chosen.size > 0 ? `恢复所选（${chosen.size.toLocaleString('zh-CN')}）` : '恢复'}
          </Button>
        )}
      </PageHeader>
      <RowSearch
        label="在回收站查找"
        placeholder="在回收站查找"
        value={query.search}
        onChange={(search) => setQuery({ ...query, search })}
        onLeave={() => grid.current?.focus()}
        width={220}
      />
      {rows.error && <Alert severity="error">{messageOf(rows.error)}</Alert>}
      {total === 0 && (
        <Box sx={{ flex: 1, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
          {searched ? (
            <EmptyState title="回收站里没有找到" text="换个写法再找，或看全部。">
              <Button variant="outlined" onClick={() => setQuery({ ...query, search: '' })}>
                看全部
              </Button>
            </EmptyState>
          ) : (
            <EmptyState
              title="回收站是空的"
              text={`从名册移除的${register.title}先放在这里，可以恢复；确实不该保留的再永久销毁。`}
            />
          )}
        </Box>
      )}
      {total !== undefined && total > 0 && (
        <RecycleTable
          register={register}
          query={query}
          columns={columns}
          rows={rows}
          chosen={chosen}
          onSort={(sort) => setQuery({ ...query, sort })}
          onToggle={toggle}
          onExtend={extend}
          onAll={chooseAll}
          onClear={clear}
          onRange={(next) =>
            setRange((known) => (known.first === next.first && known.last === next.last ? known : next))
          }
          ref={grid}
        />
      )}
      {destroying && (
        <DestroyDialog
          register={register}
          ids={[...chosen]}
          onDestroyed={(count) => {
            setDestroying(false);
            notice({ severity: 'success', text: `${told(count)}已永久销毁` });
            void moved();
          }}
          onClose={() => setDestroying(false)}
        />
      )}
      {refused && <RefusedDialog register={register} answer={refused} onClose={() => setRefused(null)} />}
    </Box>
  );
}

/** The first columns of the register's list that show nothing masked. */
function columnsOf(register: Register): string[] {
  return register.list
    .filter(({ field, shown }) => shown && findField(register, field)?.kind.sensitive === false)
    .map(({ field }) => field)
    .slice(0, columnCount);
}

function detailOf(register: Register, rows: ListRows, searched: boolean, chosen: number): string {
  if (rows.total === undefined) return '正在读取';
  if (rows.total === 0) return '';
  const count = `${searched ? '找到' : '共'}${rows.total.toLocaleString('zh-CN')}${rows.more ? '多' : ''}${register.noun}`;
  return chosen > 0 ? `${count}，已选${chosen.toLocaleString('zh-CN')}` : count;
}
