/** Most characters of a name of the office's place, of a village, and of a user. */
export const longestOfficeName = 30;

/** Characters as a reader counts them: one that takes two UTF-16 units is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Whether a province, city, county or township may be called so: hanzi and other letters, · and brackets. */
export function isPlaceName(name: string): boolean {
  return /^[\p{L}\p{M}·（）() ]+$/u.test(name) && lengthOf(name) <= longestOfficeName;
}
