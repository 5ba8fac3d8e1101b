import { read, utils, type WorkSheet } from '@e965/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeDocument } from '../../electron/jobs/writeDocument.ts';
import { writeSheetWorkbook } from '../../electron/jobs/writeSheetWorkbook.ts';
import { discreetPrinting } from '../../shared/forms/childRegisterRow.ts';
import { F01 } from '../../shared/forms/F01.ts';
import { F08 } from '../../shared/forms/F08.ts';
import { sheets } from '../../shared/forms/index.ts';
import { layoutBlankForm } from '../../shared/forms/layoutBlankForm.ts';
import { layoutRegister } from '../../shared/forms/layoutRegister.ts';
import { layoutSheet, type PlacedTable, type SheetPage } from '../../shared/forms/layoutSheet.ts';
import { registerForms } from '../../shared/forms/registerForms.ts';
import { finish } from '../../shared/forms/steps.ts';
import { child } from '../../shared/registers/child.ts';
import { libreOfficeWriterMissing, printDocuments } from '../fixtures/workbooks/libreOffice.ts';
import { said } from './expectPrinted.ts';
import { longestRecord } from './longestRecord.ts';
import { readPdf } from './printSheets.ts';
import { readDocument, type WordTable } from './readDocument.ts';
import { longestRow, usualRows } from './registerRows.ts';
import { routePages } from './routePages.ts';
import { inventedTownship, sheetContext } from './sheetOffice.ts';

const office = { office: inventedTownship, context: sheetContext };
const foot = '编号 2026-000001　第1份共1份　打印人 周敏&<甲>　2026年11月21日 09:00　校验码 AB12-CD34';
const twipsPerMm = 1440 / 25.4;

/** What is written, without what is drawn: blanks of the pen and white. A ticked box is one character in a document. */
const written = (text: string): string => text.replace(/[\s\u00a0_]/gu, '').replaceAll('☑', '□√');
const sorted = (texts: readonly string[]): string[] => texts.filter((text) => text !== '').toSorted();

interface FormCase {
  readonly name: string;
  readonly pages: readonly SheetPage[];
  /** Whether every program shows it on as many pages as it is laid out on: fonts are no matter. */
  readonly isUsual: boolean;
}

const cases: readonly FormCase[] = [
  ...sheets.flatMap((sheet): FormCase[] => {
    const { key, register } = sheet;
    const about = register.about ?? null;
    const filled = (longest: boolean): readonly SheetPage[] =>
      layoutSheet(sheet, {
        values: longest ? longestRecord(register) : register.sample,
        about: about && (longest ? longestRecord(about) : about.sample),
        ...office,
      });
    return [
      { name: `${key}-blank`, pages: layoutBlankForm(key, office)?.pages ?? [], isUsual: true },
      { name: `${key}-usual`, pages: filled(false), isUsual: true },
      { name: `${key}-longest`, pages: filled(true), isUsual: false },
    ];
  }),
  { name: 'routeSheet', pages: routePages(), isUsual: false },
  ...registerForms.flatMap((form): FormCase[] => {
    const paper = { ...office, user: '罗建国', printing: discreetPrinting };
    const rows = [longestRecord(form.register), form.register.sample];
    return [
      { name: `${form.key}-blank`, pages: layoutBlankForm(form.key, office)?.pages ?? [], isUsual: true },
      { name: `${form.key}-usual`, pages: finish(form.layout([form.register.sample], paper)), isUsual: true },
      { name: `${form.key}-longest`, pages: finish(form.layout(rows, paper)), isUsual: false },
    ];
  }),
];

/** The cells of a row as Word has them: those that begin there, and the rest of those that began above. */
function expectedRow(table: PlacedTable, row: number) {
  return table.cells
    .filter((cell) => cell.row <= row && row < cell.row + cell.rows)
    .toSorted((one, other) => one.column - other.column)
    .map((cell) => ({
      text: cell.row === row ? said(cell.lines) : '',
      span: cell.columns,
      merge: cell.rows === 1 ? null : cell.row === row ? 'restart' : 'continue',
    }));
}

function expectTable(found: WordTable | undefined, table: PlacedTable): void {
  let edge = 0;
  let laid = 0;
  table.columns.forEach((width, column) => {
    edge += found?.columns[column] ?? 0;
    laid += width;
    expect(Math.abs(edge - laid * twipsPerMm)).toBeLessThan(1);
  });
  expect(found?.columns).toHaveLength(table.columns.length);
  expect(found?.rows).toHaveLength(table.rowHeights.length);
  found?.rows.forEach((row, index) => {
    expect(Math.abs(row.height - (table.rowHeights[index] ?? 0) * twipsPerMm)).toBeLessThan(1);
    expect(row.cells.map(({ text, span, merge }) => ({ text: written(text), span, merge }))).toEqual(
      expectedRow(table, index),
    );
    expect(row.cells.reduce((sum, cell) => sum + cell.width, 0)).toBe(
      found.columns.reduce((sum, each) => sum + each, 0),
    );
  });
}

