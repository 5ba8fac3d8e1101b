import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { openedSheets } from './printMethods.ts';
import { approvalRights, secondPeople, secondPerson } from './secondPerson.ts';
import { nothing, recordId, registerKey, values } from './shapes.ts';

/** Why sealed matter may be seen at all: the two exceptions of 刑事诉讼法第二百八十六条. */
export const sealedGrounds = { case: '办案需要', query: '有关单位依照国家规定查询' } as const;
export type SealedGround = keyof typeof sealedGrounds;

/** Minutes for which sealed matter can be seen once a second person agreed. */
export const sealedViewMinutes = 10;

/** Longest number of a document, and longest name of a body, in characters. */
export const longestSealedLine = 60;

const line = z
  .string()
  .trim()
  .min(1)
  .refine((text) => [...text].length <= longestSealedLine);

const ofRecord = { register: registerKey, record: recordId };
const view = z.strictObject({ view: z.uuid() });

/** An entry as it is shown during a view. */
const entry = z.strictObject({
  id: z.uuid(),
  /** The key of its group, and what is entered. */
  matter: z.string(),
  values,
  basis: z.string(),
  enteredAt: z.string(),
  enteredBy: z.string(),
});

/** What the law seals: entered at once sealed, counted, seen for ten minutes with a second person, released by a decision. */
export const sealMethods = {
  /** Who can be asked for consent: to a view here, to a large export elsewhere. */
  'approval.people': unlockedMethod(z.strictObject({ right: z.enum(approvalRights) }), secondPeople),

  /** How many entries of a record are sealed; never of which kind. */
  'seal.status': unlockedMethod(z.strictObject(ofRecord), z.strictObject({ count: z.int() })),
  /** Seals an entry. Whoever enters it cannot read it again by himself. */
  'seal.enter': unlockedMethod(
    z.strictObject({ ...ofRecord, matter: z.string().max(40), basis: z.string().max(10), values }),
    nothing,
  ),
  /** Opens the sealed matter of one record to one user, once somebody else agrees at the same screen. */
  'seal.ask': unlockedMethod(
    z.strictObject({
      ...ofRecord,
      ground: z.enum(Object.keys(sealedGrounds) as [SealedGround, ...SealedGround[]]),
      /** The number of the letter or the file that asks for it. */
      document: line,
      /** Whether it has to be on paper. */
      print: z.boolean(),
      second: secondPerson,
    }),
    z.strictObject({
      view: z.uuid(),
      approvedBy: z.string(),
      /** True when nobody else could agree, which the records of use keep as an exception. */
      alone: z.boolean(),
    }),
  ),
  /** What an open view shows, and for how many seconds more. */
  'seal.view': unlockedMethod(view, z.strictObject({ secondsLeft: z.int(), entries: z.array(entry) })),
  /** Ends a view before its time. */
  'seal.close': unlockedMethod(view, nothing),
  /** Lays out what an open view shows; only where the request said so. */
  'seal.print': unlockedMethod(view, openedSheets),
  /** Ends the sealing of an entry that is seen, by a decision with its number; what it said is no longer kept. */
  'seal.release': unlockedMethod(
    z.strictObject({ view: z.uuid(), id: z.uuid(), body: line, document: line, second: secondPerson }),
    nothing,
  ),
} as const;
