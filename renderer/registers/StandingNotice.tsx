import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { type RecordValues, type Register, readValue } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import type { Standing } from './standing.ts';

interface StandingNoticeProps {
  readonly register: Register;
  readonly standing: Standing;
  /** What is stored. */
  readonly values: RecordValues;
  readonly onReturn: () => void;
}

/** Says of a record that left the office's list that it did, when and why. */
export function StandingNotice({ register, standing, values, onReturn }: StandingNoticeProps) {
  const { context } = useWork();
  const code = values.fields[standing.key];
  if (typeof code !== 'string' || code === standing.present) return null;
  const words = [standing.key, ...standing.asked].flatMap((key) => {
    const field = register.fields[key];
    const value = readValue(register, values, key, context);
    return field && value !== null ? [field.kind.format(value, context)] : [];
  });
  const present = standing.field.kind.format(standing.present, context);
  return (
    <Alert
      severity="info"
      role="note"
      aria-label={standing.field.label}
      action={
        <Button color="inherit" size="small" onClick={onReturn}>
          恢复{present}
        </Button>
      }
    >
      这份记录已不{present}：{words.join('，')}。
    </Alert>
  );
}