/** Pages of a register whose rows go on from the page before; a document holds them in one piece. */
const goesOn = ({ texts, tables }: SheetPage): boolean =>
  tables[0]?.continues !== undefined && texts.some(({ running }) => running === 'head');

describe.each(cases)('$name as a Word file', ({ pages }) => {
  it('has the tables, merges, measures and texts of the layout', async () => {
    const { tables, lines } = readDocument(await writeDocument({ pages, foot }));
    if (!pages.some(goesOn)) {
      const laid = pages.flatMap((page) => page.tables);
      expect(tables).toHaveLength(laid.length);
      laid.forEach((table, index) => {
        expectTable(tables[index], table);
      });
    }
    const isRegister = pages.some((page) => page.texts.some(({ running }) => running === 'head'));
    const texts = pages.flatMap((page) => page.texts.filter(({ running }) => running === undefined || !isRegister));
    expect(written(lines.join('')).replace(/-/gu, '')).toBe(
      texts
        .map(({ lines: each }) => said(each))
        .join('')
        .replace(/-/gu, ''),
    );
  });
});

/** The cells of a worksheet with how many rows and columns they take. */
function cellsOf(sheet: WorkSheet): string[] {
  const merges = sheet['!merges'] ?? [];
  return Object.entries(sheet).flatMap(([address, cell]) => {
    if (address.startsWith('!') || cell.v === undefined || cell.v === '') return [];
    expect(cell.t).toBe('s');
    expect(cell.f).toBeUndefined();
    const { r, c } = utils.decode_cell(address);
    const merge = merges.find(({ s }) => s.r === r && s.c === c);
    const [rows, columns] = merge ? [merge.e.r - merge.s.r + 1, merge.e.c - merge.s.c + 1] : [1, 1];
    return [`${written(String(cell.v))}|${rows}|${columns}`];
  });
}

/** The highest row of Excel; higher ones are made of several. */
const highestRow = 142;

