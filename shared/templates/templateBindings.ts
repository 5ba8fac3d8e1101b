import { z } from 'zod';

/**
 * What the clerk decided about a place (or about rows): filled with a value of the record or the office; the same words on every
 * form; left for the pen; rows of what. A place without a decision is undecided.
 */
export const templateBinding = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('source'),
    /** Key of a `templateSources` entry; inside of rows, of `rowSources`. */
    source: z.string().max(80),
    /** Of ticks: the codes that tick each box, by the order of the boxes. 1 and 0 for 是 and 否. */
    codes: z
      .array(z.array(z.string().max(20)).max(60))
      .max(60)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(500) }),
  z.strictObject({ kind: z.literal('pen') }),
  /** For the address of `templateRows` only: the rows of a group such as `members`, or `records`: one row a child. */
  z.strictObject({ kind: z.literal('rows'), group: z.string().max(60) }),
]);
export type TemplateBinding = z.infer<typeof templateBinding>;

/** Decisions by the address of their place or rows. */
export const templateBindings = z.record(z.string().max(120), templateBinding);
export type TemplateBindings = z.infer<typeof templateBindings>;

/** What the program would decide, how sure it is, and why, in a sentence. */
export const templateProposal = z.strictObject({
  binding: templateBinding,
  confidence: z.enum(['sure', 'likely']),
  reason: z.string(),
});
export type TemplateProposal = z.infer<typeof templateProposal>;
export type TemplateProposals = Readonly<Record<string, TemplateProposal>>;

/** Something about the decisions; an error keeps the template from being used. */
export const templateIssue = z.strictObject({
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  /** The places that it is about. */
  addresses: z.array(z.string()),
});
export type TemplateIssue = z.infer<typeof templateIssue>;
