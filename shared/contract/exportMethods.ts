import { z } from 'zod';
import { attachmentOrder } from './attachmentMethods.ts';
import { importResultOrder } from './importMethods.ts';
import { listOrder } from './listMethods.ts';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { documentOrder, pagesOrder } from './printMethods.ts';
import { secondPeople, secondPerson } from './secondPerson.ts';
import { nothing } from './shapes.ts';
import { fillOrder } from './templateMethods.ts';

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

/** What leaves the program: every method that takes a permit, with what it is asked for. */
export const leavingOrder = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('list.export'), ...listOrder }),
  z.strictObject({ method: z.literal('template.fill'), ...fillOrder }),
  z.strictObject({ method: z.literal('import.saveResult'), ...importResultOrder }),
  z.strictObject({ method: z.literal('attachment.save'), ...attachmentOrder }),
  z.strictObject({ method: z.literal('sheet.print'), ...pagesOrder }),
  z.strictObject({ method: z.literal('sheet.savePdf'), ...pagesOrder }),
  z.strictObject({ method: z.literal('sheet.savePdfEach'), ...pagesOrder }),
  z.strictObject({ method: z.literal('sheet.saveDocument'), ...documentOrder }),
]);
export type LeavingOrder = z.infer<typeof leavingOrder>;

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
   * Lets what is ordered, one file or one folder of files, leave the program within a quarter of an hour: that and nothing else, about
   * no more people than are told. It is entered with the file. More than `approvedAbove` people need a second person.
   */
  'export.permit': unlockedMethod(
    z.strictObject({
      purpose: line('请填写用途'),
      receiver: line('请填写交给谁'),
      order: leavingOrder,
      persons: z.int().min(0).max(1_000_000),
      /** The stick that it goes to; null for a folder of this computer. */
      stick: z.uuid().nullable(),
      second: secondPerson.nullable(),
    }),
    z.strictObject({ permit }),
  ),
} as const;
