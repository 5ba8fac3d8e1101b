import { z } from 'zod';

/** What a second person agrees to at the same screen, as the right that he must hold. */
export const approvalRights = ['seal.approve', 'export.approve'] as const;
export type ApprovalRight = (typeof approvalRights)[number];

/** The second person's name and password, typed where the request was made. */
export const secondPerson = z.strictObject({
  user: z.string().trim().min(1).max(60),
  password: z.string().min(1).max(200),
});
export type SecondPerson = z.infer<typeof secondPerson>;

/** Who can be asked. */
export const secondPeople = z.strictObject({
  /** Names of the users who may agree, without the one who asks. */
  people: z.array(z.string()),
  /** True when nobody else can agree and the one who asks may do it himself: an exception, which the records of use keep. */
  alone: z.boolean(),
});
export type SecondPeople = z.infer<typeof secondPeople>;
