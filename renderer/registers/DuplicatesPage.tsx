import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { findField, type Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { DuplicatePair } from './DuplicatePair.tsx';
import { duplicatesQuery, type ListedPair, refreshDuplicates } from './duplicateQueries.ts';

/** Pairs drawn at first, and with each “再显示”; those above are dealt with first. */
const step = 50;
const mostPairs = 200;
/** Columns of a list that fit beside each other at 1366 pixels. */
const columnCount = 8;

const pairKey = ({ one, other }: ListedPair): string => `${one.id} ${other.id}`;

/** Records that may be the same person, pair by pair: made one or told apart. */
export function DuplicatesPage({ register }: { readonly register: Register }) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const [limit, setLimit] = useState(step);
  const [current, setCurrent] = useState(0);
  const table = useRef<HTMLTableElement>(null);
  const found = useQuery(duplicatesQuery(api, register.key, limit));
  const pairs = found.data?.pairs ?? [];
  const total = found.data?.total;
  const place = Math.min(current, Math.max(0, pairs.length - 1));
  const columns = register.list.slice(0, columnCount).map(({ field, width }) => ({
    field,
    width,
    label: findField(register, field)?.label ?? '',
  }));
  // The keys work as soon as the pairs are there. The next pair takes the place of one that went, and the cursor with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other pairs move the cursor
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.tagName === 'H1') focusPair(table.current, place);
  }, [found.data]);

  const fail = (error: Error): void => notice({ severity: 'error', text: messageOf(error) });
  const recall = useMutation({
    mutationFn: ({ one, other }: ListedPair) =>
      api.call('duplicate.recall', { register: register.key, one: one.id, other: other.id }),
    onSuccess: () => refreshDuplicates(client, register.key),
    onError: fail,
  });
  const dismiss = useMutation({
    mutationFn: ({ one, other }: ListedPair) =>
      api.call('duplicate.dismiss', { register: register.key, one: one.id, other: other.id }),
    onSuccess: async (_, pair) => {
      notice({
        severity: 'success',
        text: '已记为不是同一人，以后不再列出',
        action: { label: '撤销', run: () => recall.mutate(pair) },
      });
      await refreshDuplicates(client, register.key);
    },
    onError: fail,
  });
  const rescan = useMutation({
    mutationFn: () => api.call('duplicate.rescan', { register: register.key }),
    onSuccess: async ({ records, pairs: count }) => {
      await refreshDuplicates(client, register.key);
      const result = count === 0 ? '没有疑似重复' : `有${count}对疑似重复`;
      notice({ severity: 'success', text: `已重新核对${records.toLocaleString('zh-CN')}${register.noun}，${result}` });
    },
    onError: fail,
  });
  const merge = ({ one, other }: ListedPair): void => void navigate(addresses.merge(register.key, one.id, other.id));

  const onKeyDown = (event: KeyboardEvent, pair: ListedPair, index: number): void => {
    const { ctrlKey, altKey, metaKey, shiftKey, isComposing } = event.nativeEvent;
    if (ctrlKey || altKey || metaKey || shiftKey || isComposing) return;
    if (event.key === 'ArrowDown') focusPair(table.current, Math.min(pairs.length - 1, index + 1));
    else if (event.key === 'ArrowUp') focusPair(table.current, Math.max(0, index - 1));
    // Enter on a button or a name means that one.
    else if (event.key === 'Enter' && event.target === event.currentTarget) merge(pair);
    else if (event.key === 'Delete') {
      if (!dismiss.isPending) dismiss.mutate(pair);
    } else return;
    event.preventDefault();
  };

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="疑似重复" detail={total === undefined ? '正在读取' : countInWords(total)}>
        <Button onClick={() => void navigate(addresses.list(register.key))}>返回名册</Button>
        <Button variant="outlined" loading={rescan.isPending} onClick={() => rescan.mutate()}>
          全部重新核对
        </Button>
      </PageHeader>
      {found.isError && <Alert severity="error">{messageOf(found.error)}</Alert>}
      {total === 0 && (
        <Box sx={{ flex: 1, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
          <EmptyState
            title="没有疑似重复"
            text={`身份证号、姓名读音和出生日期、监护人电话都没有两${register.noun}相同的。录入和导入时会接着核对。`}
          />
        </Box>
      )}
      {pairs.length > 0 && (
        <TableContainer sx={{ flex: 1, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
          <Table
            ref={table}
            size="small"
            stickyHeader
            aria-label="疑似重复"
            sx={{ tableLayout: 'fixed', minWidth: 1040 }}
          >
            <TableHead>
              <TableRow>
                {columns.map(({ field, label, width }) => (
                  <TableCell key={field} sx={{ width }}>
                    {label}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            {pairs.map((pair, index) => (
              <DuplicatePair
                key={pairKey(pair)}
                register={register}
                pair={pair}
                fields={columns.map(({ field }) => field)}
                isCurrent={index === place}
                busy={dismiss.isPending}
                onFocus={() => setCurrent(index)}
                onKeyDown={(event) => onKeyDown(event, pair, index)}
                onMerge={() => merge(pair)}
                onDismiss={() => dismiss.mutate(pair)}
              />
            ))}
          </Table>
          {total !== undefined && total > pairs.length && (
            <Box sx={{ p: 1.5, textAlign: 'center' }}>
              {limit < mostPairs ? (
                <Button variant="outlined" onClick={() => setLimit(limit + step)}>
                  再显示{Math.min(step, total - pairs.length)}对
                </Button>
              ) : (
                `还有${(total - pairs.length).toLocaleString('zh-CN')}对，处理完上面的会接着列出`
              )}
            </Box>
          )}
        </TableContainer>
      )}
    </Box>
  );
}

/** Puts the cursor on a pair. */
function focusPair(table: HTMLTableElement | null, index: number): void {
  table?.querySelectorAll<HTMLElement>('tbody')[index]?.focus();
}

function countInWords(total: number): string {
  return total === 0 ? '' : `共${total.toLocaleString('zh-CN')}对，上下键换一对，很可能重复的在前`;
}
