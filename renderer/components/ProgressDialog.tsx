import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import { useEffect, useState } from 'react';
import { Progress } from './Progress.tsx';

interface ProgressDialogProps {
  readonly job: string;
  readonly label: string;
  /** Milliseconds before it is shown: what is answered at once needs no window. */
  readonly delay: number;
}

/** How far a long call is, above a page that nothing can be changed on meanwhile. Only 停止 closes it early. */
export function ProgressDialog({ job, label, delay }: ProgressDialogProps) {
  const [shown, setShown] = useState(delay === 0);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), delay);
    return () => clearTimeout(timer);
  }, [delay]);
  if (!shown) return null;
  return (
    <Dialog open slotProps={{ paper: { 'aria-label': label } }}>
      <DialogContent sx={{ width: 480, maxWidth: '100%' }}>
        <Progress job={job} label={label} />
      </DialogContent>
    </Dialog>
  );
}
