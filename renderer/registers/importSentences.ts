import {
  type ImportRow,
  type ImportSummary,
  importDecisions,
  importMarks,
  importVerdicts,
} from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import type { ImportFilter } from './keptImport.ts';
import { verdictOrder } from './verdicts.ts';

const counted = (count: number): string => count.toLocaleString('zh-CN');

/** What the table comes to: 共300行：新增246、更新0、…. */
export function headLine(summary: ImportSummary): string {
  const parts = verdictOrder.map((verdict) => {
    const waiting = verdict === 'duplicate' ? summary.marks.undecided : 0;
    const detail = waiting > 0 ? `（等待决定${counted(waiting)}）` : '';
    return `${importVerdicts[verdict]}${counted(summary.verdicts[verdict])}${detail}`;
  });
  return `共${counted(summary.total)}行：${parts.join('、')}`;
}

/** What the commit does, on its button: 导入：新增246名儿童、更新3名儿童. */
export function commitWords(register: Register, { creates, updates }: ImportSummary): string {
  const parts = [
    ...(creates > 0 || updates === 0 ? [`新增${counted(creates)}${register.noun}`] : []),
    ...(updates > 0 ? [`更新${counted(updates)}${register.noun}`] : []),
  ];
  return `导入${parts.join('、')}`;
}

/** What the commit did: 已导入：新增246名儿童. */
export function committedWords(
  register: Register,
  { created, updated }: NonNullable<ImportSummary['committed']>,
): string {
  const parts = [
    ...(created > 0 || updated === 0 ? [`新增${counted(created)}${register.noun}`] : []),
    ...(updated > 0 ? [`更新${counted(updated)}${register.noun}`] : []),
  ];
  return `已导入：${parts.join('、')}`;
}

/** Why the table cannot be taken over as it stands, as one sentence; undefined when it can. */
export function whyNot(register: Register, summary: ImportSummary): string | undefined {
  if (summary.obstacle !== null) return `不能导入：${summary.obstacle}`;
  if (summary.missingFields.length > 0) {
    const labels = summary.missingFields.map((key) => register.fields[key]?.label ?? key);
    return `不能导入：“${labels.join('、')}”没有填，请在下面填一次，全表通用`;
  }
  const { verdicts, marks, skippedErrors } = summary;
  if (summary.creates + summary.updates > 0) return undefined;
  const waiting = verdicts.error + verdicts.duplicate - marks.skipped;
  // A table that comes again is no failure.
  if (verdicts.same > 0) {
    const rest = waiting > 0 ? `，另有${counted(waiting)}行要改正或核对` : '';
    return `没有新的内容：相同${counted(verdicts.same)}行都已在名册${rest}`;
  }
  // What needs no other paper comes before what is to be mended.
  if (marks.undecided > 0) return `不能导入：请先决定等待决定的${counted(marks.undecided)}行`;
  if (verdicts.error > skippedErrors) return '不能导入：没有可以导入的行，请按提示改好，或退回村里改好再导入';
  if (verdicts.duplicate > 0 && marks.skipped === skippedErrors) {
    return '不能导入：没有可以导入的行，疑似重复的请核对改好';
  }
  return '不能导入：没有可以导入的行，其余的都已决定跳过';
}

/** What becomes of a row as things stand, in words. */
export function outcomeInWords({ outcome, verdict, decision, decisions, match }: ImportRow): string {
  if (outcome === 'create') return '会新增';
  if (outcome === 'update') {
    return isBinned(match) ? '会从回收站恢复，并按本行更新' : '会更新名册里的记录';
  }
  if (decision === 'skip') return '已决定跳过，不导入';
  if (verdict === 'error') return '错误，改好才能导入';
  if (verdict === 'duplicate')
    return decisions.length > 0 ? '疑似重复，决定怎么办以后才导入' : '疑似重复，不用决定，不会导入；写错的改好才导入';
  return '相同，名册里或本表已有，不用再导入';
}

/** Whether whom a row is about lies in the recycle bin. */
export function isBinned(match: ImportRow['match']): boolean {
  return match?.kind === 'record' && match.deleted;
}

/** What the table says of a row in its second column: the verdict, or the decision about it. */
export function verdictInWords({ verdict, decision }: ImportRow): string {
  return decision === null ? importVerdicts[verdict] : importDecisions[decision];
}

/**
 * The first finding of a row and how many more there are, without cell and value: the table marks and
 * shows them anyway.
 */
