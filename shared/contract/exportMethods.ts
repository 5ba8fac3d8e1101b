import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { secondPeople, secondPerson } from './secondPerson.ts';
import { nothing } from './shapes.ts';

/** One export of more people needs a second person's consent (security.md d18: 刑法第二百五十三条之一). */
export const approvedAbove = 50;
/** Longest purpose and receiver, in characters. */
export const longestLeavingText = 60;

const line = (lacking: string) =>
  z
    .string()
    .trim()
    .min(1, lacking)
    .refine((text) => [...text].length <= longestLeavingText, `不能超过${longestLeavingText}字，请缩短`);

/** What is asked before a file leaves the program. */
export const exportMethods = {
  /** What was written before, the most used first; the sticks; and who can be asked for consent. */
  'export.choices': unlockedMethod(
    nothing,
    z.strictObject({
      purposes: z.array(z.string()),
      receivers: z.array(z.string()),
      sticks: z.array(z.strictObject({ id: z.uuid(), label: z.string() })),
      approval: secondPeople,
    }),
  ),
  /**
   * Lets one file, or one folder of files, about so many people leave the program within a quarter of an hour. It is entered with the
   * file. More than `approvedAbove` people need a second person.
   */
  'export.permit': unlockedMethod(
    z.strictObject({
      purpose: line('请填写用途'),
      receiver: line('请填写交给谁'),
      persons: z.int().min(0).max(1_000_000),
      /** The stick that it goes to; null for a folder of this computer. */
      stick: z.uuid().nullable(),
      second: secondPerson.nullable(),
    }),
    z.strictObject({ permit: z.uuid() }),
  ),
} as const;

/** What a method takes whose file leaves the program: the answer of `export.permit`, good for one of them. */
export const permit = z.uuid();
