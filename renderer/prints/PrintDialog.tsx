import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { LeavingOrder } from '../../shared/contract/exportMethods.ts';
import { longestPrintReason, maxCopies } from '../../shared/contract/printMethods.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { LeavingFields } from '../exports/LeavingFields.tsx';
import { useLeaving } from '../exports/useLeaving.ts';
import type { OpenedSheets } from './printQueries.ts';
import type { PagesChoice, PrintChoice } from './saveWays.ts';

/** How ID numbers are printed, and the way to have it otherwise; the pages are then laid out anew. */
export interface NumbersChoice {
  readonly value: 'masked' | 'full';
  readonly onChange: (value: 'masked' | 'full') => void;
}

interface PrintDialogProps {
  /** What is done: 打印, or 另存为PDF. */
  readonly title: string;
  readonly confirm: string;
  /** Whether pages can stand in it several times, and each record in a file of its own. */
  readonly paged: boolean;
  /** False on paper, which has no files. */
  readonly inFiles: boolean;
  /** Undefined while the pages are laid out. */
  readonly opened: OpenedSheets | undefined;
  /** Undefined where the pages are printed as they are. */
  readonly numbers: NumbersChoice | undefined;
  /** What leaves by that choice. */
  readonly orderOf: (choice: PagesChoice) => LeavingOrder;
  readonly onConfirm: (choice: PrintChoice) => void;
  readonly onClose: () => void;
}

/** Asks how pages go out: how often, with which numbers, why. Enter in any field goes on, Esc goes back. */
export function PrintDialog({ title, confirm, paged, inFiles, opened, numbers, ...on }: PrintDialogProps) {
  const titleId = useId();
  const [typed, setTyped] = useState('1');
  const [reason, setReason] = useState('');
  const [each, setEach] = useState(false);
  const [tried, setTried] = useState(false);
  const reasonInput = useRef<HTMLInputElement>(null);
  const copies = copiesOf(typed);
  const isFull = numbers?.value === 'full';
  const leaving = useLeaving(opened?.records ?? 0);
  const { form, goToFault } = useFaultFocus();
  // On paper too, many people need somebody's consent.
  const isLeaving = inFiles || leaving.needsSecond;
  const reasonNeeded = !isLeaving && opened?.reasonNeeded === true;
  const lacksReason = reasonNeeded && reason.trim() === '';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (lacksReason) reasonInput.current?.focus();
    if (opened === undefined || copies === null || lacksReason) return;
    const choice = { ticket: opened.ticket, copies, each: each && opened.each };
    const permit = isLeaving ? await leaving.ask(on.orderOf(choice)) : null;
    if (isLeaving && permit === null) {
      goToFault();
      return;
    }
    on.onConfirm({ ...choice, reason: isFull && !isLeaving ? reason.trim() : '', permit });
  };
  return (
    <Dialog open onClose={on.onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          {paged && (
            <LabelledInput
              autoFocus
              label={inFiles && each ? '每个文件里的份数' : '份数'}
              value={typed}
              onChange={(next) => setTyped(next.slice(0, 3))}
              error={copies === null ? `请填1到${maxCopies}` : undefined}
              help={opened && copies !== null && !inFiles ? paperInWords(opened.pages, copies) : undefined}
              width={240}
            />
          )}
          {paged && inFiles && opened?.each === true && (
            <Choice
              label="文件"
              value={each ? 'each' : 'one'}
              onChange={(next) => setEach(next === 'each')}
              options={{ one: '合成一个PDF，带书签', each: `一人一个PDF，共${opened.records}个` }}
            />
          )}
          {numbers && (
            <Choice
              label="身份证号"
              value={numbers.value}
              onChange={numbers.onChange}
              options={{ masked: '隐去中间八位', full: '完整印出' }}
            />
          )}
          {isLeaving && <LeavingFields form={leaving} onPaper={!inFiles} />}
          {isFull && !isLeaving && (
            <LabelledInput
              label={reasonNeeded ? '完整印出的原因' : '用途（可以不填）'}
              value={reason}
              inputRef={reasonInput}
              onChange={(next) => setReason([...next].slice(0, longestPrintReason).join(''))}
              error={tried && lacksReason ? '名册上印出完整身份证号，请写明原因' : undefined}
              help="如：报县民政局核对。记入打印登记，不要写儿童姓名。"
            />
          )}
          <Typography variant="body2" color="textSecondary">
            每页最下方印编号、第几份、打印人、时间和校验码，并记入打印登记。
            {inFiles && '存出的文件没有加密，用完请删除。'}
          </Typography>
        </DialogContent>
        <DialogActions>
          <Button onClick={on.onClose}>取消</Button>
          <Button
            type="submit"
            variant="contained"
            autoFocus={!paged && !inFiles}
            loading={leaving.isAsking}
            disabled={opened === undefined || copies === null}
          >
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** How much paper it takes: said once more before a whole register comes out of the printer. */
function paperInWords(pages: number, copies: number): string {
  const each = pages.toLocaleString('zh-CN');
  return copies === 1 ? `共${each}页` : `每份${each}页，共${(pages * copies).toLocaleString('zh-CN')}页`;
}

/** The number that is typed, full-width figures too, or null. */
function copiesOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim();
  const copies = /^\d+$/u.test(text) ? Number(text) : 0;
  return copies >= 1 && copies <= maxCopies ? copies : null;
}

interface ChoiceProps<Key extends string> {
  readonly label: string;
  readonly value: Key;
  readonly onChange: (value: Key) => void;
  readonly options: Readonly<Record<Key, string>>;
}

function Choice<Key extends string>({ label, value, onChange, options }: ChoiceProps<Key>) {
  const id = useId();
  const keys = Object.keys(options) as Key[];
  return (
    <div>
      <FormLabel id={id}>{label}</FormLabel>
      <RadioGroup
        row
        aria-labelledby={id}
        value={value}
        onChange={(_, next) => {
          const chosen = keys.find((key) => key === next);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {keys.map((key) => (
          <FormControlLabel key={key} value={key} label={options[key]} control={<Radio />} />
        ))}
      </RadioGroup>
    </div>
  );
}
