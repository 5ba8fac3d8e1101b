import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { ControlName, FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { codesOf, printedValue } from '../../shared/forms/partSegments.ts';
import type { Field, Fields, Finding, Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { GapMark } from '../components/GapMark.tsx';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import type { EntryItem, PrintedSource } from './entryPlan.ts';
import { TickGroup, TickMark } from './TickGroup.tsx';

/** The record, or the member's row, that a place on the sheet belongs to, and what to do when something is entered. */
export interface EntryPlace {
  readonly fields: Fields;
  readonly values: Values;
  /** Before the field's key in a path: `members.0.`, or nothing. */
  readonly prefix: string;
  /** Before the label where several rows hold the same field: 家庭主要成员第1行. */
  readonly rowLabel: string;
  readonly context: FieldContext;
  readonly office: OfficeSettings;
  readonly issueAt: (path: string) => Finding | undefined;
  /** Whether the official forms still lack a value there. */
  readonly isGap: (path: string) => boolean;
  /** What stands in an empty place whose value is entered elsewhere. */
  readonly hintOf: (field: string, source: PrintedSource) => string;
  readonly onChange: (key: string, value: FieldValue | null) => void;
  readonly onLeave: (path: string) => void;
}

interface EntryPartsProps {
  readonly items: readonly EntryItem[];
  readonly place: EntryPlace;
  /** Inputs stand on an underline, as in the lines above and below the grid. */
  readonly underlined?: boolean;
}

/** What stands in a cell or line, with the controls for what is filled in. */
export function EntryParts({ items, place, underlined = false }: EntryPartsProps) {
  // Beside what is typed, room for the pen is room that the typing lacks.
  const showsBlanks = !isEntered(items);
  const draw = (item: EntryItem, key: number): ReactNode => (
    <EntryPart
      key={key}
      item={item}
      place={place}
      underlined={underlined}
      isAlone={items.length === 1}
      showsBlanks={showsBlanks}
    />
  );
  if (underlined || items.length === 1) return items.map(draw);
  return runsOf(items).map((run, index) =>
    isTyped(run.at(-1)) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a form never move
      <Box component="span" key={index} sx={{ ...typedRun, flexBasis: runWidth(run, place) }}>
        {run.map(draw)}
      </Box>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a form never move
      <Box component="span" key={index} sx={{ minWidth: 0, lineHeight: 1.7 }}>
        {run.map(draw)}
      </Box>
    ),
  );
}

/** A word and what is typed behind it keep together, and take the room that there is. */
const typedRun = { display: 'flex', alignItems: 'center', flexGrow: 1, flexShrink: 1, minWidth: 0 } as const;
/** A longer text is no label of the place behind it, in characters. */
const longestLabel = 12;

/** What keeps together in a cell: boxes and words as one text, and each place to type with the word before it. */
function runsOf(items: readonly EntryItem[]): EntryItem[][] {
  const runs: EntryItem[][] = [];
  items.forEach((item, index) => {
    const last = runs.at(-1);
    const isLabel = item.kind === 'text' && isTyped(items[index + 1]) && item.text.length <= longestLabel;
    const follows = isTyped(item) ? isLabelOf(last) : !isLabel && last !== undefined && !isTyped(last.at(-1));
    if (last && follows) last.push(item);
    else runs.push([item]);
  });
  return runs;
}

/** Whether a run is nothing but the word before a place to type. */
function isLabelOf(run: readonly EntryItem[] | undefined): boolean {
  const [item] = run ?? [];
  return run?.length === 1 && item?.kind === 'text' && item.text.length <= longestLabel;
}

function isTyped(item: EntryItem | undefined): boolean {
  return item?.kind === 'value' && item.source === null;
}

/** The width at which a place to type and the word before it begin a line of their own. */
function runWidth(run: readonly EntryItem[], place: EntryPlace): string {
  const widths = run.map((item): string => {
    if (item.kind === 'text') return `${item.text.length}em`;
    const control = item.kind === 'value' ? place.fields[item.field]?.kind.control : undefined;
    return control === undefined ? '0em' : sharedWidth[control];
  });
  return widths.includes('100%') ? '100%' : `calc(${widths.join(' + ')})`;
}

interface EntryPartProps {
  readonly item: EntryItem;
  readonly place: EntryPlace;
  readonly underlined: boolean;
  readonly isAlone: boolean;
  readonly showsBlanks: boolean;
}

function EntryPart({ item, place, underlined, isAlone, showsBlanks }: EntryPartProps) {
  switch (item.kind) {
    case 'text':
      return <span>{item.text}</span>;
    case 'blank':
      return showsBlanks && <Box component="span" sx={{ display: 'inline-block', width: `${item.width}em` }} />;
    case 'office':
      return <span>{place.office[item.setting]}</span>;
    case 'penTicks':
      return <Boxes parts={item.parts} isAlone={isAlone} isTicked={() => false} />;
    case 'value':
      if (item.source !== null) return <Printed field={item.field} source={item.source} place={place} />;
      return <Value field={item.field} place={place} underlined={underlined} />;
    case 'ticks':
      if (item.source === null) return <Ticks item={item} place={place} isAlone={isAlone} />;
      return <Boxes parts={item.parts} isAlone={isAlone} isTicked={(codes) => holdsOne(place, item.field, codes)} />;
  }
}

/** On a line the input takes the room that the words around it leave, and shows where the cursor is. */
const underlinedInput = {
  '& .MuiInputBase-root': { borderBottom: `1px solid ${colours.ink}`, padding: '0 4px' },
  '& .MuiInputBase-input': { padding: 0, lineHeight: 1.3 },
  '& .MuiInputBase-input:focus-visible': { outline: 'none' },
  '& .MuiInputBase-root:hover': { backgroundColor: '#f6faf9' },
  '& .MuiInputBase-root:focus-within': {
    boxShadow: `inset 0 0 0 2px ${colours.accent}`,
    backgroundColor: '#f6faf9',
  },
  whiteSpace: 'normal',
} as const;

/** The width that an input asks for in a cell that it shares with words. */
const sharedWidth = {
  line: '6em',
  paragraph: '100%',
  idNumber: '11em',
  date: '9em',
  choice: '5em',
  choices: '100%',
  yesNo: '6em',
} as const satisfies Record<ControlName, string>;

interface ValueProps {
  readonly field: string;
  readonly place: EntryPlace;
  readonly underlined: boolean;
}

function Value({ field: key, place, underlined }: ValueProps) {
  const field = place.fields[key];
  const path = `${place.prefix}${key}`;
  const issue = place.issueAt(path);
  if (!field) return null;
  return (
    <Box
      component="span"
      sx={{
        flex: 1,
        minWidth: 0,
        display: 'block',
        ...(underlined ? underlinedInput : {}),
      }}
    >
      <FieldControl
        id={fieldId(path)}
        field={field}
        label={`${place.rowLabel}${field.label}`}
        value={place.values[key] ?? null}
        onChange={(value) => place.onChange(key, value)}
        onBlur={() => place.onLeave(path)}
        context={place.context}
        variant="paper"
        required={field.required(place.values)}
        gap={place.isGap(path)}
        {...(issue === undefined ? {} : { [issue.severity]: beside(field, issue) })}
      />
    </Box>
  );
}

interface PrintedProps {
  readonly field: string;
  readonly source: PrintedSource;
  readonly place: EntryPlace;
}

/** A value that is not entered here, as it will be printed; an empty one says where it is entered. */
function Printed({ field, source, place }: PrintedProps) {
  const text = printedValue(place, field);
  const hint = place.hintOf(field, source);
  return (
    <Box
      component="span"
      title={hint}
      sx={{
        px: 0.75,
        minWidth: 0,
        overflowWrap: 'anywhere',
        ...(text === null ? { color: 'text.secondary', fontSize: 14, fontFamily: 'fontFamily' } : {}),
      }}
    >
      {text ?? (source === 'above' ? '' : hint)}
    </Box>
  );
}

/** Boxes that have the cell for themselves; beside words they run on with them. */
const aloneInCell = { display: 'block', px: 0.75 } as const;

/** A message without the name of its field, which the paper prints beside the place; cells are narrow. */
function beside(field: Field, { message }: Finding): string {
  const name = `“${field.label}”`;
  return message.startsWith(name) ? message.slice(name.length) : message;
}

type TicksItem = Extract<EntryItem, { readonly kind: 'ticks' }>;

interface TicksProps {
  readonly item: TicksItem;
  readonly place: EntryPlace;
  readonly isAlone: boolean;
}

function Ticks({ item, place, isAlone }: TicksProps) {
  const { field: key, parts, number, boxed } = item;
  const field = place.fields[key];
  const path = `${place.prefix}${key}`;
  // Of boxes that the form parts, the first ones speak for all.
  const issue = number === 1 ? place.issueAt(path) : undefined;
  const id = number === 1 ? fieldId(path) : `${fieldId(path)}-${number}`;
  const gap = number === 1 && issue === undefined && place.isGap(path);
  if (!field) return null;
  return (
    <Box component="span" sx={isAlone ? aloneInCell : {}}>
      <TickGroup
        id={id}
        field={field}
        label={`${place.rowLabel}${field.label}`}
        parts={parts}
        boxed={boxed}
        showsUnprinted={number === 1}
        value={place.values[key] ?? null}
        context={place.context}
        invalid={issue?.severity === 'error'}
        describedBy={issue ? `${id}-message` : gap ? `${id}-gap` : undefined}
        onChange={(value) => place.onChange(key, value)}
        onLeave={() => place.onLeave(path)}
      />
      {gap && <GapMark id={`${id}-gap`} />}
      {issue && (
        <FieldMessage id={`${id}-message`} severity={issue.severity}>
          {beside(field, issue)}
        </FieldMessage>
      )}
    </Box>
  );
}

interface BoxesProps {
  readonly parts: Extract<EntryItem, { readonly kind: 'ticks' | 'penTicks' }>['parts'];
  readonly isAlone: boolean;
  readonly isTicked: (codes: readonly string[]) => boolean;
}

/** Boxes as they will be printed, not to be ticked here. */
function Boxes({ parts, isAlone, isTicked }: BoxesProps) {
  return (
    <Box component="span" sx={{ lineHeight: 1.7, ...(isAlone ? aloneInCell : {}) }}>
      {parts.map((part, index) => {
        if (typeof part === 'string') return part;
        const ticked = part.kind === 'tick' && isTicked(part.codes);
        const mark = <TickMark ticked={ticked} box={part.style === '□'} />;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a form never move
          <Box component="span" key={index} sx={{ position: 'relative', whiteSpace: 'nowrap' }}>
            {part.style === '□' ? mark : null}
            {part.text}
            {part.style === '( )' ? <>({mark})</> : null}
            {ticked && (
              <Box component="span" sx={hiddenWord}>
                （已选）
              </Box>
            )}
          </Box>
        );
      })}
    </Box>
  );
}

/** For programs that read the page aloud: a printed tick is a picture. */
const hiddenWord = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;

function holdsOne(place: EntryPlace, field: string, codes: readonly string[]): boolean {
  const held = codesOf(place, field);
  return codes.some((code) => held.includes(code));
}

/** Whether a place has an error among its fields, for the red edge of its cell. */
export function hasError(items: readonly EntryItem[], place: EntryPlace): boolean {
  return items.some(
    (item) =>
      (item.kind === 'value' || item.kind === 'ticks') &&
      item.source === null &&
      place.issueAt(`${place.prefix}${item.field}`)?.severity === 'error',
  );
}

/** Whether something is typed or ticked there. */
export function isEntered(items: readonly EntryItem[]): boolean {
  return items.some((item) => (item.kind === 'value' || item.kind === 'ticks') && item.source === null);
}
