// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;
const noCharacters = /[\ufffe\uffff]/gu;
/** Whether there may be anything to do: of half a million texts hardly one is touched. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const suspect = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff\ufffe\uffff]/;

/**
 * The text as a workbook can hold it: without control characters other than tab and line breaks, with U+FFFD for what is
 * no character at all (XML 1.0, 2.2), and with the line breaks of Excel.
 */
export function cellText(text: string): string {
  if (!suspect.test(text)) return text;
  return text.replace(controlCharacters, '').replaceAll('\r\n', '\n').toWellFormed().replace(noCharacters, '\ufffd');
}

/** A text for the heads and feet of printed pages, in which nothing is a code of Excel's. */
export function runningText(text: string): string {
  return cellText(text).replaceAll('&', '&&');
}
