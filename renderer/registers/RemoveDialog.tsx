import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { recycleReason } from '../../shared/contract/recycleMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';

interface RemoveDialogProps {
  readonly register: string;
  readonly id: string;
  readonly name: string;
  /** Whether there is unsaved entry, which does not go with it. */
  readonly changed: boolean;
  readonly onRemoved: (batch: string) => void;
  readonly onClose: () => void;
}

/** Asks why a record goes into the recycle bin, and puts it there. */
export function RemoveDialog({ register, id, name, changed, onRemoved, onClose }: RemoveDialogProps) {
  const api = useApi();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string>();
  const removing = useMutation({
    mutationFn: () => api.call('recycle.remove', { register, selection: { ids: [id] }, reason }),
    onSuccess: ({ batch }) => onRemoved(batch),
  });
  const remove = (event: FormEvent): void => {
    event.preventDefault();
    const judged = recycleReason.safeParse(reason);
    setFault(judged.error?.issues[0]?.message);
    if (judged.success) removing.mutate();
  };
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="remove-title" onClose={onClose}>
      <form onSubmit={remove}>
        <DialogTitle id="remove-title">把{name}移入回收站？</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 1.5 }}>
            登记错了、重复登记的才移入回收站，以后可以恢复。孩子转走或长大的，请用“转出”“年满18周岁”或“销号”。
            {changed ? '没有保存的修改不会保留。' : ''}
          </DialogContentText>
          <TextField
            autoFocus
            label="原因"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={fault !== undefined}
            helperText={fault}
          />
          {removing.error && (
            <Alert severity="error" sx={{ mt: 1 }}>
              {messageOf(removing.error)}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>取消</Button>
          <Button type="submit" variant="contained" color="error" loading={removing.isPending}>
            移入回收站
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
