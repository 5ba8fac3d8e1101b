/** Bytes of the largest file that the core takes (security rule for imported workbooks). */
export const maxUploadBytes = 20 * 1024 * 1024;
