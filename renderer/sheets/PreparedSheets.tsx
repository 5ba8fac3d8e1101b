import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { SheetPreview } from './SheetPreview.tsx';

interface PreparedSheetsProps {
  /** How many of what, in words. */
  readonly detail: string;
  /** Undefined until the core has laid the pages out. */
  readonly ticket: string | undefined;
  /** Why there is nothing to show; null while there is. */
  readonly failure: unknown;
  readonly onBack: () => void;
}

/** Laid-out pages as they will come out of the printer, and the ways to paper and to a file. */
export function PreparedSheets({ detail, ticket, failure, onBack }: PreparedSheetsProps) {
  const api = useApi();
  const frame = useRef<HTMLIFrameElement>(null);
  const save = useMutation({ mutationFn: (of: string) => api.call('sheet.savePdf', { ticket: of }) });
  const show = useMutation({ mutationFn: (of: string) => api.call('sheet.showFolder', { ticket: of }) });
  const error = failure ?? save.error ?? show.error;
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="打印预览" detail={detail}>
        <Button onClick={onBack}>返回</Button>
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
      {error !== null && <Alert severity="error">{messageOf(error)}</Alert>}
      {save.isPending && (
        <Alert severity="info" role="status">
          正在排版，排好后存为PDF，请稍等。
        </Alert>
      )}
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
