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

interface RemovePaperDialogProps {
  readonly id: string;
  readonly title: string;
  /** Whether there is unsaved entry, which does not go with it. */
  readonly changed: boolean;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

/** Asks why a form is taken off its record, and takes it off. */
export function RemovePaperDialog({ id, title, changed, onRemoved, onClose }: RemovePaperDialogProps) {
  const api = useApi();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string>();
  const removing = useMutation({
    mutationFn: () => api.call('paper.remove', { id, reason }),
    onSuccess: onRemoved,
  });
  const remove = (event: FormEvent): void => {
    event.preventDefault();
    const judged = recycleReason.safeParse(reason);
    setFault(judged.error?.issues[0]?.message);
    if (judged.success) removing.mutate();
  };
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="remove-paper-title" onClose={onClose}>
      <form onSubmit={remove}>
        <DialogTitle id="remove-paper-title">移除这张{title}？</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 1.5 }}>
            填错了、重复填的才移除，以后可以在这种表的列表里恢复。
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
            移除
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
