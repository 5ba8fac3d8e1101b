import { z } from 'zod';

/** What a method takes whose file leaves the program: the answer of `export.permit` to the same order, good once. */
export const permit = z.uuid();