describe.each(cases)('$name as an Excel file', ({ pages }) => {
  it('has the cells, merges, measures and texts of the layout, and nothing but texts', () => {
    const workbook = read(writeSheetWorkbook({ records: [pages], name: '排查表', foot }), { cellStyles: true });
    const found = workbook.SheetNames.map((name) => workbook.Sheets[name] ?? {});
    expect(found).toHaveLength(pages.filter((page) => !goesOn(page)).length);
    if (pages.some(goesOn)) return;
    pages.forEach((page, index) => {
      const sheet = found[index] ?? {};
      const cells = cellsOf(sheet);
      const [table, ...others] = page.tables;
      expect(sorted(cells.map((cell) => cell.split('|')[0] ?? '')).join('').length).toBeGreaterThan(10);
      if (table === undefined || others.length > 0 || table.rowHeights.some((height) => height > highestRow)) return;
      const laid = table.cells.flatMap(({ lines, rows, columns }) =>
        said(lines) === '' ? [] : [`${said(lines)}|${rows}|${columns}`],
      );
      for (const cell of laid) expect(cells).toContain(cell);
      const widths = (sheet['!cols'] ?? []).slice(0, table.columns.length).map(({ wpx = 0 }) => wpx);
      widths.forEach((width, column) => {
        // The library that reads counts in pixels of another size.
        const share = width / widths.reduce((sum, each) => sum + each, 0);
        expect(share * 180).toBeCloseTo(((table.columns[column] ?? 0) / sumOf(table.columns)) * 180, -0.5);
      });
    });
  });
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

describe('a register of several pages', () => {
  const rows = usualRows(60).flatMap((row, index) => (index % 20 === 7 ? [row, longestRow] : [row]));
  const pages = layoutRegister(F08, rows, { area: '全镇', foot: { unit: '安宁镇人民政府', filled_by: '罗建国' } });

  it('is one table in Word whose head row is repeated, with each row once', async () => {
    const { tables, parts } = readDocument(await writeDocument({ pages, foot }));
    expect(tables).toHaveLength(1);
    const [head, ...body] = tables[0]?.rows ?? [];
    expect(head?.repeated).toBe(true);
    expect(body.some(({ repeated }) => repeated)).toBe(false);
    expect(body.map(({ cells }) => cells[0]?.text)).toEqual(rows.map((_, index) => String(index + 1)));
    expect(body.map(({ cells }) => cells[7]?.text)).toEqual(rows.map((row) => row.child_types));
    const feet = Object.entries(parts).filter(([path]) => path.startsWith('word/footer'));
    expect(feet.length).toBeGreaterThan(0);
    for (const [, foot] of feet) expect(foot).toContain('校验码 AB12-CD34');
  });

  it('is one worksheet in Excel whose head row is repeated, with each row once', () => {
    const workbook = read(writeSheetWorkbook({ records: [pages], name: '底数台账', foot }));
    expect(workbook.SheetNames).toEqual(['底数台账']);
    const table = utils.sheet_to_json<string[]>(workbook.Sheets.底数台账 ?? {}, { header: 1 });
    const numbered = table.filter(([first]) => /^\d+$/u.test(first ?? ''));
    expect(numbered.map(([first]) => first)).toEqual(rows.map((_, index) => String(index + 1)));
    expect(numbered.map((row) => row[7])).toEqual(rows.map((row) => row.child_types));
    expect(workbook.Workbook?.Names?.some(({ Name }) => Name === '_xlnm.Print_Titles')).toBe(true);
  });

  it('holds a row in one piece that the paper cuts', async () => {
    const long = { ...longestRow, school: '双塘村教学点附设学前班'.repeat(60) };
    const cut = layoutRegister(F08, [...usualRows(3), long, ...usualRows(2)], { area: '全镇', foot: {} });
    expect(cut.some(({ tables }) => tables[0]?.continues === 'cut')).toBe(true);
    const { tables } = readDocument(await writeDocument({ pages: cut, foot: null }));
    const body = tables[0]?.rows.slice(1) ?? [];
    expect(body.map(({ cells }) => cells[0]?.text)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(body[3]?.cells[9]?.text).toBe(long.school);
    const workbook = read(writeSheetWorkbook({ records: [cut], name: '底数台账', foot: null }));
    const texts = Object.values(workbook.Sheets.底数台账 ?? {}).map((cell) => cell?.v);
    expect(texts).toContain(long.school);
  });
});

describe('a file that leaves the program', () => {
  const values = {
    ...child.sample,
    fields: { ...child.sample.fields, household_address: '=1+1 & <b>"甲"</b> _x0041_' },
  };
  const pages = layoutSheet(F01, { values, ...office });

  it('holds hostile text as text', async () => {
    const { tables } = readDocument(await writeDocument({ pages, foot }));
    const texts = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ text }) => text)));
    expect(texts).toContain(values.fields.household_address);
    const workbook = read(writeSheetWorkbook({ records: [pages], name: '=[a]', foot }));
    const cells = Object.values(workbook.Sheets[workbook.SheetNames[0] ?? ''] ?? {});
    expect(cells.map((cell) => cell?.v)).toContain(values.fields.household_address);
    expect(cells.some((cell) => cell?.f !== undefined)).toBe(false);
  });

  it('is the same at any time, and says of nobody that he wrote it', async () => {
    const made = async () => [
      await writeDocument({ pages, foot: null }),
      writeSheetWorkbook({ records: [pages], name: '排查表', foot: null }),
    ];
    const first = await made();
    // Archives count time in steps of two seconds.
    const until = Date.now() + 2_100;
    while (Date.now() < until) await writeDocument({ pages: [], foot: null }).catch(() => undefined);
    const second = await made();
    expect(second.map((file) => Buffer.from(file).toString('base64'))).toEqual(
      first.map((file) => Buffer.from(file).toString('base64')),
    );
    for (const file of first) {
      const { parts } = readDocument(file);
      const about = Object.entries(parts).filter(([path]) => path.startsWith('docProps/'));
      expect(about.map(([, text]) => text).join('')).not.toMatch(/20\d\d-|欧阳|周敏|Un-named/u);
      expect(parts['docProps/core.xml']).toContain('<dc:creator>护蕾台账</dc:creator>');
    }
  });

  it('names no one on the tabs of several children', () => {
    const workbook = read(writeSheetWorkbook({ records: [pages, pages, pages], name: '排查表', foot: null }));
    expect(workbook.SheetNames).toEqual(['001', '002', '003']);
  });
});

describe.skipIf(libreOfficeWriterMissing !== undefined)(
  `printed by LibreOffice${libreOfficeWriterMissing === undefined ? '' : `: ${libreOfficeWriterMissing}`}`,
  () => {
    const usual = cases.filter(({ isUsual }) => isUsual);
    let printed: Map<string, Uint8Array>;
    beforeAll(async () => {
      const documents = new Map<string, Uint8Array>();
      for (const { name, pages } of usual) {
        documents.set(`${name}-word.docx`, await writeDocument({ pages, foot }));
        documents.set(`${name}-excel.xlsx`, writeSheetWorkbook({ records: [pages], name: '表', foot }));
      }
      printed = printDocuments(documents);
    }, 400_000);

    it.each(usual)('$name takes as many pages as it is laid out on, and says the same', async ({ name, pages }) => {
      for (const kind of ['word.docx', 'excel.xlsx']) {
        const { pages: found } = await readPdf(printed.get(`${name}-${kind}`) ?? new Uint8Array());
        expect(found, kind).toHaveLength(pages.length);
        const laid = pages.flatMap(({ texts, tables }) => [...texts, ...tables.flatMap(({ cells }) => cells)]);
        const characters = new Map<string, number>();
        const count = (text: string, by: number): void => {
          for (const character of written(text)) characters.set(character, (characters.get(character) ?? 0) + by);
        };
        for (const { texts } of found) for (const { text } of texts) count(text, 1);
        for (const { lines } of laid) count(said(lines), -1);
        const missing = [...characters].filter(([, times]) => times < 0).map(([character]) => character);
        expect(missing, kind).toEqual([]);
      }
    });
  },
);
