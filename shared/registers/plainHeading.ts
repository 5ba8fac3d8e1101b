/** A heading without blanks, invisible characters, asterisks, numbering and a closing colon. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[\s\p{C}*]+/gu, '')
    .replace(/^\(?\d{1,2}[).、]/u, '')
    .replace(/:$/u, '');
}
