import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { useNavigate } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { addresses } from '../app/addresses.ts';
import { person } from '../room/person.ts';
import type { DuplicateQuestion } from './useDuplicateQuestion.ts';

interface DuplicateQuestionDialogProps {
  readonly register: Register;
  readonly question: DuplicateQuestion;
}

/** Asks whether somebody who seems to be in the register already is to be entered again. Esc goes back to the form. */
export function DuplicateQuestionDialog({ register, question }: DuplicateQuestionDialogProps) {
  const titleId = useId();
  const navigate = useNavigate();
  const { records, answer } = question;
  const [first] = records;
  return (
    <Dialog open aria-labelledby={titleId} onClose={() => answer(false)} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId}>可能已在册</DialogTitle>
      <DialogContent>
        {records.map(({ id, name, reasons }) => (
          <DialogContentText key={id}>
            可能已在册：<span {...person}>{name}</span>（{reasons.join('；')}）。
          </DialogContentText>
        ))}
        <DialogContentText>还没有保存。所填的内容存为草稿，核对后可以回来接着填。</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => answer(false)}>返回表单</Button>
        <Button variant="outlined" onClick={() => answer(true)}>
          仍要登记
        </Button>
        <Button
          variant="contained"
          autoFocus
          onClick={() => {
            answer(false);
            if (first) void navigate(addresses.record(register.key, first.id));
          }}
        >
          打开核对
        </Button>
      </DialogActions>
    </Dialog>
  );
}
