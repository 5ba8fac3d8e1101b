import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { childCategories } from '../../shared/codes/children.ts';
import { F04 } from '../../shared/forms/F04.ts';
import { F08 } from '../../shared/forms/F08.ts';
import { F20 } from '../../shared/forms/F20.ts';
import { findSheet, sheets } from '../../shared/forms/index.ts';
import type { Cell, Part, Sheet, SheetRow } from '../../shared/forms/sheet.ts';

/**
 * What the research on forms draws of each sheet: one line a printed row, `R1 h9 [label 2×3] [‹› 2]` for its height in mm, and
 * text and span of each cell in columns and rows; ‹› is where a value goes. Registers have a line for each column: heading and mm.
 */
const folder = join(import.meta.dirname, '../fixtures/forms');
const drawn = readdirSync(folder).map((name) => name.replace('.txt', ''));

function linesOf(key: string): string[] {
  return readFileSync(join(folder, `${key}.txt`), 'utf8')
    .trim()
    .split('\n');
}

/** Where a sheet differs from its drawing, and what it has instead. */
interface Difference {
  /** `R3.2` the second cell of row 3, `R3.2 span` its span, `R3` the row's height. */
  readonly at: string;
  readonly sheet: string;
}

/** Of registers: the widths that are meant to differ, in mm. */
const registerWidths: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // A day of two figures in month and day needs 15 mm for two lines.
  F20: { 现居住地: 31, 最近见面: 15, 应见日期: 15 },
};

/** Differences that are meant, with their reason. */
interface Deviation {
  readonly reason: string;
  readonly differences: Readonly<Record<string, string>>;
}

const sealed = 'Sealed by law (forms.md 13.6): nothing is stored, the place is for the pen.';
const signer = 'The name of who signs is printed before the place to sign.';
const hinted = 'What is to be written stands with the label, so that the cell is free.';
const room = 'The boxes or what is usually entered need more height.';

const deviations: Readonly<Record<string, readonly Deviation[]>> = {
  F01: [{ reason: 'The stroke stands only between two values.', differences: { 'R3.2': '‹›' } }],
  F02: [{ reason: sealed, differences: { 'R9.2': '', 'R9.4': '', 'R9.6': '', 'R12.2': '' } }],
  F06: [{ reason: sealed, differences: { 'R7.6': '' } }],
  F09: [
    { reason: 'The document and its days have a line of their own.', differences: { R7: '15', R9: '15' } },
    {
      reason: signer,
      differences: { 'R12.2': '所填属实，情形变化及时告知；授权查询比对。申请人（签名、按手印）：‹›年月日' },
    },
    {
      reason: 'What the offices decided, their reasons and days are kept and printed.',
      differences: {
        'R14.2': '□符合□不符合，理由：‹›查验人（两人）：（盖章）‹›',
        'R15.2': '□确认，自‹›起□不确认，理由：‹›（盖章）‹›',
      },
    },
  ],
  F10: [{ reason: 'Two neighbours write and sign in it.', differences: { R7: '28' } }],
  'F12-4': [
    {
      reason: 'A telephone number stands on one line in two columns; labels are short enough for one.',
      differences: {
        'R3.2 span': '1×1',
        'R3.7 span': '2×1',
        'R4.1 span': '1×1',
        'R4.6 span': '2×1',
        'R6.2 span': '1×1',
        'R6.7 span': '2×1',
      },
    },
    { reason: 'The village dates its seal.', differences: { 'R13.2': '村（居）民委员会（盖章）：年月日' } },
  ],
  F13: [
    {
      reason: 'Of the emergency screen only is kept whether anything was found, which has boxes of its own.',
      differences: {
        'R3.2':
          '□正在遭受家庭暴力、虐待或性侵害□被拐卖、被非法雇用□正在离家出走或流浪乞讨□家庭重大变故、生活无着□不满16周岁脱离监护单独生活□不满8周岁无人看护□自伤自杀言行□其他危及生命安全情形；任一为“是”即为高风险，立即介入。紧急情形：□有□无',
      },
    },
    { reason: sealed, differences: { 'R9.3': '', 'R14.3': '', 'R16.2': '', 'R20.2': '' } },
    { reason: room, differences: { R9: '9', R17: '9' } },
    {
      reason: 'In words rather than signs of comparison.',
      differences: { 'R17.2': '13家庭收入与低保线之比（2倍以上0分，1至2倍1或3分，不足1倍5分）' },
    },
    { reason: signer, differences: { 'R27.2': '‹›（签名，两人）' } },
  ],
  F14: [
    {
      reason: 'The categories of children as boxes, without those that are sealed: infections, offences, victims.',
      differences: { 'R3.2': childCategories.entries.map(({ label }) => `□${label}`).join('') },
    },
    {
      reason: room,
      differences: {
        R3: '28',
        ...Object.fromEntries([6, 7, 8, 9, 11, 12].map((row) => [`R${row}`, '14'])),
        R10: '20',
        ...Object.fromEntries([14, 15, 16, 17, 18, 19].map((row) => [`R${row}`, '9'])),
        ...Object.fromEntries([21, 22, 23, 24].map((row) => [`R${row}`, '12'])),
      },
    },
    { reason: 'What the family says is kept and printed.', differences: { 'R27.2': '‹›（签名）年月日' } },
  ],
  F15: [{ reason: signer, differences: { 'R9.2': '‹›（签名）', 'R9.4': '‹›（签名）年月日' } }],
  F16: [
    { reason: sealed, differences: { 'R13.2': '□不需要□已报告，编号' } },
    { reason: signer, differences: { 'R15.2': '‹›（签名）' } },
  ],
  F17: [
    {
      reason: 'The reasons to choose from stand there until one is chosen.',
      differences: { 'R8.2': '□继续帮扶□调整方案□提级会商□销号（原因：‹›）' },
    },
  ],
  F19: [
    {
      reason:
        'Groups without an act and illnesses are not listed, 涉黄赌毒 is sealed and for the pen, minors are on no such list.',
      differences: {
        'R6.2': '□性侵犯罪前科的刑满释放人员□社区矫正对象□问题青少年（已满18周岁）□有拐卖人口犯罪前科人员□涉黄赌毒人员',
      },
    },
    {
      reason: hinted,
      differences: {
        'R7.1': '认定依据（文书、文号）',
        'R7.2': '‹›',
        'R11.1': '同住未成年人（档案号、关系）',
        'R11.2': '‹›',
      },
    },
    { reason: 'Who fills it in is kept and printed.', differences: { 'R23.2': '（盖章）填表人：‹›' } },
  ],
  F21: [
    { reason: room, differences: { R2: '14' } },
    { reason: signer, differences: { 'R12.2': '‹›（签名）' } },
  ],
  F22: [{ reason: hinted, differences: { 'R3.1': '事实及依据（附文书）', 'R3.2': '‹›' } }],
  F23: [{ reason: 'The cell is left free for what is known.', differences: { 'R11.2': '‹›' } }],
};

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  switch (part.kind) {
    case 'tick':
    case 'penTick':
      return part.style === '□' ? `□${part.text}` : `${part.text}( )`;
    case 'value':
    case 'office':
      return '‹›';
    case 'blank':
    case 'join':
    case 'sealed':
      return '';
  }
}

