import type { Segment } from '../../shared/forms/breakLines.ts';

/** A box with a tick in one character, which can be typed over. */
export const tickedBox = '☑';

/** Between the brackets of an empty choice: room for a tick of the pen, as wide as a hanzi. */
const noMark = '\u3000';

/** What a piece of a line is in a document that is edited further; blanks are each format's own matter. */
export function writtenSegment(segment: Exclude<Segment, { readonly kind: 'blank' }>): string {
  if (segment.kind === 'text') return segment.text;
  const { style, text, ticked } = segment;
  return style === '□' ? `${ticked ? tickedBox : '□'}${text}` : `${text}(${ticked ? '√' : noMark})`;
}

/** A piece of a line as plain text; room for the pen is underscores, half an em each. */
export function writtenText(segment: Segment): string {
  return segment.kind === 'blank' ? '_'.repeat(Math.round(segment.width * 2)) : writtenSegment(segment);
}
