import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { progressInWords } from '../../../renderer/components/progressInWords.ts';
import { firstPlaceFrom } from '../../../renderer/registers/firstPlaceFrom.ts';
import { importColumnWidths } from '../../../renderer/registers/importColumnWidths.ts';
import {
  committedWords,
  commitWords,
  emptyInWords,
  findingsInBrief,
  fixedInWords,
  headLine,
  leftInWords,
  outcomeInWords,
  rowsForPaper,
  sentencesForPaper,
  undoneInWords,
  valueInBrief,
  verdictInWords,
  whyNot,
} from '../../../renderer/registers/importSentences.ts';
import { isRepeated } from '../../../renderer/registers/isRepeated.ts';
import { changesOf, isWorthKeeping, noImport } from '../../../renderer/registers/keptImport.ts';
import { rowsInput } from '../../../renderer/registers/useImportRows.ts';
import type { ImportRow, ImportSummary } from '../../../shared/contract/importMethods.ts';
import { child } from '../../../shared/registers/child.ts';

const summary: ImportSummary = {
  importId: '1',
  fileName: '花名册.xlsx',
  sheetName: '名单',
  revision: 1,
  otherSheets: [],
  headingRow: 2,
  columns: [
    { index: 0, letter: 'A', heading: '姓名', target: 'name', width: 8 },
    { index: 2, letter: 'C', heading: '备忘', target: null, width: 4 },
  ],
  targets: [],
  remembered: null,
  defaults: { village: '439981100201' },
  commonFields: [],
  missingFields: [],
  obstacle: null,
  doubt: null,
  later: null,
  leftOut: [],
  unknownVillages: [],
  skippedRows: [],
  total: 1_300,
  verdicts: { new: 1_246, update: 3, same: 2, duplicate: 9, error: 40 },
  marks: { warning: 8, undecided: 6, fixed: 0, skipped: 3 },
  skippedErrors: 0,
  creates: 1_246,
  updates: 3,
  committed: null,
};
const committed = { batch: '00000000-0000-4000-8000-000000000001', created: 1_246, updated: 3 };
const row: ImportRow = {
  row: 17,
  verdict: 'error',
  name: '欧阳朵朵',
  cells: ['欧阳朵朵', 'x'],
  issues: [
    {
      cell: 'C17',
      column: 2,
      field: 'id_number',
      message: 'C17“身份证号”现为“439981201503070025”：校验位不正确',
      withoutValues: 'C17“身份证号”：校验位不正确',
      severity: 'error',
      proposals: [],
    },
  ],
  changes: [],
  fixes: [],
  match: null,
  decision: null,
  decisions: [],
  outcome: 'none',
};
const warned: ImportRow = {
  ...row,
  issues: row.issues.map((issue) => ({ ...issue, severity: 'warning' as const })),
};

