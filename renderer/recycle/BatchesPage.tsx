import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { countsInWords, undoingInWords, undoneInWords } from './batchSentences.ts';
import { batchesQuery, type ListedBatch, refreshAfterMove } from './recycleQueries.ts';

/** Milliseconds before a window says how far it is; most batches are taken back sooner. */
const patience = 500;

/** What was done to several records at once, the latest first; each can be taken back as a whole, once. */
export function BatchesPage({ register }: { readonly register: Register }) {
  const mayWrite = useRights().may(register, 'write');
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<ListedBatch | null>(null);
  const found = useQuery(batchesQuery(api, register.key));
  const batches = found.data?.batches;
  const undo = useMutation({
    mutationFn: ({ batch, job }: { readonly batch: ListedBatch; readonly job: string }) =>
      api.call('batch.undo', { register: register.key, batch: batch.id, job }),
    onSuccess: (answer, { batch }) =>
      notice({
        severity: answer.kept > 0 ? 'warning' : 'success',
        text: undoneInWords(register, batch, answer),
      }),
    onError: (error) =>
      notice({
        severity: error instanceof CallError && error.code === 'cancelled' ? 'info' : 'error',
        text: messageOf(error),
      }),
    onSettled: () => refreshAfterMove(client, register.key),
  });
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="操作记录" detail={detailOf(batches)}>
        <Button onClick={() => void navigate(addresses.list(register.key))}>返回名册</Button>
        <Button variant="outlined" onClick={() => void navigate(addresses.recycle(register.key))}>
          回收站
        </Button>
      </PageHeader>
      {found.isError && <Alert severity="error">{messageOf(found.error)}</Alert>}
      {batches?.length === 0 && (
        <Box sx={{ flex: 1, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
          <EmptyState
            title="还没有成批的操作"
            text="导入、批量修改、合并、移入回收站都记在这里，做错了可以整批撤销。"
          />
        </Box>
      )}
      {batches !== undefined && batches.length > 0 && (
        <TableContainer sx={{ flex: 1, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
          <Table size="small" stickyHeader aria-label="操作记录" sx={{ tableLayout: 'fixed', minWidth: 1000 }}>
            <TableHead>
              <TableRow>
                <TableCell width={190}>时间</TableCell>
                <TableCell>操作</TableCell>
                <TableCell width={250}>结果</TableCell>
                <TableCell width={110}>操作人</TableCell>
                <TableCell width={300}>撤销</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {batches.map((batch) => (
                <TableRow key={batch.id}>
                  <TableCell>{momentInWords(batch.at)}</TableCell>
                  <TableCell sx={{ overflowWrap: 'anywhere' }}>{batch.title}</TableCell>
                  <TableCell>{countsInWords(register, batch)}</TableCell>
                  <TableCell>{batch.by}</TableCell>
                  <TableCell>
                    {batch.undoneAt === null ? (
                      mayWrite && (
                        <Button
                          size="small"
                          variant="outlined"
                          aria-label={`撤销：${batch.title}`}
                          loading={undo.isPending && undo.variables.batch.id === batch.id}
                          disabled={undo.isPending}
                          onClick={() => setAsked(batch)}
                        >
                          撤销
                        </Button>
                      )
                    ) : (
                      <Box component="span" sx={{ color: 'text.secondary' }}>
                        已撤销，{batch.undoneBy}　{momentInWords(batch.undoneAt)}
                      </Box>
                    )}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {undo.isPending && (
        <ProgressDialog job={undo.variables.job} label={`正在撤销：${undo.variables.batch.title}`} delay={patience} />
      )}
      {asked && (
        <ConfirmDialog
          open
          title={`撤销：${asked.title}`}
          text={undoingInWords(register, asked)}
          confirm="撤销这次操作"
          cancel="不撤销"
          onConfirm={() => {
            setAsked(null);
            undo.mutate({ batch: asked, job: crypto.randomUUID() });
          }}
          onCancel={() => setAsked(null)}
        />
      )}
    </Box>
  );
}

function detailOf(batches: readonly ListedBatch[] | undefined): string {
  if (batches === undefined) return '正在读取';
  return batches.length === 0 ? '' : `最近${batches.length}次，新的在前`;
}
