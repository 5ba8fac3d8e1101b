import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type SubmitEvent, useId, useState } from 'react';
import { CallError, messageOf } from '../api/CallError.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';

interface AttachmentNameDialogProps {
  readonly name: string;
  /** @throws CallError */
  readonly onRename: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for another name; what is wrong with one stands below it. */
export function AttachmentNameDialog({ name, onRename, onClose }: AttachmentNameDialogProps) {
  const titleId = useId();
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [saving, setSaving] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    try {
      await onRename(typed);
      onClose();
    } catch (error) {
      setProblem(error instanceof CallError ? (error.fields.name ?? error.message) : messageOf(error));
      setSaving(false);
    }
  };
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id={titleId}>给附件改名</DialogTitle>
        <DialogContent>
          <LabelledInput
            label="名称"
            value={typed}
            onChange={(text) => {
              setTyped(text);
              setProblem(undefined);
            }}
            error={problem}
            autoFocus
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>取消</Button>
          <Button type="submit" variant="contained" loading={saving}>
            改名
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
