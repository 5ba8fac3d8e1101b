import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Navigate, useNavigate } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { SheetPreview } from '../sheets/SheetPreview.tsx';
import { formOf } from './formOf.ts';
import { type Selection, usePrintSelection } from './ListStatesProvider.tsx';

/** The sheets of a selection as they will come out of the printer, and the ways to paper and to a file. */
export function PrintPage({ register }: { readonly register: Register }) {
  const { printSelection } = usePrintSelection();
  const sheet = formOf(register);
  // After a reload nothing is chosen any more: back to where it is chosen.
  if (!printSelection || !sheet) return <Navigate to={addresses.list(register.key)} replace />;
  return <Sheets register={register} form={sheet.key} title={sheet.title} selection={printSelection} />;
}

interface SheetsProps {
  readonly register: Register;
  readonly form: string;
  readonly title: string;
  readonly selection: Selection;
}

function Sheets({ register, form, title, selection }: SheetsProps) {
  const api = useApi();
  const navigate = useNavigate();
  const frame = useRef<HTMLIFrameElement>(null);
  const opened = useQuery({
    queryKey: ['sheet.open', form, selection],
    queryFn: () => api.call('sheet.open', { form, selection }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const ticket = opened.data?.ticket;
  const save = useMutation({ mutationFn: (of: string) => api.call('sheet.savePdf', { ticket: of }) });
  const show = useMutation({ mutationFn: (of: string) => api.call('sheet.showFolder', { ticket: of }) });
  const detail = opened.data
    ? `${opened.data.records.toLocaleString('zh-CN')}${register.noun}，共${opened.data.pages.toLocaleString('zh-CN')}页A4纸`
    : 'ids' in selection
      ? `正在排版${selection.ids.length.toLocaleString('zh-CN')}份`
      : '正在排版';
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="打印预览" detail={`${detail}　${title}`}>
        <Button onClick={() => void navigate(-1)}>返回</Button>
        <Button
          variant="outlined"
          disabled={ticket === undefined}
          loading={save.isPending}
          onClick={() => ticket !== undefined && save.mutate(ticket)}
        >
          另存为PDF
        </Button>
        <ActionButton
          variant="contained"
          shortcut="Ctrl+P"
          disabled={ticket === undefined}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          打印
        </ActionButton>
      </PageHeader>
      {opened.isError && <Alert severity="error">{messageOf(opened.error)}</Alert>}
      {save.isPending && (
        <Alert severity="info" role="status">
          正在排版{opened.data?.records.toLocaleString('zh-CN')}份，排好后存为PDF，请稍等。
        </Alert>
      )}
      {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
      {show.isError && <Alert severity="error">{messageOf(show.error)}</Alert>}
      {save.data && save.data.path !== null && ticket !== undefined && (
        <Alert
          severity="success"
          role="status"
          action={
            <Button color="inherit" size="small" onClick={() => show.mutate(ticket)}>
              打开文件夹
            </Button>
          }
        >
          已存为PDF：{save.data.path}。文件没有加密，用完请删除。
        </Alert>
      )}
      {save.data && save.data.path === null && <Alert severity="info">没有保存PDF。</Alert>}
      <Box sx={{ flex: 1, minHeight: 0 }}>{ticket !== undefined && <SheetPreview ref={frame} ticket={ticket} />}</Box>
    </Box>
  );
}
