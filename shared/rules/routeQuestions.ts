import type { FieldContext, FieldValue } from '../fields/kinds.ts';
import { checkRecord, gapsOf } from '../registers/checkRecord.ts';
import { type Field, findField, type RecordValues, type Register, readValue } from '../registers/register.ts';
import { addDays, type CalendarDate } from './calendarDate.ts';

/** The register whose records are visited. */
export const routeRegister = 'child';

/** A box of a question: what it says and the code that it stands for. */
export interface RouteOption {
  readonly code: string;
  readonly label: string;
}

/** One question of a route sheet (走访单) about one child, as it is printed. */
export interface RouteQuestion {
  /** The field or view that the answer is written to. */
  readonly key: string;
  readonly label: string;
  /** What the record says, in the words of the paper; null where it says nothing and the value is asked for. */
  readonly known: string | null;
  /** Boxes for a value that is asked for; null for a line to write on. */
  readonly options: readonly RouteOption[] | null;
  /** Whether several boxes may be ticked. */
  readonly several: boolean;
}

/** What was last asked about a fact at a visit: the day, and whether it was answered. */
export interface AskedFact {
  readonly on: CalendarDate;
  readonly answered: boolean;
}

/**
 * Days after which a fact that nobody confirmed is asked again. No rule fixes an interval: this is the longest of the default
 * cadences of visits, once a quarter for a child at low risk (forms.md 13.3, R).
 */
export const staleAfterDays = 90;
/** Values that are asked for at one visit; more than these nobody answers at the door (R). */
export const mostMissing = 8;
/** A choice with so many options is printed as boxes, and each has a key of its own; a longer one is a line (R). */
export const mostBoxes = 8;

/** Facts that change without anybody telling the office, most useful first (R). */
const changingFacts = ['guardian_phone', 'residence_address', 'study_state', 'school_or_status', 'health'] as const;

/** What a family knows at the door, first what the office needs to find and to help the child (R). */
const knownAtTheDoor = [
  'id_number',
  'guardian_name',
  'guardian_phone',
  'residence_address',
  'study_state',
  'school_or_status',
  'health',
  'family_states',
  'guardian_capable',
  'disability_class',
  'disability_grade',
  'disease',
  'household_address',
  'ethnicity',
  'last_school',
  'enrolment_state',
  'due_stage',
  'out_of_school_since',
  'whereabouts',
  'out_of_school_kind',
] as const;

/**
 * Asked at the door although the forms do without: nobody can be reached without a telephone or a name, and a child without
 * an ID number has nothing that it can apply for.
 */
const askedWhenever: ReadonlySet<string> = new Set(['id_number', 'guardian_name', 'guardian_phone']);

/**
 * What to ask about a child today: values that the record lacks, and facts that nobody confirmed for `staleAfterDays`. What the
 * office itself decides or writes down (category, risk, why care falls short, who registered) is never asked at a door: the sheet
 * is carried through the village, and lies on a stranger's table.
 * @param asked what earlier route sheets asked, by fact; a visit confirms the others
 */
export function routeQuestions(
  register: Register,
  values: RecordValues,
  context: FieldContext,
  asked: Readonly<Record<string, AskedFact>> = {},
): RouteQuestion[] {
  const confirmed = changingFacts.flatMap((key) => {
    const known = knownText(register, values, key, context);
    return known !== null && isStale(values, context.today, asked[key])
      ? [question(register, key, known, context)]
      : [];
  });
  const gaps = new Set(gapsOf(checkRecord(register, values, context)).map(({ path }) => path));
  const missing = knownAtTheDoor
    .filter((key) => readValue(register, values, key, context) === null && (gaps.has(key) || askedWhenever.has(key)))
    .slice(0, mostMissing)
    .map((key) => question(register, key, null, context));
  return [...confirmed, ...missing];
}

/** What the record says of a fact, in the words of the paper; null where it says nothing. */
export function knownText(register: Register, values: RecordValues, key: string, context: FieldContext): string | null {
  const value = readValue(register, values, key, context);
  return value === null ? null : fieldOf(register, key).kind.format(value, context);
}

/** The value that ticked boxes stand for, in the shape that the field stores; null for none. */
export function valueOfBoxes(field: Field, codes: readonly string[]): FieldValue | null {
  const [first] = codes;
  if (first === undefined) return null;
  if (field.kind.control === 'yesNo') return first === '1';
  return field.kind.multiple ? codes : first;
}

function isStale(values: RecordValues, today: CalendarDate, asked: AskedFact | undefined): boolean {
  const { last_visited_on: visited } = values.fields;
  const limit = addDays(today, -staleAfterDays);
  if (asked?.answered === true && asked.on >= limit) return false;
  if (typeof visited !== 'string' || visited < limit) return true;
  // A visit that asked and got no answer confirmed nothing; a later one did.
  return asked !== undefined && !asked.answered && asked.on >= visited;
}

function question(register: Register, key: string, known: string | null, context: FieldContext): RouteQuestion {
  const { label, kind } = fieldOf(register, key);
  const entries = known === null ? kind.options?.(context).entries : undefined;
  const options =
    entries !== undefined && entries.length <= mostBoxes
      ? entries.map(({ code, label: text }): RouteOption => ({ code, label: text }))
      : null;
  return { key, label, known, options, several: options !== null && kind.multiple };
}

function fieldOf(register: Register, key: string): Field {
  const field = findField(register, key);
  if (!field) throw new Error(`${register.key}: ${key} is not declared`);
  return field;
}