describe('what the page says of a table', () => {
  test('the head line counts every verdict, and the doubles nobody has decided about', () => {
    expect(headLine(summary)).toBe('共1,300行：新增1,246、更新3、相同2、疑似重复9（等待决定6）、错误40');
  });

  test('the button says exactly what it will do', () => {
    expect(commitWords(child, summary)).toBe('导入新增1,246名儿童、更新3名儿童');
    expect(commitWords(child, { ...summary, updates: 0 })).toBe('导入新增1,246名儿童');
    expect(commitWords(child, { ...summary, creates: 0 })).toBe('导入更新3名儿童');
    expect(commitWords(child, { ...summary, creates: 0, updates: 0 })).toBe('导入新增0名儿童');
  });

  test.each([
    ['the table lacks a column', { obstacle: '表里没有“姓名”这一列' }, '表里没有“姓名”这一列'],
    ['a common value is missing', { missingFields: ['village'] }, /“村（社区）”没有填/u],
    [
      'only faults are left',
      {
        creates: 0,
        updates: 0,
        verdicts: { ...summary.verdicts, same: 0 },
        marks: { ...summary.marks, undecided: 0 },
      },
      /请按提示改好，或退回村里/u,
    ],
    [
      'doubles wait for a decision, beside faults',
      { creates: 0, updates: 0, verdicts: { ...summary.verdicts, same: 0 } },
      '不能导入：请先决定等待决定的6行',
    ],
    [
      'only doubles of other rows are left',
      {
        creates: 0,
        updates: 0,
        verdicts: { ...summary.verdicts, same: 0, error: 0 },
        marks: { ...summary.marks, undecided: 0, skipped: 0 },
      },
      /疑似重复的请核对改好/u,
    ],
    [
      'the rest is skipped',
      {
        creates: 0,
        updates: 0,
        verdicts: { ...summary.verdicts, same: 0, error: 0 },
        marks: { ...summary.marks, undecided: 0 },
      },
      /都已决定跳过/u,
    ],
    [
      'everything is stored already',
      {
        creates: 0,
        updates: 0,
        verdicts: { new: 0, update: 0, same: 5, duplicate: 0, error: 0 },
        marks: { warning: 0, undecided: 0, fixed: 0, skipped: 0 },
      },
      '没有新的内容：相同5行都已在名册',
    ],
    [
      'what is not stored already is to be mended',
      {
        creates: 0,
        updates: 0,
        verdicts: { new: 0, update: 0, same: 253, duplicate: 2, error: 40 },
        marks: { warning: 0, undecided: 2, fixed: 0, skipped: 1 },
      },
      '没有新的内容：相同253行都已在名册，另有41行要改正或核对',
    ],
  ])('nothing can be taken over: %s', (_, changes, sentence) => {
    expect(whyNot(child, { ...summary, ...changes })).toMatch(sentence);
  });

  test('a table with rows to take over has nothing against it', () => {
    expect(whyNot(child, summary)).toBeUndefined();
  });

  test('what was stored and what was not adds up', () => {
    expect(committedWords(child, committed)).toBe('已导入：新增1,246名儿童、更新3名儿童');
    expect(leftInWords({ ...summary, committed })).toBe(
      '“花名册.xlsx”另有51行没有写入：错误40行，疑似重复6行，跳过3行，相同2行。可以把核对结果退回村里，改好再导入，已写入的不会重复；在镇里改过的，请村里在原表也改。',
    );
    // A skipped error is told with what was skipped.
    expect(leftInWords({ ...summary, skippedErrors: 3, committed })).toMatch(/错误37行，疑似重复9行，跳过3行/u);
    expect(leftInWords({ ...summary, total: 1_249, committed })).toBe('“花名册.xlsx”的1,249行都已写入。');
  });

  test('taking it back says what stayed', () => {
    expect(undoneInWords(child, { undone: 1_249, kept: 0 })).toBe('已撤销：1,249名儿童恢复到导入以前');
    expect(undoneInWords(child, { undone: 1_248, kept: 1 })).toContain('1名儿童导入以后又改过，没有动');
  });

  test('an empty filter says what it looked for', () => {
    expect(emptyInWords({ only: 'error', search: '' })).toBe('没有“错误”的行');
    expect(emptyInWords({ only: 'fixed', search: '' })).toBe('没有“已改”的行');
    expect(emptyInWords({ only: 'error', search: '双塘' })).toContain('没有找到');
  });
});

describe('what the page says of a row', () => {
  test('a decision stands in the place of the verdict', () => {
    expect(verdictInWords(row)).toBe('错误');
    expect(verdictInWords({ ...row, decision: 'skip' })).toBe('跳过');
  });

  test.each([
    [{ outcome: 'create' }, '会新增'],
    [{ outcome: 'update' }, '会更新名册里的记录'],
    [{ decision: 'skip' }, '已决定跳过，不导入'],
    [{}, '错误，改好才能导入'],
    [{ verdict: 'duplicate', decisions: ['new', 'skip'] }, '疑似重复，决定怎么办以后才导入'],
    [{ verdict: 'duplicate' }, '疑似重复，不用决定，不会导入；写错的改好才导入'],
    [{ verdict: 'same' }, '相同，名册里或本表已有，不用再导入'],
  ] satisfies [Partial<ImportRow>, string][])('%o: %s', (changes, words) => {
    expect(outcomeInWords({ ...row, ...changes })).toBe(words);
  });

  test('the brief finding leaves out what the table shows, and says when there are more', () => {
    expect(findingsInBrief(row)).toBe('身份证号：校验位不正确');
    expect(
      findingsInBrief({ ...row, issues: row.issues.map((each) => ({ ...each, withoutValues: '没有姓名' })) }),
    ).toBe('没有姓名');
    expect(findingsInBrief({ ...row, issues: [...row.issues, ...row.issues] })).toMatch(/（共2处）$/u);
    expect(findingsInBrief({ ...row, issues: [] })).toBe('');
  });

  test('mending says how the row stands now', () => {
    expect(fixedInWords(row, false)).toBe('已改，第17行还有1处要改');
    expect(fixedInWords({ ...warned, verdict: 'new' }, true)).toBe('同样的都已改，第17行现在是“新增”');
  });

  test('rows on paper stand together by village, and what is no village of the office is left out', () => {
    const columns = [{ index: 0, letter: 'A', heading: '村', target: 'village', width: 8 }];
    const of = (number: number, village: string): ImportRow => ({ ...row, row: number, cells: [village] });
    const rows = [of(3, '双塘村'), of(4, '古井社区'), of(5, ' 双塘村'), of(6, '欧阳朵朵')];
    expect(
      rowsForPaper(rows, { columns, unknownVillages: ['欧阳朵朵'] }).map((each) => [each.row.row, each.village]),
    ).toEqual([
      [3, '双塘村'],
      [5, '双塘村'],
      [4, '古井社区'],
      [6, ''],
    ]);
    const [first] = rowsForPaper(rows, { columns: [], unknownVillages: [] });
    expect(first?.village).toBe('');
  });

  test('a long value is cut and its length told', () => {
    expect(valueInBrief('虚拟县安宁镇')).toBe('虚拟县安宁镇');
    expect(valueInBrief('村'.repeat(5_000))).toBe(`${'村'.repeat(120)}…（共5,000字）`);
  });

  test('paper names neither the child nor a value', () => {
    const double: ImportRow = {
      ...warned,
      verdict: 'duplicate',
      match: { kind: 'row', row: 4, name: '欧阳朵朵', reason: '身份证号相同', differences: [] },
    };
    expect(sentencesForPaper(double)).toEqual([
      '请核对：C17“身份证号”：校验位不正确',
      '与第4行可能重复：身份证号相同，请核对是否同一人',
    ]);
    expect(sentencesForPaper(double).join()).not.toMatch(/欧阳|4399/u);
  });
});

