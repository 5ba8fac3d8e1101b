import Box from '@mui/material/Box';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import type { RouteAnswer } from '../../shared/contract/routeMethods.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { homeVisit } from '../../shared/papers/homeVisit.ts';
import { colours } from '../app/theme.ts';
import { FieldControl } from '../fields/FieldControl.tsx';
import { KeyedOptions } from './KeyedOptions.tsx';
import { EntryRow, focusIn, QuestionRow, TypedLine } from './QuestionRow.tsx';
import type { RouteStop } from './routeQueries.ts';
import type { StopEntry } from './stopEntry.ts';

/** What a page may ask of the form. */
export interface StopFormHandle {
  /** Puts the cursor to the first question, or to the first that is wrong. */
  focus(): void;
}

interface StopFormProps {
  readonly stop: RouteStop;
  readonly entry: StopEntry;
  /** By the key of the question, `visitedOn` or `problem`. */
  readonly errors: Readonly<Record<string, string>>;
  readonly context: FieldContext;
  readonly onChange: (entry: StopEntry) => void;
  /** Enter in the last line: everything is told. */
  readonly onLast: () => void;
  readonly ref: Ref<StopFormHandle>;
}

/** One child's half page, question by question in the order of the paper. */
export function StopForm({ stop, entry, errors, context, onChange, onLast, ref }: StopFormProps) {
  const rows = useRef<HTMLDivElement>(null);
  const rowElements = (): HTMLElement[] => [...(rows.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const next = (from: Element | null): void => {
    const all = rowElements();
    const at = all.findIndex((row) => row.contains(from));
    const following = all[at + 1];
    if (following) focusIn(following);
    else onLast();
  };
  const goOn = (): void => next(document.activeElement);
  useImperativeHandle(ref, () => ({
    focus: () => {
      const all = rowElements();
      focusIn(all.find((row) => row.querySelector('[id$="-message"]') !== null) ?? all[0]);
    },
  }));
  /** Page keys and Ctrl with arrows are the page's; plain ↑ and ↓ in a line to type go from question to question. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!(event.target instanceof HTMLTextAreaElement) || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.shiftKey || event.altKey) return;
    const all = rowElements();
    const target = all[all.findIndex((row) => row.contains(event.target as Node)) + step];
    if (!target) return;
    focusIn(target);
    event.preventDefault();
  };
  const setAnswer = (key: string) => (answer: RouteAnswer) =>
    onChange({ ...entry, answers: { ...entry.answers, [key]: answer } });
  const pickMet = (key: string): void => {
    onChange({ ...entry, met: key === '0' ? null : key === '1' });
    goOn();
  };
  return (
    <Box ref={rows} onKeyDown={onKeyDown} sx={{ borderTop: `1px solid ${colours.line}` }}>
      <EntryRow number="" label="见到本人" messageId="answer-met-message" error={errors.met}>
        <KeyedOptions
          id="answer-met"
          label="见到本人"
          several={false}
          describedBy={undefined}
          options={[
            { key: '1', label: '是', checked: entry.met === true },
            { key: '2', label: '否', checked: entry.met === false },
            { key: '0', label: '没写', checked: false },
          ]}
          onPick={pickMet}
          onNext={goOn}
        />
      </EntryRow>
      {stop.questions.map((question, index) => (
        <QuestionRow
          key={question.key}
          number={index + 1}
          question={question}
          answer={entry.answers[question.key]}
          error={errors[question.key]}
          context={context}
          isEntered={stop.enteredAt !== null}
          onAnswer={setAnswer(question.key)}
          onNext={goOn}
        />
      ))}
      <EntryRow number="" label="发现问题" messageId="answer-problem-message" error={errors.problem}>
        <TypedLine onNext={goOn}>
          <FieldControl
            id="answer-problem"
            field={homeVisit.fields.problem}
            label="发现问题"
            value={entry.problem === '' ? null : entry.problem}
            onChange={(value) => onChange({ ...entry, problem: typeof value === 'string' ? value : '' })}
            context={context}
            variant="paper"
          />
        </TypedLine>
      </EntryRow>
      <EntryRow number="" label="走访日期" messageId="answer-visitedOn-message" error={errors.visitedOn}>
        <Box sx={{ maxWidth: 240 }}>
          <TypedLine onNext={goOn}>
            <FieldControl
              id="answer-visitedOn"
              field={homeVisit.fields.visited_on}
              label="走访日期"
              value={entry.visitedOn}
              onChange={(visitedOn) => onChange({ ...entry, visitedOn })}
              context={context}
              variant="paper"
            />
          </TypedLine>
        </Box>
      </EntryRow>
    </Box>
  );
}
