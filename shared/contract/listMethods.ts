/** Saved lists, columns, changes to many records, and what is made of a list. */
export const listMethods = {} as const;
