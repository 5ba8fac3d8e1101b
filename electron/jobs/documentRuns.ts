import { type IRunOptions, type ParagraphChild, TextRun, UnderlineType } from 'docx';
import type { Segment } from '../../shared/forms/breakLines.ts';
import { cellText } from './cellText.ts';
import type { DocumentText } from './documentPages.ts';
import { fonts } from './documentSettings.ts';
import { tickedBox, writtenSegment } from './writtenSegment.ts';

const titleFont = { ascii: fonts.title, hAnsi: fonts.title, eastAsia: fonts.title, cs: fonts.title };
const boxFont = { ascii: fonts.box, hAnsi: fonts.box, eastAsia: fonts.box, cs: fonts.box };

/** Font and size of all runs of a text. */
export function runBasics({ font, size }: DocumentText): Pick<IRunOptions, 'font' | 'size'> {
  return { size: halfPoints(size), ...(font === 'title' ? { font: titleFont } : {}) };
}

/** Sizes in Word are whole half points; what is fitted between two of them becomes the smaller. */
export function halfPoints(points: number): number {
  return Math.floor(points * 2 + 1e-6);
}

/** The runs of a text, with its boxes and the room for a pen. */
export function runsOf(text: DocumentText): ParagraphChild[] {
  const basics = runBasics(text);
  return text.segments.flatMap((segment) => segmentRuns(segment, basics));
}

function segmentRuns(segment: Segment, basics: Pick<IRunOptions, 'font' | 'size'>): ParagraphChild[] {
  if (segment.kind === 'blank') {
    return [new TextRun({ ...basics, underline: { type: UnderlineType.SINGLE }, text: penRoom(segment.width) })];
  }
  const text = cellText(writtenSegment(segment));
  if (segment.kind === 'tick' && text.startsWith(tickedBox)) {
    return [
      new TextRun({ ...basics, font: boxFont, text: tickedBox }),
      new TextRun({ ...basics, text: text.slice(tickedBox.length) }),
    ];
  }
  return text
    .split('\n')
    .map((line, index) => new TextRun({ ...basics, text: line, ...(index > 0 ? { break: 1 } : {}) }));
}

/** Spaces of an em; the last em is of spaces that count as letters, so that the line below them is drawn to its end. */
function penRoom(width: number): string {
  const halves = Math.round(width * 2);
  const whole = Math.max(0, Math.ceil(halves / 2) - 1);
  return '\u3000'.repeat(whole) + '\u00a0'.repeat(halves - 2 * whole);
}
