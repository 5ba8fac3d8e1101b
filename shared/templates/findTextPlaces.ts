import type { TemplatePlace } from './templateModel.ts';

/** A place within the text of one paragraph; `label` is what the text itself calls it. */
export interface TextPlace {
  readonly kind: Exclude<TemplatePlace['kind'], 'cell'>;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly boxes: readonly { readonly from: number; readonly to: number; readonly text: string }[];
}

interface Text {
  readonly text: string;
  readonly spans: readonly { readonly from: number; readonly to: number; readonly underlined: boolean }[];
}

const blank = '[ \\u00a0\\u3000\\t]';
const placeholder = /(?:\{\{|｛｛)([^{}｛｝\n]{1,60})(?:\}\}|｝｝)|«([^«»\n]{1,60})»/gu;
/** The year may begin with its century. What stands before belongs to a word when it is a letter: 出生年月日. */
const dateGap = new RegExp(`(?<![\\p{L}\\d])(?:20)?(?:${blank}|_)*年(?:${blank}|_)+月(?:(?:${blank}|_)+日)?`, 'gu');
const box = new RegExp(`[□☐▢◻❑❏⬜]|(?<=[(（【[])${blank}*(?=[)）】\\]])`, 'gu');
const circle = /[○◯](?=\s*\p{Script=Han})/gu;
const underscores = /[_＿]{2,}/gu;
const blanksAfterColon = new RegExp(`(?<=[：:])${blank}{2,}(?=[^\\s_])`, 'gu');
/** A line that only introduces what follows: 一、基本情况： */
const heading =
  /^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[条章部])/u;
const longestLabel = 20;
/** No paragraph of a form is longer; what follows in one that is makes nobody wait. */
const longestText = 4_000;
/** Characters before a place in which its label is looked for. */
const labelSpace = 120;

/** Where something can be written into a text, in order: nothing of it is found twice. */
export function findTextPlaces({ text: whole, spans }: Text): TextPlace[] {
  const text = whole.slice(0, longestText);
  const taken: { from: number; to: number }[] = [];
  const found: TextPlace[] = [];
  const isFree = (from: number, to: number): boolean =>
    taken.every(
      (range) => to <= range.from || from >= range.to || (from === to && (from <= range.from || from >= range.to)),
    );
  const add = (place: TextPlace): void => {
    if (!isFree(place.from, place.to)) return;
    taken.push(place);
    found.push(place);
  };
  for (const match of text.matchAll(placeholder)) {
    const label = (match[1] ?? match[2] ?? '').trim();
    add({ kind: 'placeholder', from: match.index, to: match.index + match[0].length, label, boxes: [] });
  }
  for (const match of text.matchAll(dateGap)) {
    const from = match.index;
    add({ kind: 'date', from, to: from + match[0].length, label: labelBefore(text, from), boxes: [] });
  }
  for (const place of findTicks(text)) add(place);
  for (const range of gaps({ text, spans })) {
    add({ kind: 'gap', ...range, label: labelBefore(text, range.from), boxes: [] });
  }
  const end = /[：:][ \u00a0\u3000]*$/u.exec(text);
  if (end && whole === text && !heading.test(text)) {
    const label = labelBefore(text, end.index + 1);
    const from = end.index + 1;
    if (label !== '' && label.length <= longestLabel) add({ kind: 'end', from, to: text.length, label, boxes: [] });
  }
  return found.toSorted((left, right) => left.from - right.from);
}

/** A word that labels something, without blanks and its colon: 姓　名： is 姓名. */
export function plainLabel(text: string): string {
  return text.replace(/[\s\u00a0\u3000]+/gu, '').replace(/[：:]+$/u, '');
}

