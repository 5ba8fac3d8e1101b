import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { type FormEvent, useId } from 'react';
import type { LeavingOrder } from '../../shared/contract/exportMethods.ts';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { LeavingFields } from './LeavingFields.tsx';
import { useLeaving } from './useLeaving.ts';

interface LeavingDialogProps {
  /** What is done: 另存附件. */
  readonly title: string;
  /** What is to leave. */
  readonly order: LeavingOrder;
  /** How many people the file is about. */
  readonly persons: number;
  readonly onPermitted: (permit: string) => void;
  readonly onClose: () => void;
}

/** Asks what a file is for and who gets it, where nothing else is asked about it. */
export function LeavingDialog({ title, order, persons, onPermitted, onClose }: LeavingDialogProps) {
  const titleId = useId();
  const form = useLeaving(persons);
  const faults = useFaultFocus();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const permit = await form.ask(order);
    if (permit === null) faults.goToFault();
    else onPermitted(permit);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form ref={faults.form} onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          <LeavingFields form={form} />
          <Typography variant="body2" color="textSecondary">
            记入打印登记，不要写儿童姓名。存出的文件没有加密，用完请删除。
          </Typography>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>取消</Button>
          <Button type="submit" variant="contained" loading={form.isAsking}>
            继续保存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
