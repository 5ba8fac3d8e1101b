import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, useId, useState } from 'react';
import { LabelledInput } from '../components/LabelledInput.tsx';

interface SavedListDialogProps {
  readonly title: string;
  readonly text: string;
  readonly name: string;
  /** Keeps the list under a name and returns what is wrong with it, or null. */
  readonly onSave: (name: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks for the name of a list that is kept. */
export function SavedListDialog({ title, text, name, onSave, onClose }: SavedListDialogProps) {
  const titleId = useId();
  const [typed, setTyped] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const trimmed = typed.trim();
    if (trimmed === '') {
      setError('请给名册起个名字');
      return;
    }
    if ([...trimmed].length > 20) {
      setError('名字不能超过20字，请缩短');
      return;
    }
    const failure = await onSave(trimmed);
    if (failure === null) onClose();
    else setError(failure);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <form onSubmit={(event) => void save(event)}>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent>
          <LabelledInput
            label="名册名称"
            value={typed}
            onChange={(next) => {
              setTyped(next);
              setError(null);
            }}
            error={error ?? undefined}
            help={text}
            autoFocus
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>取消</Button>
          <Button type="submit" variant="contained">
            保存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
