import { comparableWord } from '../codes/codeTable.ts';
import { plainHeading } from '../registers/plainHeading.ts';
import type { RecordShape } from '../registers/register.ts';
import type { TemplateBinding, TemplateProposal, TemplateProposals } from './templateBindings.ts';
import type { TemplateContent, TemplatePlace, TemplateRows } from './templateModel.ts';
import { memberGroup, recordRows, rowSources, type TemplateSource, templateSources } from './templateSources.ts';

/** Codes that a box of these words ticks, by source, where the form's word is not one of the code table's: 高中 ticks two. */
export type TaughtOptions = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

interface Found {
  readonly source: TemplateSource;
  readonly confidence: TemplateProposal['confidence'];
  readonly reason: string;
}

type Lookup = (label: string) => TemplateSource | undefined;
type CodesOf = (source: TemplateSource, words: readonly string[]) => string[][];

/** What is written by hand whatever the program knows. */
const forThePen = /签字|签名|签章|盖章|公章|照片|相片|手印|指印|意见$|领导批示/u;
/** Blocks that are about the child itself. */
const ownSection = /儿童|未成年人|学生|孩子|基本|本人|个人/u;
/** Labels that everybody has: in a block about somebody else they are not the child's. */
const personal =
  /^(?:姓名|性别|民族|年龄|出生(?:日期|年月)?|身份证.{0,3}|公民身份号码|证件号码|联系?电话|联系方式|电话|手机.{0,2}|住址|.{0,3}地址|健康状况|与.*关系|关系|工作单位.*|职业)$/u;
const otherPerson = /父|母|监护|负责人|校长|班主任|责任人|家长|老师|联系人|委托|法定/u;
/** Words by which a head row shows that its rows are family members. */
const kinshipHead = /关系|称谓/u;

/**
 * What each place would be filled with, with how sure that is and why. Places that nothing says anything about get no proposal.
 */
export function proposeBindings(
  content: Omit<TemplateContent, 'model'>,
  shape: RecordShape,
  taught: TaughtOptions,
): TemplateProposals {
  const sources = templateSources(shape);
  const find = lookup(sources);
  const codesOf = createCodesOf(taught);
  const proposals: Record<string, TemplateProposal> = {};
  const columnsOf = new Map<string, Lookup>();
  for (const rows of content.rows) {
    const columns = content.places.filter((place) => place.rows === rows.address);
    const chosen = chooseGroup(rows, columns, shape);
    if (chosen === undefined) continue;
    proposals[rows.address] = chosen;
    if (chosen.binding.kind !== 'rows') continue;
    columnsOf.set(rows.address, lookup(rowSources(shape, chosen.binding.group) ?? []));
  }
  for (const place of content.places) {
    const proposal =
      place.rows === null
        ? proposePlace(place, find, sources, codesOf)
        : proposeColumn(place, columnsOf.get(place.rows));
    if (proposal !== undefined) proposals[place.address] = proposal;
  }
  return proposals;
}

/** Finds what a label names. Labels first, then other headings; of two that use one word the earlier declared. */
function lookup(sources: readonly TemplateSource[]): Lookup {
  const byWord = new Map<string, TemplateSource>();
  for (const words of [(each: TemplateSource) => [each.label], (each: TemplateSource) => each.headings]) {
    for (const source of sources) {
      for (const word of words(source)) {
        const key = withoutBrackets(plainHeading(word));
        if (!byWord.has(key)) byWord.set(key, source);
      }
    }
  }
  return (label) => {
    const plain = plainHeading(label);
    if (plain === '') return undefined;
    return byWord.get(withoutBrackets(plain)) ?? byWord.get(plain.replace(/\([^()]*\)/gu, ''));
  };
}

function withoutBrackets(plain: string): string {
  return plain.replace(/[()[\]【】/]/gu, '');
}

