import { refusal } from './workbookRefusals.ts';

/** `<!` in one part: as many as a list has cells that are each written as a section, and some more. */
const mostSections = 500_000;
/** Excel's own limit for a text is 32,767 characters; escaped, each may be many. */
const sectionBytes = 512 * 1024;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Takes the comments out of a part and writes its CDATA sections as ordinary text, so that a search for tags sees neither less nor more
 * than the parser. Done within the part's own bytes, because a worksheet may be 48 MB.
 * @param part is changed
 * @returns the bytes of `part` that are left
 * @throws AppError refused, where a section does not end, where there are too many or too long ones, or where one holds so much that is
 *   to be escaped that there is no room for it
 */
export function simplifyMarkup(part: Buffer): Buffer {
  let at = part.indexOf('<!');
  if (at === -1) return part;
  let written = at;
  for (let sections = 0; at !== -1; sections += 1) {
    if (sections === mostSections) throw refusal('structure');
    const isText = part[at + 2] === 0x5b;
    const from = at + (isText ? '<![CDATA[' : '<!--').length;
    const to = part.indexOf(isText ? ']]>' : '-->', from);
    if (to === -1) throw refusal('structure');
    if (isText) {
      if (to - from > sectionBytes) throw refusal('tooMuchText');
      const text = part.toString('latin1', from, to).replace(/[&<>]/gu, (sign) => escapes[sign] ?? sign);
      if (written + text.length > to + 3) throw refusal('structure');
      written += part.write(text, written, 'latin1');
    }
    const next = part.indexOf('<!', to + 3);
    const end = next === -1 ? part.length : next;
    part.copyWithin(written, to + 3, end);
    written += end - (to + 3);
    at = next;
  }
  const left = part.subarray(0, written);
  // What stood apart may have come together.
  if (left.includes('<!')) throw refusal('structure');
  return left;
}