/** The last words before a place, back to where another thing ends. */
function labelBefore(text: string, at: number): string {
  const before = text
    .slice(Math.max(0, at - labelSpace), at)
    .replace(/[_＿]+/gu, '  ')
    // 姓　　名： is one word whose hanzi are set apart.
    .replace(/(?<!\p{Script=Han})(?:\p{Script=Han}[ \u3000]+)+\p{Script=Han}(?=[：:])/gu, (word) => plainLabel(word))
    .trimEnd();
  const parts = before.split(/[ \u00a0\u3000\t]{2,}|[，,。；;\n\t□☐]|(?<=[：:])\s*(?=.*[：:])/u);
  const last = plainLabel(parts.at(-1) ?? '')
    .replace(/^[(（【[)）】\]、]+/u, '')
    .replace(/[(（【[]+$/u, '');
  // 姓名：张三 性别：: of what stands behind an earlier colon only the last word is the label.
  const [word = ''] = /[^：:]*$/u.exec(last) ?? [];
  return plainLabel(/[(（【[]/u.test(word) ? word : word.replace(/[)）】\]]+$/u, ''));
}

function gaps({ text, spans }: Text): { from: number; to: number }[] {
  const ranges = [...text.matchAll(underscores)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
  for (const span of spans) {
    if (!span.underlined) continue;
    for (const match of text.slice(span.from, span.to).matchAll(/[ \u00a0\u3000\t]{2,}|^[ \u3000]+$/gu)) {
      ranges.push({ from: span.from + match.index, to: span.from + match.index + match[0].length });
    }
  }
  for (const match of text.matchAll(blanksAfterColon)) {
    ranges.push({ from: match.index, to: match.index + match[0].length });
  }
  // 姓名： and an underlined blank, and underscores behind it, are one gap.
  const joined: { from: number; to: number }[] = [];
  for (const range of ranges.toSorted((left, right) => left.from - right.from)) {
    const last = joined.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}

interface Box {
  readonly from: number;
  readonly to: number;
}

/** Boxes with their options: □男 □女, ( )健康 ( )残疾, 男□ 女□, 健康( )、残疾( ). */
function findTicks(text: string): TextPlace[] {
  const marks = [...text.matchAll(box)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
  const circles = [...text.matchAll(circle)].map((match) => ({ from: match.index, to: match.index + 1 }));
  const boxes = [...marks, ...(circles.length > 1 ? circles : [])].toSorted((left, right) => left.from - right.from);
  if (boxes.length === 0) return [];
  const between = (index: number): string =>
    text.slice(
      index === 0 ? 0 : outer(text, boxes[index - 1]).to,
      index === boxes.length ? undefined : outer(text, boxes[index]).from,
    );
  const isAfter = boxesFollowTexts(boxes.map((_, index) => between(index)).concat(between(boxes.length)));
  const groups: { label: string; boxes: (Box & { text: string })[] }[] = [];
  boxes.forEach((each, index) => {
    const [own, other] = isAfter ? [between(index), ''] : [between(index + 1), between(index)];
    // A new label begins a new group: □男 □女　是否残疾：□是 □否
    const labelled = isAfter
      ? labelAndOption(own)
      : { label: index === 0 ? wholeLabel(other) : newLabel(other), option: own };
    if (groups.length === 0 || labelled.label !== '') groups.push({ label: labelled.label, boxes: [] });
    const option = isAfter ? labelled.option : optionBehind(labelled.option, index === boxes.length - 1);
    groups.at(-1)?.boxes.push({ ...each, text: plainOption(option) });
  });
  return groups.flatMap(({ label, boxes: own }): TextPlace[] => {
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (own.length === 1 && isBracket(text, first)) {
      // One pair of brackets is a gap to write into, when there is room in it.
      if (first.to === first.from) return [];
      return [{ kind: 'gap', from: first.from, to: first.to, label: label || (isAfter ? first.text : ''), boxes: [] }];
    }
    return [{ kind: 'ticks', from: first.from, to: last.to, label, boxes: own }];
  });
}

function isBracket(text: string, { from }: Box): boolean {
  return /[(（【[]/u.test(text[from - 1] ?? '');
}

/** A box with its brackets. */
function outer(text: string, range: Box | undefined): Box {
  if (range === undefined) return { from: 0, to: 0 };
  return isBracket(text, range) ? { from: range.from - 1, to: range.to + 1 } : range;
}

function boxesFollowTexts(between: readonly string[]): boolean {
  const first = (between[0] ?? '').replace(/^.*[：:]/su, '');
  if (first.trim() === '') return false;
  const last = (between.at(-1) ?? '').replace(/[\s、，,；;。]+/gu, '');
  return last === '' || (!/\s$/u.test(first) && /^(?:[\s、，,；;。]|$)/u.test(between[1] ?? ''));
}

function labelAndOption(text: string): { label: string; option: string } {
  const match = /^(.*?)([^：:\s、，,；;]+)[：:](.*)$/su.exec(text);
  return match ? { label: plainLabel(match[2] ?? ''), option: match[3] ?? '' } : { label: '', option: text };
}

function wholeLabel(text: string): string {
  const [last = ''] = text
    .split(/[，,。；;\n]|[ \u3000]{2,}/u)
    .filter((part) => part.trim() !== '')
    .slice(-1);
  return plainLabel(last);
}

function newLabel(text: string): string {
  return plainLabel(/[\s，,；;。]([^\s：:，,；;。]+)[：:]\s*$/u.exec(text)?.[1] ?? '');
}

/** Behind the last box, and before the label of the next group, something else may follow the option. */
function optionBehind(text: string, isLast: boolean): string {
  const own = text.replace(/[\s，,；;。]+[^\s：:，,；;。]+[：:]\s*$/u, '').trim();
  return isLast ? (own.split(/[\s，,；;。]/u)[0] ?? '') : own;
}

function plainOption(text: string): string {
  return text
    .replace(/[_＿\s\u3000]+/gu, '')
    .replace(/^(?:\d{1,2}[.、．]|[①-⑳]|[、，,；;。/]+)/u, '')
    .replace(/[、，,；;。/：:]+$/u, '');
}
