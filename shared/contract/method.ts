import type { z } from 'zod';

/**
 * One request the page can make. `open` methods answer before the vault is unlocked; all others need an unlocked
 * session. Input and output are checked by the same schemas on both sides of the boundary.
 */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly access: 'open' | 'unlocked';
  readonly input: I;
  readonly output: O;
}

/** A method that answers before unlocking. */
export function openMethod<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> {
  return { access: 'open', input, output };
}

/** A method that needs an unlocked session. */
export function unlockedMethod<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> {
  return { access: 'unlocked', input, output };
}