export function findingsInBrief({ issues }: ImportRow): string {
  const [first] = issues;
  if (first === undefined) return '';
  const more = issues.length > 1 ? `（共${issues.length}处）` : '';
  return `${first.withoutValues.replace(/^[A-Z]+\d+“([^”]*)”/u, '$1')}${more}`;
}

/** Says that a filter keeps no row, and what that means. */
export function emptyInWords({ only, search }: ImportFilter): string {
  if (search.trim() !== '') return '没有找到含有这些字的行';
  if (only === null) return '表里没有行';
  const label = isVerdict(only) ? importVerdicts[only] : importMarks[only];
  return `没有“${label}”的行`;
}

/** Whether a filter goes by the verdict rather than by a mark. */
export function isVerdict(only: NonNullable<ImportFilter['only']>): only is keyof typeof importVerdicts {
  return Object.hasOwn(importVerdicts, only);
}

/** What is to be done about a row, without names and values: it goes to the village on paper. */
export function sentencesForPaper({ issues, match, verdict }: ImportRow): string[] {
  const found = issues.map(({ severity, withoutValues }) =>
    severity === 'error' ? withoutValues : `请核对：${withoutValues}`,
  );
  if (verdict !== 'duplicate' || match === null) return found;
  const other = match.kind === 'row' ? `第${match.row}行` : '已登记的一条';
  return [...found, `与${other}可能重复：${match.reason}，请核对是否同一人`];
}

/** Characters of a value that the panel shows: an address and a family member fit. */
const longestShown = 120;

/** A value as the panel shows it: a long one cut, with how long it is. */
export function valueInBrief(text: string): string {
  const characters = [...text];
  if (characters.length <= longestShown) return text;
  return `${characters.slice(0, longestShown).join('')}…（共${counted(characters.length)}字）`;
}

/**
 * The rows for paper with their villages, those of one village together when the table is of several. A village that the office
 * does not have is left out: anything may stand there.
 */
export function rowsForPaper(
  rows: readonly ImportRow[],
  { columns, unknownVillages }: Pick<ImportSummary, 'columns' | 'unknownVillages'>,
): { readonly row: ImportRow; readonly village: string }[] {
  const position = columns.findIndex(({ target }) => target === 'village');
  const placed = rows.map((row) => {
    const text = (row.cells[position] ?? '').trim();
    return { row, village: text.length > longestVillage || unknownVillages.includes(text) ? '' : text };
  });
  const villages = [...new Set(placed.map(({ village }) => village))];
  return villages.flatMap((village) => placed.filter((each) => each.village === village));
}

/** Characters of a village's name. */
const longestVillage = 30;

/** What was not stored, and why. */
export function leftInWords({ fileName, total, verdicts, marks, skippedErrors, committed }: ImportSummary): string {
  const stored = (committed?.created ?? 0) + (committed?.updated ?? 0);
  if (stored === total) return `“${fileName}”的${counted(total)}行都已写入。`;
  // Decided doubles are stored or skipped; the other ones are what remains.
  const errors = verdicts.error - skippedErrors;
  const doubles = total - stored - errors - verdicts.same - marks.skipped;
  const parts = [
    ...(errors > 0 ? [`错误${counted(errors)}行`] : []),
    ...(doubles > 0 ? [`疑似重复${counted(doubles)}行`] : []),
    ...(marks.skipped > 0 ? [`跳过${counted(marks.skipped)}行`] : []),
    ...(verdicts.same > 0 ? [`相同${counted(verdicts.same)}行`] : []),
  ];
  const mend =
    errors + doubles > 0
      ? '可以把核对结果退回村里，改好再导入，已写入的不会重复；在镇里改过的，请村里在原表也改。'
      : '';
  return `“${fileName}”另有${counted(total - stored)}行没有写入：${parts.join('，')}。${mend}`;
}

/** What taking the import back came to. */
export function undoneInWords(register: Register, { undone, kept }: { undone: number; kept: number }): string {
  const stayed = kept > 0 ? `；${counted(kept)}${register.noun}导入以后又改过，没有动` : '';
  return `已撤销：${counted(undone)}${register.noun}恢复到导入以前${stayed}`;
}

/** What the mending of a cell came to. */
export function fixedInWords(row: ImportRow, everywhere: boolean): string {
  const errors = row.issues.filter(({ severity }) => severity === 'error').length;
  const done = everywhere ? '同样的都已改' : '已改';
  if (errors > 0) return `${done}，第${row.row}行还有${errors}处要改`;
  return `${done}，第${row.row}行现在是“${importVerdicts[row.verdict]}”`;
}
