/**
 * Advance widths of the printable ASCII characters from the blank on, in thousandths of an em, as the bundled Noto Serif SC
 * draws them. 仿宋 and 宋体 set them at 500, so the larger of the two always holds.
 */
const asciiWidths = [
  256, 308, 376, 574, 550, 923, 779, 196, 364, 364, 478, 580, 327, 346, 327, 352, 557, 471, 558, 557, 555, 558, 558,
  549, 558, 562, 327, 327, 580, 580, 580, 432, 912, 718, 670, 691, 770, 652, 629, 741, 853, 405, 403, 731, 625, 975,
  796, 767, 641, 767, 715, 567, 659, 797, 714, 1053, 700, 687, 605, 344, 352, 344, 580, 563, 435, 557, 638, 538, 629,
  547, 388, 566, 663, 332, 311, 607, 334, 974, 661, 596, 638, 607, 462, 473, 367, 653, 548, 838, 564, 552, 498, 374,
  316, 374, 580,
].map((width) => Math.max(width, 500) / 1000);

/** The widest letters outside ASCII and the CJK blocks (Щ in the bundled font) stay below this. */
const widestLetter = 1.2;

/** Width of text in em, never less than what a print font needs: hanzi and full-width signs 1, the rest by table. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint >= 0x20 && codePoint <= 0x7e) width += asciiWidths[codePoint - 0x20] ?? 1;
    else width += isLetter(codePoint) ? widestLetter : 1;
  }
  return width;
}

/** Letters beyond ASCII, № and the Latin ligatures; everything else outside ASCII is a full-width sign or hanzi. */
function isLetter(codePoint: number): boolean {
  return codePoint < 0x530 || codePoint === 0x2116 || (codePoint >= 0xfb00 && codePoint <= 0xfb06);
}

/** A piece of a line. Ticks and blanks are never broken; the renderings draw them in their own way. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tick'; readonly style: TickStyle; readonly text: string; readonly ticked: boolean }
  /** Room for the pen, underlined, `width` em wide. */
  | { readonly kind: 'blank'; readonly width: number };

/** The two ways forms print a choice: `□孤儿` and the older `孤儿( )`. */
export type TickStyle = '□' | '( )';

/** Width of a segment in em of its line's size. */
export function segmentWidth(segment: Segment): number {
  switch (segment.kind) {
    case 'text':
      return textWidth(segment.text);
    case 'tick':
      // A box is one em; brackets hold a mark of one em.
      return textWidth(segment.text) + (segment.style === '□' ? 1 : 1 + textWidth('()'));
    case 'blank':
      return segment.width;
  }
}

/** What stays on one line, or a forced line break (`segment` null). */
interface Atom {
  readonly segment: Segment | null;
  readonly width: number;
  /** A blank, which may vanish at the end of a line. */
  readonly space: boolean;
  /** Stays on the line of the atom before it. */
  readonly glued: boolean;
}

/** One line: its segments from left to right, and its width in em. */
export interface Line {
  readonly segments: readonly Segment[];
  readonly width: number;
  /** What stands between this line and the next and is not drawn: spaces that fell off, or a break that was typed. */
  readonly after?: string;
}