function proposePlace(
  place: TemplatePlace,
  find: Lookup,
  sources: readonly TemplateSource[],
  codesOf: CodesOf,
): TemplateProposal | undefined {
  if (place.kind === 'ticks') return proposeTicks(place, find, sources, codesOf);
  if (place.kind !== 'placeholder' && forThePen.test(place.label)) {
    return { binding: { kind: 'pen' }, confidence: 'sure', reason: `“${place.label}”由本人手写或盖章` };
  }
  const found = findFor(place, find);
  if (found === undefined) return undefined;
  const { source, confidence, reason } = found;
  if (place.kind === 'date' && source.type !== 'date') return undefined;
  return { binding: { kind: 'source', source: source.key }, confidence, reason };
}

/** The source that the words around a place name. */
function findFor(place: TemplatePlace, find: Lookup): Found | undefined {
  const { label, labelAbove, section } = place;
  if (label === '') return undefined;
  const said = saidBy(place);
  if (labelAbove !== '' && place.kind === 'cell') {
    const both = find(label + labelAbove);
    if (both) return { source: both, confidence: 'sure', reason: `左边是“${label}”，上方是“${labelAbove}”` };
  }
  const stem = section.replace(/(?:的?(?:基本)?(?:情况|信息|资料)|[（(].*[)）]|\d+)/gu, '');
  const inSection = stem === '' ? undefined : find(stem + label);
  if (inSection) return { source: inSection, confidence: 'sure', reason: `在“${section}”一栏里，${said}` };
  const isOthers = section !== '' && !ownSection.test(section) && otherPerson.test(section);
  const exact = find(label);
  if (exact) {
    if (isOthers && personal.test(plainHeading(label))) return undefined;
    return { source: exact, confidence: isOthers ? 'likely' : 'sure', reason: said };
  }
  // 未成年人身份证号码: the end of a label says what it is, unless what stands before names somebody else.
  const plain = plainHeading(label);
  for (let from = 1; from <= plain.length - 3; from += 1) {
    const source = find(plain.slice(from));
    if (source === undefined) continue;
    if (isOthers || otherPerson.test(plain.slice(0, from))) return undefined;
    return { source, confidence: 'likely', reason: `${said}，与“${source.label}”相近` };
  }
  return undefined;
}

function saidBy({ kind, label, labelAbove }: TemplatePlace): string {
  switch (kind) {
    case 'placeholder':
      return `占位符写着“${label}”`;
    case 'cell':
      return labelAbove === '' ? `旁边的格子写着“${label}”` : `左边的格子写着“${label}”`;
    default:
      return `前面写着“${label}”`;
  }
}

function proposeTicks(
  place: TemplatePlace,
  find: Lookup,
  sources: readonly TemplateSource[],
  codesOf: CodesOf,
): TemplateProposal | undefined {
  const named = findFor(place, find);
  const words = place.boxes.map(({ text }) => text);
  if (named !== undefined && named.source.type === 'choice') {
    const codes = codesOf(named.source, words);
    if (codes.some((each) => each.length > 0))
      return ticksProposal(named.source, codes, named.confidence, named.reason);
  }
  // Without a label that is known, boxes are recognised by their words; 是 and 否 say nothing about the question.
  const candidates = sources
    .filter(({ type, options }) => type === 'choice' && options.length > 2)
    .map((source) => ({ source, codes: codesOf(source, words) }))
    .map((each) => ({ ...each, known: each.codes.filter((codes) => codes.length > 0).length }))
    .filter(({ known }) => known >= 2 && known * 2 > words.length)
    .toSorted((left, right) => right.known - left.known);
  const [best] = candidates;
  if (best === undefined) return singleBox(place, sources, codesOf);
  return ticksProposal(best.source, best.codes, 'likely', `选项是“${best.source.label}”的选项`);
}

/** One box alone, such as □低保家庭, when only one choice has such an option. */
function singleBox(
  place: TemplatePlace,
  sources: readonly TemplateSource[],
  codesOf: CodesOf,
): TemplateProposal | undefined {
  if (place.boxes.length !== 1) return undefined;
  const words = place.boxes.map(({ text }) => text);
  const [source, ...others] = sources.filter(
    (each) => each.type === 'choice' && each.options.length > 2 && (codesOf(each, words)[0]?.length ?? 0) > 0,
  );
  if (source === undefined || others.length > 0) return undefined;
  return ticksProposal(source, codesOf(source, words), 'likely', `“${words[0]}”是“${source.label}”的选项`);
}

