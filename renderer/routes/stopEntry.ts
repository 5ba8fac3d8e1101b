import type { RouteAnswer } from '../../shared/contract/routeMethods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { child } from '../../shared/registers/child.ts';
import { type Field, findField } from '../../shared/registers/register.ts';
import { mostBoxes, type RouteOption } from '../../shared/rules/routeQuestions.ts';
import type { AskedQuestion, Route, RouteStop } from './routeQueries.ts';

/** What the clerk has taken over from one child's half page. */
export interface StopEntry {
  /** Questions without an answer were passed over. */
  readonly answers: Readonly<Record<string, RouteAnswer>>;
  readonly met: boolean | null;
  readonly problem: string;
  /** As it is parsed: YYYY-MM-DD, or what was typed. */
  readonly visitedOn: FieldValue | null;
}

/** What is entered already, or nothing but the day of the round. */
export function firstEntry({ answers, met, problem, visitedOn }: RouteStop, lastDay: string | null): StopEntry {
  return { answers: answers ?? {}, met, problem: problem ?? '', visitedOn: visitedOn ?? lastDay };
}

/** The day that was entered last: one round is mostly walked in a day. */
export function lastDayOf({ stops }: Route): string | null {
  const entered = stops.filter(({ enteredAt, visitedOn }) => enteredAt !== null && visitedOn !== null);
  const [last] = entered.toSorted((one, other) => ((one.enteredAt ?? '') < (other.enteredAt ?? '') ? 1 : -1));
  return last?.visitedOn ?? null;
}

/** The next stop that waits, behind this one first; undefined when none does. */
export function nextWaiting(stops: readonly RouteStop[], after: number): RouteStop | undefined {
  const waits = (stop: RouteStop): boolean =>
    stop.enteredAt === null && stop.version !== null && stop.position !== after;
  return stops.find((stop) => waits(stop) && stop.position > after) ?? stops.find(waits);
}

/** The field that an answer is written to. */
export function fieldOf({ key }: AskedQuestion): Field | undefined {
  return findField(child, key);
}

/** Boxes for a value: those of the paper, or those of a fact with few enough; null where it is typed. */
export function boxesFor(question: AskedQuestion, field: Field, context: FieldContext): readonly RouteOption[] | null {
  const entries = question.options ?? field.kind.options?.(context).entries;
  return entries !== undefined && entries.length <= mostBoxes ? entries : null;
}

/** Codes of a value that boxes stand for. */
export function codesOf(answer: RouteAnswer | undefined): readonly string[] {
  if (answer?.kind !== 'value' || answer.value === null) return [];
  const { value } = answer;
  if (typeof value === 'boolean') return [value ? '1' : '0'];
  return typeof value === 'string' ? [value] : value;
}

/** An answer in words, for a sheet that is closed. */
export function answerInWords(question: AskedQuestion, answer: RouteAnswer | undefined, context: FieldContext): string {
  if (answer === undefined || answer.kind === 'none') return '没问到';
  if (answer.kind === 'same') return '属实';
  const field = fieldOf(question);
  const text = answer.value === null || !field ? '' : field.kind.format(answer.value, context);
  return question.known === null ? text : `变了：${text}`;
}