/** Signs that never begin a line, and signs that never end one (GB/T 15834—2011, 5.1). */
const notAtStart = /^[、。，．：；！？）〕》」』】〉”’%…—·,.:;!?)\]}]$/u;
const notAtEnd = /^[（〔《「『【〈“‘([{]$/u;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** A line of segments ready to be broken at any width. Made once, because a cell is tried in several sizes. */
export interface BreakableText {
  readonly atoms: readonly Atom[];
}

/** Cuts segments into what must stay together: hanzi singly, words and numbers whole, signs with their neighbour. */
export function breakableText(segments: readonly Segment[]): BreakableText {
  const atoms: Atom[] = [];
  for (const segment of segments) {
    const [first, ...rest] = atomsOf(segment);
    if (first === undefined) continue;
    const before = atoms.at(-1);
    const glued =
      before !== undefined &&
      before.segment !== null &&
      !before.space &&
      (notAtStart.test(firstOf(first)) || notAtEnd.test(lastOf(before)));
    atoms.push({ ...first, glued }, ...rest);
  }
  return { atoms };
}

/** The first `count` atoms of a text and segments after them: the beginning of a text that continues elsewhere. */
export function beginningOf(text: BreakableText, count: number, then: readonly Segment[]): BreakableText {
  return { atoms: [...text.atoms.slice(0, count), ...breakableText(then).atoms] };
}

function firstOf({ segment }: Atom): string {
  return segment?.kind === 'text' ? segment.text.charAt(0) : '';
}

function lastOf({ segment }: Atom): string {
  return segment?.kind === 'text' ? segment.text.slice(-1) : '';
}

function atomsOf(segment: Segment): Atom[] {
  if (segment.kind === 'tick' || segment.kind === 'blank') return [atomOf(segment)];
  const atoms: Atom[] = [];
  let held = '';
  let word = false;
  const release = (): void => {
    if (held !== '') atoms.push(atomOf({ kind: 'text', text: held }));
    held = '';
    word = false;
  };
  for (const { segment: grapheme } of graphemes.segment(segment.text)) {
    if (grapheme === '\n') {
      release();
      atoms.push({ segment: null, width: 0, space: false, glued: false });
    } else if (/^\s$/u.test(grapheme)) {
      release();
      atoms.push({ ...atomOf({ kind: 'text', text: grapheme }), space: true });
    } else {
      const letter = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}\-_+/.@]/u.test(grapheme);
      // In a narrow cell a date breaks behind 2015年, and 31日 stays whole.
      const unit = /^[年月日]$/u.test(grapheme) && /\d$/u.test(held);
      const joined = (letter && word) || unit || notAtStart.test(grapheme) || notAtEnd.test(held.slice(-1));
      if (!joined) release();
      held += grapheme;
      word = letter;
    }
  }
  release();
  return atoms;
}

function atomOf(segment: Segment): Atom {
  return { segment, width: segmentWidth(segment), space: false, glued: false };
}

/** Widths are sums of decimals; this much more still fits. */
const rounding = 1e-9;

/**
 * Breaks text into lines at most `width` em wide. What is wider than a whole line by itself is broken inside, so no line is
 * ever wider, except one that holds a single character, tick or blank wider than the line.
 */
export function breakLines(text: BreakableText, width: number): Line[] {
  const lines: Line[] = [];
  let line: Atom[] = [];
  let used = 0;
  const fits = (more: number): boolean => used + more <= width + rounding;
  const place = (atom: Atom): void => {
    line.push(atom);
    used += atom.width;
  };
  const endLine = (then = ''): void => {
    let after = then;
    while (line.at(-1)?.space) {
      const space = line.pop();
      used -= space?.width ?? 0;
      after = `${textOf(space)}${after}`;
    }
    lines.push({ segments: joinSegments(line), width: used, ...(after === '' ? {} : { after }) });
    line = [];
    used = 0;
  };
  for (const unit of unitsOf(text.atoms)) {
    const unitWidth = unit.reduce((sum, atom) => sum + atom.width, 0);
    if (unit[0]?.segment === null) endLine('\n');
    else if (fits(unitWidth)) unit.forEach(place);
    else if (unit[0]?.space) endLine(textOf(unit[0]));
    else {
      if (line.length > 0) endLine();
      for (const atom of fits(unitWidth) ? unit : unit.flatMap(singleCharacters)) {
        if (line.length > 0 && !fits(atom.width)) endLine();
        place(atom);
      }
    }
  }
  endLine();
  return lines;
}

function textOf(atom: Atom | undefined): string {
  return atom?.segment?.kind === 'text' ? atom.segment.text : '';
}

function unitsOf(atoms: readonly Atom[]): Atom[][] {
  const units: Atom[][] = [];
  for (const atom of atoms) {
    const unit = units.at(-1);
    if (atom.glued && unit !== undefined) unit.push(atom);
    else units.push([atom]);
  }
  return units;
}

function singleCharacters(atom: Atom): Atom[] {
  const { segment } = atom;
  if (segment?.kind !== 'text') return [atom];
  return [...graphemes.segment(segment.text)].map((grapheme) => atomOf({ kind: 'text', text: grapheme.segment }));
}

function joinSegments(atoms: readonly Atom[]): Segment[] {
  return withoutSeams(atoms.flatMap(({ segment }) => segment ?? []));
}

/** Texts that follow each other as one. */
function withoutSeams(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && segment.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + segment.text };
    } else joined.push(segment);
  }
  return joined;
}

/** The text of lines as it was before it was broken. */
export function joinLines(lines: readonly Line[]): Segment[] {
  return withoutSeams(
    lines.flatMap(({ segments, after }, index): readonly Segment[] =>
      after === undefined || index === lines.length - 1 ? segments : [...segments, { kind: 'text', text: after }],
    ),
  );
}
