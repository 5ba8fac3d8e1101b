import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useRef } from 'react';
import { createPortal } from 'react-dom';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { colours } from '../app/theme.ts';
import { ActionButton } from './ActionButton.tsx';
import { LabelledInput } from './LabelledInput.tsx';

/** A key as the core offers it, and what was typed back by group. */
export interface RecoveryOffer {
  readonly groups: readonly string[];
  readonly askedGroups: readonly number[];
}
export type TypedBack = Readonly<Record<number, string>>;

/** Typed groups as the core wants them. */
export function typedGroupsOf(offer: RecoveryOffer, typed: TypedBack): { index: number; text: string }[] {
  return offer.askedGroups.map((index) => ({ index, text: (typed[index] ?? '').trim() }));
}

/** Whether both asked groups are there; the core compares them with the key. */
export function isTypedBack(offer: RecoveryOffer, typed: TypedBack): boolean {
  return typedGroupsOf(offer, typed).every((group) => plain(group.text) === plain(offer.groups[group.index] ?? ''));
}

function groupProblem(index: number, text: string, group: string): string | undefined {
  if (plain(text) === '') return `第${index + 1}组没有填，请看着纸输入`;
  return plain(text) === plain(group) ? undefined : `与第${index + 1}组不一致，请对照纸面重输`;
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase();
}

interface RecoveryKeyStepProps {
  readonly offer: RecoveryOffer;
  /** The office's name; empty while it cannot be read, then it is written by hand. */
  readonly unit: string;
  readonly today: string;
  readonly typed: TypedBack;
  readonly onTyped: (typed: TypedBack) => void;
  /** Whether to say which group is wrong. */
  readonly checked: boolean;
  /** The user says that the key is on paper; from then on the screen hides it and asks two groups. */
  readonly onPaper: boolean;
  readonly onLookAgain: () => void;
}

/** What the page's one action is called before and after the key is on paper. */
export const keyOnPaperAction = '已打印或抄好，去核对';

/**
 * Shows the key in its groups and prints it on a page of its own; then hides it and asks two groups back, so that they
 * are read from the paper and not from the screen.
 */
export function RecoveryKeyStep(props: RecoveryKeyStepProps) {
  const { offer, unit, today, typed, onTyped, checked, onPaper, onLookAgain } = props;
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const type = (position: number, index: number, text: string): void => {
    const length = plain(text).length;
    onTyped({ ...typed, [index]: text });
    if (length === offer.groups[index]?.length && length > plain(typed[index] ?? '').length) {
      boxes.current[position + 1]?.focus();
    }
  };
  return (
    <Stack spacing={2}>
      <Typography>
        忘记密码时，只有这张纸能打开台账。请打印或抄写，签名后装信封，由单位保管；不要拍照，不要存在电脑里。
      </Typography>
      {onPaper ? (
        <Box>
          <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
            请看着纸，输入下面两组，确认纸上的没有抄错
          </Typography>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
            {offer.askedGroups.map((index, position) => (
              <LabelledInput
                key={index}
                width={200}
                label={`第${index + 1}组`}
                value={typed[index] ?? ''}
                onChange={(text) => type(position, index, text)}
                inputRef={(element) => {
                  boxes.current[position] = element;
                }}
                autoFocus={position === 0}
                error={checked ? groupProblem(index, typed[index] ?? '', offer.groups[index] ?? '') : undefined}
              />
            ))}
          </Box>
          <Button sx={{ mt: 2 }} onClick={onLookAgain}>
            再看一次恢复密钥
          </Button>
        </Box>
      ) : (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
          <KeyGroups groups={offer.groups} />
          <ActionButton variant="outlined" shortcut="Ctrl+P" onClick={() => window.print()}>
            打印恢复密钥
          </ActionButton>
        </Box>
      )}
      {createPortal(<KeyPaper offer={offer} unit={unit} today={today} />, document.body)}
    </Stack>
  );
}

/** The groups of a key or a sheet of it, numbered by their place. */
export function KeyGroups({ groups, large = false }: { readonly groups: readonly string[]; readonly large?: boolean }) {
  return (
    <Box
      component="ol"
      aria-label="恢复密钥"
      sx={{
        m: 0,
        p: large ? 3 : 1.5,
        listStyle: 'none',
        display: 'grid',
        gridTemplateColumns: 'repeat(3, auto)',
        columnGap: large ? 6 : 3,
        rowGap: large ? 2 : 0.75,
        border: `1px solid ${colours.lineStrong}`,
        width: 'fit-content',
      }}
    >
      {groups.map((group, index) => (
        // Groups of a key can be equal, and their order is what they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of a group
        <li key={index} style={{ display: 'flex', gap: large ? 24 : 12, alignItems: 'baseline' }}>
          <span style={{ fontSize: large ? 15 : 13, color: colours.inkSoft, minWidth: 16, textAlign: 'right' }}>
            {index + 1}
          </span>
          <span
            style={{
              fontFamily: 'Consolas, "Courier New", monospace',
              fontSize: large ? 30 : 20,
              letterSpacing: '0.08em',
            }}
          >
            {group}
          </span>
        </li>
      ))}
    </Box>
  );
}

/** The page that is printed; on the screen it is not there. */
function KeyPaper({
  offer,
  unit,
  today,
}: {
  readonly offer: RecoveryOffer;
  readonly unit: string;
  readonly today: string;
}) {
  return (
    <div className="print-page">
      <h1 style={{ fontSize: '20pt', textAlign: 'center', margin: '10mm 0' }}>护蕾台账恢复密钥</h1>
      <p>单位：{unit === '' ? '＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿' : unit}</p>
      <p>日期：{chineseDate(today)}</p>
      <KeyGroups groups={offer.groups} large />
      <p>
        用途：用户忘记密码时，在打开台账的页面选“忘记密码，用恢复密钥打开”，按顺序输入以上九组。用过一次即作废，程序会给出新的密钥。
      </p>
      <p>保管：装入信封密封，骑缝签名，与电脑分开存放。拿到这张纸的人可以打开全部台账。</p>
      <p style={{ marginTop: '20mm' }}>保管人（签名）：＿＿＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿</p>
      <p style={{ marginTop: '12mm' }}>监督人（签名）：＿＿＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿</p>
    </div>
  );
}
