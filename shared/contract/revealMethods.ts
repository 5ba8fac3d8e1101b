import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { nothing, recordId, registerKey } from './shapes.ts';

/** What is shown or copied of a masked value. Both are entered in the records of use. */
export const revealMethods = {
  /** One masked value of one record in full, for as long as a key or the pointer is held. */
  'reveal.value': unlockedMethod(
    z.strictObject({ register: registerKey, id: recordId, field: z.string().max(60) }),
    z.strictObject({ text: z.string() }),
  ),
  /**
   * A whole ID number was copied. The host clears the clipboard ten seconds later when it still holds the text of this SHA-256
   * (hexadecimal).
   */
  'reveal.copied': unlockedMethod(z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/u) }), nothing),
} as const;