function ticksProposal(
  source: TemplateSource,
  codes: string[][],
  confidence: TemplateProposal['confidence'],
  reason: string,
): TemplateProposal {
  const isWhole = codes.every((each) => each.length > 0);
  return {
    binding: { kind: 'source', source: source.key, codes },
    confidence: isWhole ? confidence : 'likely',
    reason: isWhole ? reason : `${reason}，有的方框没有对上选项`,
  };
}

/** Tells the codes that each box ticks; the words of a source's options are gathered once. */
function createCodesOf(taught: TaughtOptions): CodesOf {
  const tables = new Map<TemplateSource, ReadonlyMap<string, string>>();
  const tableOf = (source: TemplateSource): ReadonlyMap<string, string> => {
    const known = tables.get(source);
    if (known) return known;
    const byWord = new Map<string, string>();
    for (const { code, label, synonyms } of source.options) {
      for (const word of [label, ...synonyms]) byWord.set(comparableWord(word), code);
    }
    tables.set(source, byWord);
    return byWord;
  };
  return (source, words) => {
    const byWord = tableOf(source);
    return words.map((word) => {
      const plain = comparableWord(word);
      const known = taught.get(source.key)?.get(plain);
      if (known !== undefined) return [...known];
      const code = byWord.get(plain) ?? byWord.get(plain.replace(/\([^()]*\)/gu, ''));
      return code === undefined ? [] : [code];
    });
  };
}

/** What rows are rows of: the group that knows most of their columns. */
function chooseGroup(
  rows: TemplateRows,
  columns: readonly TemplatePlace[],
  shape: RecordShape,
): (TemplateProposal & { readonly binding: TemplateBinding }) | undefined {
  const isKin =
    columns.some(({ label }) => kinshipHead.test(label)) || /家庭(?:主要)?成员|成员情况/u.test(rows.section);
  const scored = [...Object.keys(shape.rows), recordRows]
    .map((group) => {
      const find = lookup(rowSources(shape, group) ?? []);
      const known = columns.filter(({ label, section }) => find(section + label) ?? find(label)).length;
      // Of two groups that know as many columns, the one that such a head stands for.
      const favoured = group === memberGroup ? (isKin ? 2 : -1) : group === recordRows && isKin ? -2 : 0;
      return { group, known, score: known + favoured };
    })
    .filter(({ known }) => known >= 2)
    .toSorted((left, right) => right.score - left.score);
  const [best] = scored;
  if (best === undefined || best.known * 2 < columns.length) return undefined;
  const what = best.group === recordRows ? `每名${shape.title}一行` : (shape.rows[best.group]?.label ?? '');
  return {
    binding: { kind: 'rows', group: best.group },
    confidence: best.known * 3 >= columns.length * 2 ? 'sure' : 'likely',
    reason: `表头的${columns.length}列里有${best.known}列对得上，应为“${what}”`,
  };
}

function proposeColumn(place: TemplatePlace, find: Lookup | undefined): TemplateProposal | undefined {
  if (find === undefined) return undefined;
  if (forThePen.test(place.label)) {
    return { binding: { kind: 'pen' }, confidence: 'sure', reason: `“${place.label}”由本人手写或盖章` };
  }
  const inGroup = place.section === '' ? undefined : find(place.section + place.label);
  const source = inGroup ?? find(place.label) ?? nearKinship(place.label, find);
  if (source === undefined) return undefined;
  return { binding: { kind: 'source', source: source.key }, confidence: 'sure', reason: `表头是“${place.label}”` };
}

/** 与未成年人关系 and 称谓 are the relation of a family member. */
function nearKinship(label: string, find: Lookup): TemplateSource | undefined {
  return kinshipHead.test(label) ? find('与儿童关系') : undefined;
}
