import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { RouteAnswer } from '../../shared/contract/routeMethods.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { valueOfBoxes } from '../../shared/rules/routeQuestions.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { FieldControl } from '../fields/FieldControl.tsx';
import { toggledCodes } from '../fields/toggledCodes.ts';
import { KeyedOptions } from './KeyedOptions.tsx';
import type { AskedQuestion } from './routeQueries.ts';
import { boxesFor, codesOf, fieldOf } from './stopEntry.ts';

/** The key for a question that the paper leaves open. */
const notAsked = { key: '0', label: '没问到' } as const;

interface EntryRowProps {
  readonly number: string;
  readonly label: string;
  readonly messageId: string;
  readonly error: string | undefined;
  readonly children: ReactNode;
}

/** A line of the entry: number and label as on the paper, what is entered, and what is wrong with it. */
export function EntryRow({ number, label, messageId, error, children }: EntryRowProps) {
  return (
    <Box
      data-row
      sx={{
        display: 'grid',
        gridTemplateColumns: '28px 168px minmax(0, 1fr)',
        columnGap: 1,
        alignItems: 'start',
        px: 1.5,
        py: 0.75,
        borderBottom: `1px solid ${colours.line}`,
        bgcolor: error === undefined ? undefined : colours.errorWash,
        '&:focus-within': { boxShadow: `inset 4px 0 0 ${colours.accent}` },
      }}
    >
      <Typography component="span" color="textSecondary" sx={{ lineHeight: '32px', textAlign: 'right' }}>
        {number}
      </Typography>
      <Typography component="span" sx={{ lineHeight: '32px', fontWeight: 600 }}>
        {label}
      </Typography>
      <Box sx={{ minWidth: 0 }}>
        {children}
        {error !== undefined && (
          <FieldMessage id={messageId} severity="error">
            {error}
          </FieldMessage>
        )}
      </Box>
    </Box>
  );
}

interface QuestionRowProps {
  readonly number: number;
  readonly question: AskedQuestion;
  readonly answer: RouteAnswer | undefined;
  readonly error: string | undefined;
  readonly context: FieldContext;
  /** Whether the answers of the child were entered before: what the record says now is then what was entered. */
  readonly isEntered: boolean;
  readonly onAnswer: (answer: RouteAnswer) => void;
  readonly onNext: () => void;
}

/** One question of the paper: a fact to confirm, boxes, or a line to type. */
export function QuestionRow(props: QuestionRowProps) {
  const { number, question, answer, error, context, isEntered, onAnswer, onNext } = props;
  const { key, label, known, now } = question;
  const id = `answer-${key}`;
  const messageId = `${id}-message`;
  const describedBy = error === undefined ? undefined : messageId;
  const value = (
    <ValueOf
      id={known === null ? id : `${id}-value`}
      question={question}
      answer={answer}
      describedBy={describedBy}
      context={context}
      onAnswer={onAnswer}
      onNext={onNext}
    />
  );
  const changed = answer?.kind === 'value';
  const pick = (picked: string): void => {
    if (picked === '2') {
      // The box to type into has to be there before it gets the focus.
      flushSync(() => onAnswer(changed ? answer : { kind: 'value', value: null }));
      focusIn(document.getElementById(`${id}-changed`));
      return;
    }
    onAnswer({ kind: picked === '1' ? 'same' : 'none' });
    onNext();
  };
  return (
    <EntryRow number={String(number)} label={label} messageId={messageId} error={error}>
      {known === null ? (
        value
      ) : (
        <>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, alignItems: 'center' }}>
            <Box component="span" sx={{ minWidth: 180, overflowWrap: 'anywhere' }}>
              {known}
            </Box>
            <KeyedOptions
              id={id}
              label={`${label}：${known}`}
              several={false}
              describedBy={describedBy}
              options={[
                { key: '1', label: '属实', checked: answer?.kind === 'same' },
                { key: '2', label: '变了', checked: changed },
                { ...notAsked, checked: answer?.kind === 'none' },
              ]}
              onPick={pick}
              onNext={onNext}
            />
          </Box>
          {changed && (
            <Box id={`${id}-changed`} sx={{ mt: 0.5 }}>
              {value}
            </Box>
          )}
        </>
      )}
      {!isEntered && now !== known && (
        <Typography variant="body2" sx={{ color: 'warning.main', mt: 0.25 }}>
          {now === null ? '打印之后，登记里已清空这一项' : `打印之后，登记里已是：${now}`}
        </Typography>
      )}
    </EntryRow>
  );
}

