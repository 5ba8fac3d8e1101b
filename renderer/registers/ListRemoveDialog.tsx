import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Selection } from '../../shared/contract/shapes.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';

interface ListRemoveDialogProps {
  readonly register: Register;
  readonly selection: Selection;
  readonly count: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Moves the chosen records into the recycle bin, with the reason; it can be taken back. */
export function ListRemoveDialog({ register, selection, count, onDone, onClose }: ListRemoveDialogProps) {
  const titleId = useId();
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const [reason, setReason] = useState('');
  const number = `${count.toLocaleString('zh-CN')}${register.noun}`;
  const undo = async (batch: string): Promise<void> => {
    try {
      const { undone } = await api.call('batch.undo', { register: register.key, batch });
      await refreshRegister(client, register.key);
      notice({ severity: 'success', text: `已撤销，${undone}${register.noun}回到名册` });
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
    }
  };
  const remove = useMutation({
    mutationFn: () => api.call('recycle.remove', { register: register.key, selection, reason: reason.trim() }),
    onSuccess: async ({ batch, removed }) => {
      await refreshRegister(client, register.key);
      notice({
        severity: 'success',
        text: `已把${removed}${register.noun}移入回收站`,
        action: { label: '撤销', run: () => void undo(batch) },
      });
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '' && !remove.isPending) remove.mutate();
  };
  return (
    <Dialog
      open
      onClose={remove.isPending ? () => undefined : onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
    >
      <form onSubmit={submit}>
        <DialogTitle id={titleId}>把{number}移入回收站</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          <Alert severity="info">
            录错、重复的才移入回收站；转出、年满18周岁的请改在册状态，资料仍在名册里。回收站里的可以恢复。
          </Alert>
          <LabelledInput
            label="原因"
            value={reason}
            onChange={(next) => setReason([...next].slice(0, 100).join(''))}
            help="如：重复登记、不属于本镇。"
            autoFocus
          />
          {remove.isError && <Alert severity="error">{messageOf(remove.error)}</Alert>}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={remove.isPending}>
            取消
          </Button>
          <Button type="submit" variant="contained" disabled={reason.trim() === ''} loading={remove.isPending}>
            移入回收站
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
