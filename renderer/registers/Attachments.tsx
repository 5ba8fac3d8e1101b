import PictureAsPdfOutlined from '@mui/icons-material/PictureAsPdfOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { type Ref, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { type AttachmentKind, attachmentKinds } from '../../shared/contract/attachmentMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { AttachmentViewer } from './AttachmentViewer.tsx';
import { attachmentAddress } from './attachmentAddress.ts';
import { type Attachment, type RefusedFile, useAttachments } from './useAttachments.ts';

interface AttachmentsProps {
  readonly register: Register;
  /** A record that is stored already. */
  readonly recordId: string;
}

const accepted = '.jpg,.jpeg,.png,.webp,.pdf';

/** Photos and scans of a record: chosen, dropped or pasted, and stored at once. */
export function Attachments({ register, recordId }: AttachmentsProps) {
  const store = useAttachments(register.key, recordId);
  const { may } = useRights();
  const mayAdd = may(register, 'help');
  const notice = useNotice();
  const titleId = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);
  const [over, setOver] = useState(false);
  const [removed, setRemoved] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const attachments = store.attachments ?? [];

  async function add(files: readonly File[], kind: AttachmentKind): Promise<void> {
    if (files.length === 0 || !mayAdd) return;
    if (store.adding !== null) {
      notice({ severity: 'info', text: '上一批附件还在添加，请等添加完再试' });
      return;
    }
    setRefused([]);
    const result = await store.add(files, kind);
    setRefused(result.refused);
    if (result.added > 0) notice({ severity: 'success', text: `已添加${result.added}个附件` });
  }

  function open(id: string): void {
    // It would lie over the buttons of the viewer.
    notice(null);
    setOpenId(id);
  }

  async function restore(id: string): Promise<void> {
    try {
      await store.restore(id);
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
    }
  }

  async function remove(attachment: Attachment): Promise<void> {
    await store.remove(attachment.id);
    setOpenId(null);
    setRemoved(true);
    notice({
      severity: 'success',
      text: `已删除“${attachment.name}”`,
      action: { label: '撤销', run: () => void restore(attachment.id) },
    });
  }

  // What the cursor came from is gone with the attachment.
  useEffect(() => {
    if (!removed) return;
    addButton.current?.focus();
    setRemoved(false);
  }, [removed]);
  usePastedFiles((files) => void add(files, 'photo'));

  return (
    <Paper
      component="section"
      aria-labelledby={titleId}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files], 'photo');
      }}
      sx={{
        border: `1px solid ${over ? colours.accent : colours.line}`,
        bgcolor: over ? colours.accentWash : 'background.paper',
        px: 2.5,
        py: 1.5,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <Typography variant="h3" component="h2" color="primary" id={titleId}>
          附件
        </Typography>
        <Typography variant="body2" color="textSecondary" component="div" aria-live="polite" sx={{ flex: 1 }}>
          {stateInWords(store.adding, store.attachments)}
        </Typography>
        {mayAdd && (
          <>
            <AddButton ref={addButton} label="选择照片" onFiles={(files) => void add(files, 'photo')}>
              添加照片
            </AddButton>
            <AddButton label="选择扫描件" onFiles={(files) => void add(files, 'scan')}>
              添加扫描件
            </AddButton>
          </>
        )}
      </Box>
      {store.error && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {messageOf(store.error)}
        </Alert>
      )}
      {refused.length > 0 && (
        <Alert severity="error" sx={{ mt: 1 }} onClose={() => setRefused([])} closeText="知道了">
          {refused.map(({ name, message }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once as it is, and names repeat
            <div key={index}>
              “{name}”没有添加：{message}
            </div>
          ))}
        </Alert>
      )}
      {attachments.length > 0 && (
        <Box
          component="ul"
          aria-labelledby={titleId}
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, listStyle: 'none', p: 0, mt: 1.5, mb: 0.5 }}
        >
          {attachments.map((attachment) => (
            <li key={attachment.id}>
              <Tile attachment={attachment} onOpen={() => open(attachment.id)} />
            </li>
          ))}
        </Box>
      )}
      <Typography variant="caption" color="textSecondary" component="p" sx={{ m: 0, mt: 1 }}>
        照片、扫描图片和PDF可以拖到这里，图片也可以按 Ctrl+V 粘贴；每个不超过20
        MB，添加后立即存好。照片里的拍摄地点、时间等信息会去掉，PDF原样保存。
      </Typography>
      {openId !== null && (
        <AttachmentViewer
          attachments={attachments}
          id={openId}
          onOpen={setOpenId}
          onRename={store.rename}
          mayChange={mayAdd}
          onSave={may(register, 'export') ? store.save : undefined}
          onRemove={remove}
          onClose={() => setOpenId(null)}
        />
      )}
    </Paper>
  );
}

function stateInWords(
  adding: { readonly number: number; readonly total: number } | null,
  attachments: readonly Attachment[] | null,
): string {
  if (adding) return `正在添加第${adding.number}个，共${adding.total}个`;
  if (attachments === null) return '';
  return attachments.length === 0 ? '还没有附件' : `${attachments.length}个`;
}

/** A button that opens the system's file dialogue for several files. */
function AddButton(props: {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={props.label}
        accept={accepted}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file can be chosen again after it was corrected.
          event.currentTarget.value = '';
          props.onFiles(files);
        }}
      />
      <Button ref={props.ref} variant="outlined" onClick={() => input.current?.click()}>
        {props.children}
      </Button>
    </>
  );
}

function Tile({ attachment, onOpen }: { readonly attachment: Attachment; readonly onOpen: () => void }) {
  return (
    <ButtonBase
      onClick={onOpen}
      aria-haspopup="dialog"
      sx={{
        display: 'flex',
        flexDirection: 'column',
        width: 132,
        border: `1px solid ${colours.line}`,
        borderRadius: 1,
        overflow: 'hidden',
        '&:hover, &.Mui-focusVisible': { borderColor: colours.accent },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'center',
          width: '100%',
          height: 104,
          bgcolor: colours.desk,
        }}
      >
        {attachment.width === null ? (
          <PictureAsPdfOutlined sx={{ fontSize: 48, color: colours.inkSoft }} />
        ) : (
          <Box
            component="img"
            // The name stands below.
            alt=""
            src={attachmentAddress(attachment.id, 'thumbnail')}
            sx={{ maxWidth: '100%', maxHeight: '100%', objectFit: 'contain' }}
          />
        )}
      </Box>
      <Box sx={{ width: '100%', px: 0.75, py: 0.5, textAlign: 'left' }}>
        <Typography variant="caption" component="div" noWrap>
          {attachment.name}
        </Typography>
        <Typography variant="caption" component="div" color="textSecondary">
          {attachmentKinds[attachment.kind]}
        </Typography>
      </Box>
    </ButtonBase>
  );
}

/** Hears of files that are pasted anywhere on the page, but never what belongs into a text box or under a dialog. */
function usePastedFiles(take: (files: readonly File[]) => void): void {
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const isText = event.target instanceof Element && event.target.matches(textBoxes);
    if (files.length === 0 || isText || document.querySelector('.MuiModal-root [role="dialog"]')) return;
    event.preventDefault();
    take(files);
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => onPaste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
}

const textBoxes = 'input:not([type=checkbox], [type=radio]), textarea, [contenteditable]';
