import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { recycleReason } from '../../shared/contract/recycleMethods.ts';
import { messageOf } from '../api/CallError.ts';
import { person } from '../room/person.ts';

interface RemoveDialogProps<Removed> {
  /** The question. */
  readonly title: string;
  /** When it is right to do so. */
  readonly advice: string;
  /** What the button says. */
  readonly action: string;
  /** Whether there is unsaved entry, which does not go with it. */
  readonly changed: boolean;
  /** Takes away what is asked about, for the reason given. */
  readonly remove: (reason: string) => Promise<Removed>;
  readonly onRemoved: (removed: Removed) => void;
  readonly onClose: () => void;
}

/** Asks why an entry is taken away, and takes it away. */
export function RemoveDialog<Removed>({
  title,
  advice,
  action,
  changed,
  remove,
  onRemoved,
  onClose,
}: RemoveDialogProps<Removed>) {
  const titleId = useId();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string>();
  const removing = useMutation({ mutationFn: () => remove(reason), onSuccess: onRemoved });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const judged = recycleReason.safeParse(reason);
    setFault(judged.error?.issues[0]?.message);
    if (judged.success) removing.mutate();
  };
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={submit}>
        <DialogTitle id={titleId} {...person}>
          {title}
        </DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 1.5 }}>
            {advice}
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
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
