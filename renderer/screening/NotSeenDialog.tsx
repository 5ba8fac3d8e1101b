import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, useId, useState } from 'react';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { ReasonButtons } from './ReasonButtons.tsx';
import type { ScreenedChild } from './screeningQueries.ts';

interface NotSeenDialogProps {
  readonly child: ScreenedChild;
  readonly onSave: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why nobody saw a child; Enter keeps the answer. */
export function NotSeenDialog({ child, onSave, onClose }: NotSeenDialogProps) {
  const titleId = useId();
  const [reason, setReason] = useState(child.outcome === 'notSeen' ? child.note : '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '') onSave(reason.trim());
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form onSubmit={submit}>
        <DialogTitle id={titleId}>{child.name}没有见到</DialogTitle>
        <DialogContent>
          <LabelledInput label="原因" value={reason} onChange={(text) => setReason(text.slice(0, 100))} autoFocus />
          <ReasonButtons onChoose={setReason} />
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose}>
            取消
          </Button>
          <Button type="submit" variant="contained" disabled={reason.trim() === ''}>
            保存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