/** Without white space, lines for the pen and marks of how a label is set. */
function squeezed(text: string): string {
  return text.replace(/[\s_]|\(竖排\)/gu, '').replace(/(‹›)+/gu, '‹›');
}

interface DrawnCell {
  readonly text: string;
  readonly span: string;
}
interface DrawnRow {
  readonly height: string;
  readonly cells: readonly DrawnCell[];
}

function drawnRow(line: string): DrawnRow {
  const cells = [...line.matchAll(/\[(.*?) (\d+)(?:×(\d+))?\](?= \[|$)/gu)].map(
    ([, text = '', columns = '', rows = '1']) => ({ text: squeezed(text), span: `${columns}×${rows}` }),
  );
  return { height: /h(\d+)/u.exec(line)?.[1] ?? '', cells };
}

function declaredRows({ height, cells, repeat }: SheetRow): DrawnRow[] {
  return Array.from({ length: repeat?.times ?? 1 }, (_, index) => ({
    height: String(height),
    cells: cells.map((cell: Cell) => ({
      text: squeezed(cell.rowNumber ? String(index + 1) : cell.parts.map(textOf).join('')),
      span: `${cell.columns}×${cell.rows}`,
    })),
  }));
}

/** The rows of a sheet that its drawing shows: all, or the receipt below a line to cut along. */
function drawnPart({ rows }: Sheet): readonly SheetRow[] {
  return rows.slice(rows.findIndex(({ cut }) => cut !== undefined) + 1);
}

function differences(document: readonly DrawnRow[], sheet: readonly DrawnRow[]): Difference[] {
  return document.flatMap((row, index) => {
    const at = `R${index + 1}`;
    const { height, cells } = sheet[index] ?? { height: '', cells: [] };
    const found: Difference[] = height === row.height ? [] : [{ at, sheet: height }];
    row.cells.forEach((cell, place) => {
      const declared = cells[place];
      if (declared?.text !== cell.text) found.push({ at: `${at}.${place + 1}`, sheet: declared?.text ?? 'missing' });
      if (declared?.span !== cell.span)
        found.push({ at: `${at}.${place + 1} span`, sheet: declared?.span ?? 'missing' });
    });
    return cells.length > row.cells.length ? [...found, { at, sheet: `${cells.length} cells` }] : found;
  });
}

const registers = { F04, F08, F20 } as const;
const sheetKeys = drawn.filter((key) => !Object.hasOwn(registers, key)).map((key) => (key === 'F12' ? 'F12-4' : key));

test('every sheet has a drawing but the three of the pack whose text nobody knows and the answer about sealed matter', () => {
  const keys = sheets.map(({ key }) => key);
  expect(keys.filter((key) => !sheetKeys.includes(key))).toEqual(['F12-1', 'F12-2', 'F12-3', 'FC-1']);
  expect(sheetKeys.filter((key) => !keys.includes(key))).toEqual([]);
});

test.each(sheetKeys)('%s has the cells of its drawing, and differs where it is meant to', (key) => {
  const sheet = findSheet(key);
  if (sheet === undefined) throw new Error(`${key} is not declared`);
  const document = linesOf(key.slice(0, 3)).map(drawnRow);
  const declared = drawnPart(sheet).flatMap(declaredRows);
  expect(declared).toHaveLength(document.length);
  const found = Object.fromEntries(differences(document, declared).map(({ at, sheet: text }) => [at, text]));
  const meant = Object.assign({}, ...(deviations[key] ?? []).map((deviation) => deviation.differences));
  expect(found).toEqual(meant);
});

test.each(Object.entries(registers))('%s has the columns of its drawing', (key, { columns }) => {
  const document = linesOf(key).map((line) => {
    const [, heading = '', width = ''] = /^(.+) (\d+)$/u.exec(line) ?? [];
    return { heading, width: registerWidths[key]?.[heading] ?? Number(width) };
  });
  expect(columns.map(({ heading, width }) => ({ heading: squeezed(heading), width }))).toEqual(document);
});
