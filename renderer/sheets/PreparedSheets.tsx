import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
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
  /** What can be chosen about the pages, above them. */
  readonly children?: ReactNode;
}

/** Laid-out pages as they will come out of the printer, and the ways to paper and to a file. */
export function PreparedSheets({ detail, ticket, failure, onBack, children }: PreparedSheetsProps) {
  const api = useApi();
  const frame = useRef<HTMLIFrameElement>(null);
  const save = useMutation({ mutationFn: (of: string) => api.call('sheet.savePdf', { ticket: of }) });
  const show = useMutation({ mutationFn: (of: string) => api.call('sheet.showFolder', { ticket: of }) });
  // Other pages have another ticket: what was saved of the last ones counts no more.
  const saved = save.variables === ticket ? save.data : undefined;
  const error = failure ?? (save.variables === ticket ? (save.error ?? show.error) : null);
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
      {children}
      {error !== null && <Alert severity="error">{messageOf(error)}</Alert>}
      {save.isPending && (
        <Alert severity="info" role="status">
          正在排版，排好后存为PDF，请稍等。
        </Alert>
      )}
      {saved && saved.path !== null && ticket !== undefined && (
        <Alert
          severity="success"
          role="status"
          action={
            <Button color="inherit" size="small" onClick={() => show.mutate(ticket)}>
              打开文件夹
            </Button>
          }
        >
          已存为PDF：{saved.path}。文件没有加密，用完请删除。
        </Alert>
      )}
      {saved && saved.path === null && <Alert severity="info">没有保存PDF。</Alert>}
      <Box sx={{ flex: 1, minHeight: 0 }}>{ticket !== undefined && <SheetPreview ref={frame} ticket={ticket} />}</Box>
    </Box>
  );
}
