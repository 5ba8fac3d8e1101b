import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { type KeyboardEvent, useId, useState } from 'react';
import { attachmentKinds } from '../../shared/contract/attachmentMethods.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { Key } from '../components/Key.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { LeavingDialog } from '../exports/LeavingDialog.tsx';
import { person } from '../room/person.ts';
import { AttachmentNameDialog } from './AttachmentNameDialog.tsx';
import { attachmentAddress } from './attachmentAddress.ts';
import type { Attachment } from './useAttachments.ts';

interface AttachmentViewerProps {
  readonly attachments: readonly Attachment[];
  /** The one that is shown. */
  readonly id: string;
  readonly onOpen: (id: string) => void;
  /** @throws CallError */
  readonly onRename: (id: string, name: string) => Promise<void>;
  /** Saves a copy outside; null when the user cancelled. @throws CallError */
  /** Whether the user may rename and remove it. */
  readonly mayChange: boolean;
  /** Undefined for whoever may not take files out of the program. */
  readonly onSave: ((id: string, permit: string) => Promise<string | null>) | undefined;
  /** @throws CallError */
  readonly onRemove: (attachment: Attachment) => Promise<void>;
  readonly onClose: () => void;
}

/** One attachment in full, and what can be done with it. The arrow keys go to the next one, Esc closes. */
export function AttachmentViewer({
  attachments,
  id,
  onOpen,
  onRename,
  mayChange,
  onSave,
  onRemove,
  onClose,
}: AttachmentViewerProps) {
  const titleId = useId();
  const [naming, setNaming] = useState(false);
  const [leaving, setLeaving] = useState(false);
  // Said inside the dialog: what lies below it is out of reach.
  const [said, setSaid] = useState<{ readonly severity: 'success' | 'error'; readonly text: string } | null>(null);
  const index = attachments.findIndex((attachment) => attachment.id === id);
  const shown = attachments[index];
  if (!shown) return null;
  const [previous, next] = [attachments[index - 1], attachments[index + 1]];
  const go = (to: Attachment): void => {
    setSaid(null);
    onOpen(to.id);
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setSaid(null);
    try {
      await work();
    } catch (error) {
      setSaid({ severity: 'error', text: messageOf(error) });
    }
  };
  const save = async (permit: string): Promise<void> => {
    setLeaving(false);
    const path = await onSave?.(shown.id, permit);
    if (path != null) setSaid({ severity: 'success', text: `已存到${path}。文件没有加密，用完请删除。` });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (naming || leaving) return;
    if (event.key === 'ArrowLeft' && previous) go(previous);
    if (event.key === 'ArrowRight' && next) go(next);
  };
  return (
    <Dialog open maxWidth="lg" fullWidth aria-labelledby={titleId} onClose={onClose} onKeyDown={onKeyDown}>
      <DialogTitle id={titleId} sx={{ overflowWrap: 'anywhere', pb: 0.5 }}>
        {shown.name}
      </DialogTitle>
      <DialogContent sx={{ pb: 1 }}>
        <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
          {detailInWords(shown)}
        </Typography>
        {said && (
          <Alert severity={said.severity} role={said.severity === 'error' ? 'alert' : 'status'} sx={{ mb: 1 }}>
            {said.text}
          </Alert>
        )}
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            justifyContent: 'center',
            height: '56vh',
            bgcolor: colours.desk,
          }}
        >
          {shown.width === null ? (
            <Typography>PDF在这里不能看，{onSave ? '请“另存为”后打开。' : '请有导出权限的人员打开。'}</Typography>
          ) : (
            <Box
              component="img"
              {...person}
              // Another picture is another element, so that the one before is not shown while it loads.
              key={shown.id}
              alt={shown.name}
              src={attachmentAddress(shown.id, 'whole')}
              // It is shown to nobody as long as that cannot be recorded.
              onError={() =>
                setSaid({ severity: 'error', text: '图片没有显示出来。磁盘满了请先清理磁盘，再打开一次。' })
              }
              sx={{ maxWidth: '100%', maxHeight: '100%', objectFit: 'contain' }}
            />
          )}
        </Box>
      </DialogContent>
      <DialogActions sx={{ justifyContent: 'space-between', px: 3, pb: 2 }}>
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button disabled={!previous} onClick={() => previous && go(previous)} endIcon={<Key>←</Key>}>
            上一个
          </Button>
          <Button disabled={!next} onClick={() => next && go(next)} endIcon={<Key>→</Key>}>
            下一个
          </Button>
        </Box>
        <Box sx={{ display: 'flex', gap: 1 }}>
          {mayChange && (
            <>
              <Button variant="outlined" color="error" onClick={() => void attempt(() => onRemove(shown))}>
                删除
              </Button>
              <Button variant="outlined" onClick={() => setNaming(true)}>
                改名
              </Button>
            </>
          )}
          {onSave && (
            <Button variant="outlined" onClick={() => setLeaving(true)}>
              另存为
            </Button>
          )}
          <Button variant="contained" onClick={onClose} autoFocus endIcon={<Key>Esc</Key>}>
            关闭
          </Button>
        </Box>
      </DialogActions>
      {naming && (
        <AttachmentNameDialog
          name={shown.name}
          onRename={(name) => onRename(shown.id, name)}
          onClose={() => setNaming(false)}
        />
      )}
      {leaving && (
        <LeavingDialog
          title="另存附件"
          order={{ method: 'attachment.save', id: shown.id }}
          persons={1}
          onPermitted={(permit) => void attempt(() => save(permit))}
          onClose={() => setLeaving(false)}
        />
      )}
    </Dialog>
  );
}

function detailInWords({ kind, width, height, bytes, addedAt, addedBy }: Attachment): string {
  const measure = width === null ? 'PDF' : `${width} × ${height}`;
  return `${attachmentKinds[kind]}　${measure}　${sizeInWords(bytes)}　${addedBy}于${momentInWords(addedAt)}添加`;
}

function sizeInWords(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
