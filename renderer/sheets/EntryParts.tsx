import Box from '@mui/material/Box';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import type { Part, TickPart, ValuePart } from '../../shared/forms/sheet.ts';
import type { Field, Fields, Finding, Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { GapMark } from '../components/GapMark.tsx';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { TickGroup } from './TickGroup.tsx';

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
  readonly onChange: (key: string, value: FieldValue | null) => void;
  readonly onLeave: (path: string) => void;
}

interface EntryPartsProps {
  readonly parts: readonly Part[];
  readonly place: EntryPlace;
  /** Inputs stand on an underline, as in the lines above and below the grid. */
  readonly underlined?: boolean;
}

/** What stands in a cell or line, with the controls for what is filled in. */
export function EntryParts({ parts, place, underlined = false }: EntryPartsProps) {
  return groupTicks(parts).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a form never move
    <EntryPart key={index} part={part} place={place} underlined={underlined} />
  ));
}

function EntryPart({ part, place, underlined }: { part: GroupedPart; place: EntryPlace; underlined: boolean }) {
  if (typeof part === 'string') return <span>{part}</span>;
  if (Array.isArray(part)) return <Ticks parts={part} place={place} />;
  switch (part.kind) {
    case 'blank':
      return null;
    case 'join':
      return <span>{part.text}</span>;
    case 'penTick':
      return <span>{part.style === '□' ? `□${part.text}` : `${part.text}( )`}</span>;
    case 'office':
      return <span>{place.office[part.setting]}</span>;
    case 'value':
      return <Value part={part} place={place} underlined={underlined} />;
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

function Value({ part, place, underlined }: { part: ValuePart; place: EntryPlace; underlined: boolean }) {
  const field = place.fields[part.field];
  const path = `${place.prefix}${part.field}`;
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
        value={place.values[part.field] ?? null}
        onChange={(value) => place.onChange(part.field, value)}
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

/** A message without the name of its field, which the paper prints beside the place; cells are narrow. */
function beside(field: Field, { message }: Finding): string {
  const name = `“${field.label}”`;
  return message.startsWith(name) ? message.slice(name.length) : message;
}

function Ticks({ parts, place }: { parts: readonly (TickPart | string)[]; place: EntryPlace }) {
  const key = parts.find((part) => typeof part === 'object')?.field ?? '';
  const field = place.fields[key];
  const path = `${place.prefix}${key}`;
  const issue = place.issueAt(path);
  const messageId = `${fieldId(path)}-message`;
  const gapId = `${fieldId(path)}-gap`;
  const gap = issue === undefined && place.isGap(path);
  if (!field) return null;
  return (
    <Box component="span" sx={{ display: 'block', px: 0.75 }}>
      <TickGroup
        id={fieldId(path)}
        field={field}
        parts={parts}
        value={place.values[key] ?? null}
        context={place.context}
        required={field.required(place.values)}
        invalid={issue?.severity === 'error'}
        describedBy={issue ? messageId : gap ? gapId : undefined}
        onChange={(value) => place.onChange(key, value)}
        onLeave={() => place.onLeave(path)}
      />
      {gap && <GapMark id={gapId} />}
      {issue && (
        <FieldMessage id={messageId} severity={issue.severity}>
          {beside(field, issue)}
        </FieldMessage>
      )}
    </Box>
  );
}

type TickList = (TickPart | string)[];
type GroupedPart = Exclude<Part, TickPart> | TickList;

/** Boxes of one field that follow each other, with the text between them, as one group for Tab and the arrows. */
function groupTicks(parts: readonly Part[]): GroupedPart[] {
  const grouped: GroupedPart[] = [];
  parts.forEach((part, index) => {
    const group = grouped.at(-1);
    const next = parts[index + 1];
    const tick = isTick(part) ? part : typeof part === 'string' && isTick(next) ? next : undefined;
    const open =
      Array.isArray(group) && tick !== undefined && group.some((each) => isTick(each) && each.field === tick.field);
    if (open && (typeof part === 'string' || isTick(part))) group.push(part);
    else grouped.push(isTick(part) ? [part] : part);
  });
  return grouped;
}

function isTick(part: Part | undefined): part is TickPart {
  return typeof part === 'object' && part.kind === 'tick';
}

/** Whether a place has an error among its fields, for the red edge of its cell. */
export function hasError(parts: readonly Part[], place: EntryPlace): boolean {
  return parts.some(
    (part) =>
      typeof part === 'object' &&
      (part.kind === 'value' || part.kind === 'tick') &&
      place.issueAt(`${place.prefix}${part.field}`)?.severity === 'error',
  );
}
