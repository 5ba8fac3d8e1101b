import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, useId, useRef, useState } from 'react';
import { notSeenReason } from '../../shared/contract/screeningMethods.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { person } from '../room/person.ts';
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
  const box = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState(child.outcome === 'notSeen' ? child.note : '');
  const judged = notSeenReason.safeParse(reason);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (judged.success) onSave(judged.data);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form onSubmit={submit}>
        <DialogTitle id={titleId} {...person}>
          {child.name}未见到
        </DialogTitle>
        <DialogContent>
          <LabelledInput
            label="原因"
            value={reason}
            onChange={setReason}
            // An empty one is told by the button alone; there is nothing to correct yet.
            error={reason.trim() === '' ? undefined : judged.error?.issues[0]?.message}
            autoFocus
            inputRef={box}
          />
          <ReasonButtons
            onChoose={(usual) => {
              setReason(usual);
              box.current?.focus();
            }}
          />
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose}>
            取消
          </Button>
          <Button type="submit" variant="contained" disabled={!judged.success}>
            保存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
