import type { TemplateParagraph, TemplatePlace } from '../../shared/templates/templateModel.ts';

/** A stretch of a paragraph: text as it is printed, or a place where something will be written. */
export type FormPiece =
  | { readonly kind: 'text'; readonly text: string; readonly style: PieceStyle }
  | { readonly kind: 'place'; readonly place: TemplatePlace; readonly text: string; readonly style: PieceStyle };

export interface PieceStyle {
  readonly bold: boolean;
  readonly underlined: boolean;
  /** Points. */
  readonly size: number;
}

/**
 * A paragraph as text and places in the order of reading. `places` are those of this paragraph; the text that a place replaces,
 * such as a row of underscores, belongs to its piece.
 */
export function formPieces(paragraph: TemplateParagraph, places: readonly TemplatePlace[]): FormPiece[] {
  const pieces: FormPiece[] = [];
  let at = 0;
  for (const place of [...places].sort((one, other) => one.range.from - other.range.from)) {
    pieces.push(...textPieces(paragraph, at, place.range.from));
    const { from, to } = place.range;
    pieces.push({ kind: 'place', place, text: paragraph.text.slice(from, to), style: styleAt(paragraph, from) });
    at = Math.max(at, to);
  }
  return [...pieces, ...textPieces(paragraph, at, paragraph.text.length)];
}

function textPieces({ text, spans }: TemplateParagraph, from: number, to: number): FormPiece[] {
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
