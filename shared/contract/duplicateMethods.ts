/** Records that may be the same person, and their merging. */
export const duplicateMethods = {} as const;
