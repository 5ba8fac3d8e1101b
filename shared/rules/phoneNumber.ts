/** Digits only, an area code kept behind its hyphen; full-width digits and blanks are how spreadsheets deliver them. */
export function normalisePhoneNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^['’‘]/u, '')
    .replace(/[\s()]/gu, '')
    .replace(/[‐–—]/gu, '-')
    .replace(/^\+?86-?(?=1\d{10}$)/u, '');
}

/** A mobile number of 11 digits, or a landline of 7–8 digits with or without its area code. */
export function isPhoneNumber(text: string): boolean {
  return /^1\d{10}$/u.test(text) || /^(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?$/u.test(text);
}

/** First three and last four digits, as lists show a number. */
export function maskPhoneNumber(text: string): string {
  return text.length <= 7 ? text : `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
}
