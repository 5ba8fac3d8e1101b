/** The recycle bin of a register. */
export const recycleMethods = {} as const;