interface ValueProps {
  readonly id: string;
  readonly question: AskedQuestion;
  readonly answer: RouteAnswer | undefined;
  readonly describedBy: string | undefined;
  readonly context: FieldContext;
  readonly onAnswer: (answer: RouteAnswer) => void;
  readonly onNext: () => void;
}

/** The value that the paper tells: boxes by their number, or what is written on the line. */
function ValueOf({ id, question, answer, describedBy, context, onAnswer, onNext }: ValueProps) {
  const field = fieldOf(question);
  if (!field) return null;
  const label = question.known === null ? question.label : `${question.label}变为`;
  const boxes = boxesFor(question, field, context);
  if (boxes !== null) {
    const codes = codesOf(answer);
    const pick = (picked: string): void => {
      const box = boxes[Number(picked) - 1];
      if (!box) {
        onAnswer({ kind: 'none' });
        onNext();
        return;
      }
      if (!field.kind.multiple) {
        onAnswer({ kind: 'value', value: storedValue([box.code]) });
        onNext();
      } else {
        const ticked = toggledCodes(field.kind, boxes, codes, box.code) ?? [];
        onAnswer(ticked.length === 0 ? { kind: 'none' } : { kind: 'value', value: storedValue(ticked) });
      }
    };
    const storedValue = (ticked: readonly string[]) => {
      const stored = valueOfBoxes(field, ticked);
      return typeof stored === 'object' && stored !== null ? [...stored] : stored;
    };
    return (
      <KeyedOptions
        id={id}
        label={label}
        several={field.kind.multiple}
        describedBy={describedBy}
        options={[
          ...boxes.map((box, index) => ({
            key: String(index + 1),
            label: box.label,
            checked: codes.includes(box.code),
          })),
          // A fact that changed was asked; whether it was is told one line above.
          ...(question.known === null ? [{ ...notAsked, checked: answer?.kind === 'none' }] : []),
        ]}
        onPick={pick}
        onNext={onNext}
      />
    );
  }
  const isAsked = question.known === null;
  return (
    <TypedLine onNext={onNext}>
      <FieldControl
        id={id}
        field={field}
        label={label}
        value={answer?.kind === 'value' ? answer.value : null}
        onChange={(next) => {
          const value = typeof next === 'object' && next !== null ? [...next] : next;
          onAnswer(value === null && isAsked ? { kind: 'none' } : { kind: 'value', value });
        }}
        context={context}
        variant="paper"
      />
    </TypedLine>
  );
}

/** A box to type into, from which Enter goes on. */
export function TypedLine({ onNext, children }: { readonly onNext: () => void; readonly children: ReactNode }) {
  return (
    <Box
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onNext();
      }}
      sx={{
        border: `1px solid ${colours.lineStrong}`,
        borderRadius: 1,
        bgcolor: 'background.paper',
        minHeight: 32,
        py: 0.25,
        px: 0.5,
        '&:focus-within': { borderColor: colours.accent, boxShadow: `0 0 0 1px ${colours.accent}` },
      }}
    >
      {children}
    </Box>
  );
}

/** Puts the cursor into what a row or a part of it is answered with. */
export function focusIn(place: Element | null | undefined): void {
  const target = place?.querySelector<HTMLElement>('button[tabindex="0"], input, textarea:not([aria-hidden])');
  target?.focus();
  place?.scrollIntoView({ block: 'nearest' });
}