describe('what is asked of the core', () => {
  test('a filter is a verdict or a mark, and a search without blanks around it', () => {
    expect(rowsInput({ only: null, search: ' ' })).toEqual({ verdicts: [] });
    expect(rowsInput({ only: 'error', search: '' })).toEqual({ verdicts: ['error'] });
    expect(rowsInput({ only: 'undecided', search: ' 双塘 ' })).toEqual({
      verdicts: [],
      mark: 'undecided',
      search: '双塘',
    });
  });

  test('columns and defaults are the clerk’s, or else as they were understood', () => {
    const kept = { ...noImport, summary };
    expect(changesOf(kept)).toEqual({
      targets: [
        { index: 0, target: 'name' },
        { index: 2, target: null },
      ],
      defaults: { village: '439981100201' },
    });
    const entered = { targets: [], defaults: {} };
    expect(changesOf({ ...kept, entered })).toBe(entered);
  });

  test('any row of the sheet is found in a list of any length with few looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 20_000 }), { maxLength: 200 }),
        fc.integer({ min: 0, max: 20_001 }),
        async (unsorted, wanted) => {
          const numbers = unsorted.toSorted((one, other) => one - other);
          let looks = 0;
          const rowAt = async (place: number): Promise<number> => {
            looks += 1;
            return numbers[place] ?? Number.NaN;
          };
          const expected = numbers.findIndex((number) => number >= wanted);
          expect(await firstPlaceFrom(rowAt, numbers.length, wanted)).toBe(expected < 0 ? numbers.length : expected);
          expect(looks).toBeLessThanOrEqual(Math.ceil(Math.log2(numbers.length + 1)) + 1);
        },
      ),
    );
  });
});

describe('an import that was left', () => {
  test('waits until nothing of it is to be done', () => {
    const kept = { ...noImport, summary };
    const done: ImportSummary = { ...summary, committed };
    const clean: ImportSummary = {
      ...done,
      verdicts: { ...done.verdicts, error: 0, duplicate: 0 },
    };
    expect(isWorthKeeping(noImport)).toBe(false);
    expect(isWorthKeeping(kept)).toBe(true);
    expect(isWorthKeeping({ ...kept, summary: done })).toBe(true);
    expect(isWorthKeeping({ ...kept, summary: clean })).toBe(false);
    expect(isWorthKeeping({ ...kept, summary: done, undone: { undone: 3, kept: 0 } })).toBe(false);
    const running = { job: committed.batch, kind: 'read', settled: Promise.resolve() } as const;
    expect(isWorthKeeping({ ...noImport, running })).toBe(true);
  });
});

describe('the columns of the table', () => {
  test('are as wide as their texts, within reason, and never narrower than their heading', () => {
    const widthOf = (heading: string, width: number): number =>
      importColumnWidths([{ index: 0, letter: 'A', heading, target: null, width }])[0] ?? 0;
    expect(widthOf('村', 1)).toBe(56);
    expect(widthOf('身份证号', 18)).toBeGreaterThan(widthOf('身份证号', 8));
    expect(widthOf('家庭住址', 400)).toBe(280);
    expect(widthOf('就读学校', 1)).toBeGreaterThanOrEqual(4 * 14);
  });

  test('words of a list can be mended everywhere at once, what names one person cannot', () => {
    expect(isRepeated(child, 'ethnicity')).toBe(true);
    expect(isRepeated(child, 'village')).toBe(true);
    expect(isRepeated(child, 'compound:残疾类别等级')).toBe(true);
    expect(isRepeated(child, 'name')).toBe(false);
    expect(isRepeated(child, 'id_number')).toBe(false);
    expect(isRepeated(child, null)).toBe(false);
  });
});

test('progress is said in numbers when they are known', () => {
  expect(progressInWords(null)).toBe('请稍等');
  expect(progressInWords({ done: 3, total: 0, label: '正在读取' })).toBe('正在读取');
  expect(progressInWords({ done: 1_200, total: 10_000, label: '正在核对' })).toBe('正在核对 1,200 / 10,000');
  expect(progressInWords({ done: 1_441_792, total: 2_974_384, label: '正在备份', inBytes: true })).toBe('正在备份 48%');
});
