/**
 * Control, format and bidirectional characters never belong in a record and can hide what a line says; half a surrogate pair cannot
 * be stored as it is.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Usual hanzi, digits and Latin letters: text of nothing else, which most values are, is tidy as it stands. */
const onlyPlain = /^[\u4E00-\u9FFF0-9A-Za-z]*$/u;

/** One line: invisible characters out, blanks of every width folded to one, ends trimmed. */
export function tidyLine(text: string): string {
  if (onlyPlain.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\r\n\t]+/gu, ' ')
    .replace(invisible, '')
    .replace(/[\s\u3000]+/gu, ' ')
    .trim();
}

/** Several lines: each tidied, empty lines at the ends dropped. */
export function tidyParagraph(text: string): string {
  return text
    .split(/\r\n|\r|\n/u)
    .map(tidyLine)
    .join('\n')
    .replace(/^\n+|\n+$/gu, '');
}

/**
 * A name: blanks between hanzi are layout (“王　芳”) and go; blanks between Latin words stay. The several dots in use
 * for minority names become the one that GB 18030 texts use. Full-width letters, and the radicals (U+2F00–2FD5) that copying from
 * a PDF puts in the place of 玉 or 女, become the characters they are taken for.
 */
export function tidyName(text: string): string {
  if (onlyPlain.test(text)) return text;
  return tidyLine(text)
    .replace(/[•・‧∙⋅●．]/gu, '·')
    .replace(/[\u2F00-\u2FD5\uFF21-\uFF3A\uFF41-\uFF5A]/gu, (character) => character.normalize('NFKC'))
    .replace(/(?<=[\p{Script=Han}·]) +| +(?=[\p{Script=Han}·])/gu, '');
}
