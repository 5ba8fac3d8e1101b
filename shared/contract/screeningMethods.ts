/** Monthly screening of the villages. */
export const screeningMethods = {} as const;
