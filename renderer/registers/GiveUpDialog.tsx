import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';

interface GiveUpDialogProps {
  /** Whether the record was saved before, so that there is something to go back to. */
  readonly stored: boolean;
  readonly onGiveUp: () => void;
  readonly onClose: () => void;
}

/** Asks before unsaved entry is thrown away: it cannot be had back. */
export function GiveUpDialog({ stored, onGiveUp, onClose }: GiveUpDialogProps) {
  return (
    <Dialog open aria-labelledby="give-up-title" onClose={onClose}>
      <DialogTitle id="give-up-title">放弃没有保存的内容？</DialogTitle>
      <DialogContent>
        <DialogContentText>
          {stored
            ? '这份记录会回到上次保存时的样子，之后所作的修改不能找回。'
            : '这份登记还没有保存过，放弃后所填的内容不能找回。'}
        </DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          接着填
        </Button>
        <Button variant="contained" color="error" onClick={onGiveUp}>
          放弃所填内容
        </Button>
      </DialogActions>
    </Dialog>
  );
}
