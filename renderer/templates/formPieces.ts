import type { TemplateParagraph, TemplatePlace } from '../../shared/templates/templateModel.ts';

/** A stretch of a paragraph: text as it is printed, or a place where something will be written. */
export type FormPiece =
  | { readonly kind: 'text'; readonly text: string; readonly style: PieceStyle }
  | { readonly kind: 'place'; readonly place: TemplatePlace; readonly style: PieceStyle };

export interface PieceStyle {
  readonly bold: boolean;
  readonly underlined: boolean;
  /** Points. */
  readonly size: number;
}

/** Characters that are shown otherwise. */
interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A paragraph as text and places in the order of reading. `places` are those of this paragraph; what a place replaces, such as
 * a row of underscores, is not shown. Boxes stay, and what ticks them stands behind the last of them with its word; those of
 * `ticked` are shown with a tick.
 */
export function formPieces(
  paragraph: TemplateParagraph,
  places: readonly TemplatePlace[],
  ticked: readonly TextRange[] = [],
): FormPiece[] {
  const ordered = [...places].sort((one, other) => one.range.from - other.range.from);
  const marks = ordered.map((place, index) => {
    const next = ordered[index + 1]?.range.from ?? paragraph.text.length;
    return { place, ...(place.kind === 'ticks' ? behindBoxes(paragraph.text, place, next) : place.range) };
  });
  const pieces: FormPiece[] = [];
  let at = 0;
  for (const { place, from, to } of marks) {
    pieces.push(...textPieces(paragraph, at, from, ticked));
    pieces.push({ kind: 'place', place, style: styleAt(paragraph, from) });
    at = Math.max(at, to);
  }
  return [...pieces, ...textPieces(paragraph, at, paragraph.text.length, ticked)];
}

/** Where the last option of a row of boxes ends: before a blank or a comma, the next place, or the end of the paragraph. */
function behindBoxes(text: string, { range }: TemplatePlace, next: number): TextRange {
  // The last box may stand in brackets, its words in front of it.
  const [rest = ''] = /^(?:\s*[)）])?[^\s、，；。]*/u.exec(text.slice(range.to, next)) ?? [];
  const at = range.to + rest.length;
  return { from: at, to: at };
}

function textPieces(paragraph: TemplateParagraph, from: number, to: number, ticked: readonly TextRange[]): FormPiece[] {
  const { text, spans } = paragraph;
  const box = ticked.find((each) => each.from >= from && each.to <= to && each.from < each.to);
  if (box) {
    const style = styleAt(paragraph, box.from);
    return [
      ...textPieces(paragraph, from, box.from, ticked),
      // Between brackets stands the tick alone.
      { kind: 'text', text: /[□☐○]/u.test(text.slice(box.from, box.to)) ? '☑' : '√', style },
      ...textPieces(paragraph, box.to, to, ticked),
    ];
  }
  return spans
    .map((span) => ({ span, begin: Math.max(span.from, from), end: Math.min(span.to, to) }))
    .filter(({ begin, end }) => begin < end)
    .map(({ span, begin, end }) => ({ kind: 'text', text: text.slice(begin, end), style: span }));
}

/** The letters before a place say how it is written; an empty paragraph says so itself. */
function styleAt({ spans, size }: TemplateParagraph, at: number): PieceStyle {
  const span = spans.find(({ from, to }) => from <= at && at < to) ?? spans.findLast(({ to }) => to <= at);
  return { bold: span?.bold ?? false, underlined: false, size: span?.size ?? size };
}
