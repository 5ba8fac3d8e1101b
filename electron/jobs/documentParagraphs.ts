import { AlignmentType, LeaderType, LineRuleType, Paragraph, type ParagraphChild, TabStopType, TextRun } from 'docx';
import type { DocumentLine, DocumentText } from './documentPages.ts';
import { runBasics, runsOf } from './documentRuns.ts';

const twipsPerMm = 1440 / 25.4;
/** Millimetres in twentieths of a point, as the format measures. */
export const twips = (mm: number): number => Math.round(mm * twipsPerMm);
/** The lowest paragraph, in mm. */
export const leastSpace = 0.4;

/** White of a height in mm. */
export function spaceParagraph(height: number, pageBreakBefore: boolean): Paragraph {
  return new Paragraph({
    pageBreakBefore,
    spacing: { line: Math.max(twips(height), 20), lineRule: LineRuleType.EXACT },
    run: { size: 2 },
  });
}

/** Where a line stands: the left edge of the text, its width and the white before it, in mm. */
export interface LinePlace {
  readonly left: number;
  readonly usable: number;
  readonly before: number;
  readonly pageBreakBefore?: boolean;
}

/** A line to cut along, with what is said on it in its middle. */
export function cutParagraph(
  { texts, height }: DocumentLine,
  { usable, before, pageBreakBefore = false }: LinePlace,
): Paragraph {
  const leader = LeaderType.HYPHEN;
  const tab = (): ParagraphChild => new TextRun({ text: '\t' });
  return new Paragraph({
    ...(texts[0] === undefined ? {} : { run: runBasics(texts[0]) }),
    pageBreakBefore,
    spacing: { before: twips(before), line: twips(height), lineRule: LineRuleType.AT_LEAST },
    tabStops: [
      ...(texts.length === 0 ? [] : [{ type: TabStopType.CENTER, position: twips(usable / 2), leader }]),
      { type: TabStopType.RIGHT, position: twips(usable), leader },
    ],
    children: texts.length === 0 ? [tab()] : [tab(), ...texts.flatMap(runsOf), tab()],
  });
}

/** Texts beside each other: the first begins at its indent, the others at tab stops. */
export function lineParagraph({ texts, height }: DocumentLine, place: LinePlace): Paragraph {
  const { left, usable } = place;
  const [first, ...others] = texts;
  if (first === undefined) return spaceParagraph(height, place.pageBreakBefore ?? false);
  const right = left + usable;
  const endsAtRight = (text: DocumentText): boolean =>
    text.align === 'right' || (text.x - left > 1 && Math.abs(text.x + text.width - right) < 1);
  const alone = others.length === 0;
  const alignment =
    alone && first.align === 'center'
      ? AlignmentType.CENTER
      : alone && endsAtRight(first)
        ? AlignmentType.RIGHT
        : AlignmentType.LEFT;
  const lineHeight = height / Math.max(1, first.lineCount);
  return new Paragraph({
    run: runBasics(first),
    alignment,
    pageBreakBefore: place.pageBreakBefore ?? false,
    spacing: { before: twips(place.before), line: twips(lineHeight), lineRule: LineRuleType.AT_LEAST },
    ...(alignment === AlignmentType.LEFT && first.align !== 'right' ? { indent: { left: twips(first.x - left) } } : {}),
    tabStops: others.map((text) =>
      endsAtRight(text)
        ? { type: TabStopType.RIGHT, position: twips(usable) }
        : { type: TabStopType.LEFT, position: twips(text.x - left) },
    ),
    children: [
      ...runsOf(first),
      ...others.flatMap((text): ParagraphChild[] => [new TextRun({ text: '\t' }), ...runsOf(text)]),
    ],
  });
}
