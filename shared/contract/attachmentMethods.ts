/** Photos and scans of a record. */
export const attachmentMethods = {} as const;
