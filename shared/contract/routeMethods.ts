import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { openedSheets } from './printMethods.ts';
import { fieldValue, listQuery, nothing, recordId, selection } from './shapes.ts';

/** Children on one route sheet: a hundred pages, more than a village walks in a round. */
export const maxRouteStops = 200;

/** What the paper says to a question: what is printed is right, a value, or that nobody was asked. */
export const routeAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same') }),
  z.strictObject({ kind: z.literal('value'), value: fieldValue }),
  z.strictObject({ kind: z.literal('none') }),
]);
export type RouteAnswer = z.infer<typeof routeAnswer>;

const questionKey = z.string().max(60);
const answers = z.record(questionKey, routeAnswer);
const position = z.int().min(1).max(maxRouteStops);

const sheet = {
  id: z.uuid(),
  /** 2026-0003 */
  code: z.string(),
  /** The village, or the township where its children are of several. */
  place: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
};

const question = z.strictObject({
  key: questionKey,
  label: z.string(),
  /** What the paper prints as known; null where the value is asked for. */
  known: z.string().nullable(),
  options: z.array(z.strictObject({ code: z.string(), label: z.string() })).nullable(),
  several: z.boolean(),
  /** What the record says now; null where it says nothing. */
  now: z.string().nullable(),
});

const stop = z.strictObject({
  /** Place on the paper, from 1. */
  position,
  record: recordId,
  /** Null for a record that is in the registry no more: then there is nothing to enter. */
  version: z.int().nullable(),
  /** Empty for a record that is in the registry no more. */
  name: z.string(),
  /** Sex, age and number of the file, to know the child by. */
  facts: z.string(),
  questions: z.array(question),
  /** Null until they are entered. */
  answers: answers.nullable(),
  visitedOn: z.string().nullable(),
  met: z.boolean().nullable(),
  problem: z.string().nullable(),
  enteredAt: z.string().nullable(),
  enteredBy: z.string().nullable(),
});

/** Route sheets (走访单): printed for a village, filled in by pen, entered in the order of the paper. */
export const routeMethods = {
  /** Makes a sheet of chosen children, or of all that are registered in a village, with what is to be asked about each. */
  'route.create': unlockedMethod(
    z.union([
      z.strictObject({ selection, sort: listQuery.shape.sort.optional() }),
      z.strictObject({ village: z.string().min(1).max(12) }),
    ]),
    z.strictObject({ sheet: z.uuid(), code: z.string() }),
  ),
  /** Lays a sheet out for preview and printing at `/print/<ticket>`, with the questions it was made with. */
  'route.print': unlockedMethod(z.strictObject({ sheet: z.uuid() }), openedSheets),
  /** Sheets that are to be entered, or those that were closed, the latest first. */
  'route.list': unlockedMethod(
    z.strictObject({ state: z.enum(['open', 'closed']) }),
    z.strictObject({
      sheets: z.array(
        z.strictObject({
          ...sheet,
          stops: z.int(),
          entered: z.int(),
          /** Children at whom a problem was written down. */
          problems: z.int(),
        }),
      ),
    }),
  ),
  'route.get': unlockedMethod(z.strictObject({ sheet: z.uuid() }), z.strictObject({ ...sheet, stops: z.array(stop) })),
  /**
   * Enters what the paper says about one child, and writes it to the record. Fields of an error are keys of questions,
   * `visitedOn` or `problem`.
   */
  'route.enter': unlockedMethod(
    z.strictObject({
      sheet: z.uuid(),
      position,
      /** Of the record, as the clerk saw it. */
      version: z.int(),
      visitedOn: z.string().max(100).nullable(),
      /** Whether the child was seen; null where the paper does not say. */
      met: z.boolean().nullable(),
      problem: z.string().max(10_000).nullable(),
      /** A question without an answer was not asked. */
      answers,
    }),
    z.strictObject({ remaining: z.int() }),
  ),
  /** Nothing more is entered on the sheet. */
  'route.close': unlockedMethod(z.strictObject({ sheet: z.uuid() }), nothing),
} as const;
