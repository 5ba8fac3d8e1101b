import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, useState } from 'react';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import { checkField } from '../../shared/registers/checkRecord.ts';
import type { Register, Values } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl } from '../fields/FieldControl.tsx';
import { person } from '../room/person.ts';
import { askedAtFirst, type Standing } from './standing.ts';

interface StandingDialogProps {
  readonly register: Register;
  readonly standing: Standing;
  readonly departure: CodeEntry;
  readonly name: string;
  /** Whether there is unsaved entry, which will be saved with it. */
  readonly changed: boolean;
  readonly onConfirm: (answers: Values) => void;
  readonly onClose: () => void;
}

/** Asks why and when a record leaves the list that the office works with. */
export function StandingDialog({ register, standing, departure, name, changed, ...on }: StandingDialogProps) {
  const { context } = useWork();
  const [answers, setAnswers] = useState(() => askedAtFirst(register, standing, context));
  const [tried, setTried] = useState(false);
  const faultOf = (key: string): string | undefined => {
    const field = register.fields[key];
    return field && checkField(field, answers, answers[key] ?? null, context);
  };
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (standing.asked.every((key) => faultOf(key) === undefined)) on.onConfirm(answers);
  };
  const focusFirst = (): void => document.getElementById(`standing-${standing.asked[0]}`)?.focus();
  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      aria-labelledby="standing-title"
      onClose={on.onClose}
      slotProps={{ transition: { onEntered: focusFirst } }}
    >
      <form onSubmit={confirm}>
        <DialogTitle id="standing-title">
          <span {...person}>{name}</span>：{departure.label}
        </DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 1 }}>
            {standing.field.label}改为“{departure.label}”，资料和历史都保留，以后可以恢复。
            {changed ? '没有保存的修改会一并保存。' : ''}
          </DialogContentText>
          <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
            {standing.asked.map((key) => {
              const field = register.fields[key];
              const fault = tried ? faultOf(key) : undefined;
              return (
                field && (
                  <FieldControl
                    key={key}
                    id={`standing-${key}`}
                    field={field}
                    value={answers[key] ?? null}
                    onChange={(value) => setAnswers({ ...answers, [key]: value })}
                    context={context}
                    variant="form"
                    error={fault}
                  />
                )
              );
            })}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={on.onClose}>取消</Button>
          <Button type="submit" variant="contained">
            改为{departure.label}并保存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
