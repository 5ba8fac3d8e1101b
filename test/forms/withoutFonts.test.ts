import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discreetPrinting } from '../../shared/forms/childRegisterRow.ts';
import { sheets } from '../../shared/forms/index.ts';
import { layoutSheet, type SheetPage } from '../../shared/forms/layoutSheet.ts';
import { registerForms } from '../../shared/forms/registerForms.ts';
import { finish } from '../../shared/forms/steps.ts';
import { expectPrinted } from './expectPrinted.ts';
import { longestRecord } from './longestRecord.ts';
import { keepArtefact, openSheetPrinter, type PrintedPage, readPdf } from './printSheets.ts';
import { inventedTownship, sheetContext } from './sheetOffice.ts';

const office = { office: inventedTownship, context: sheetContext };

/** Every form as it is usually filled in, and with the longest that it can hold on its own pages. */
const forms: readonly { readonly name: string; readonly pages: readonly SheetPage[] }[] = [
  ...sheets.map((sheet) => {
    const { register } = sheet;
    const longest = { values: longestRecord(register), about: register.about ? longestRecord(register.about) : null };
    return {
      name: sheet.key,
      pages: [
        ...layoutSheet(sheet, { values: register.sample, about: register.about?.sample ?? null, ...office }),
        ...layoutSheet(sheet, { ...longest, ...office }).filter(({ kind }) => kind === 'sheet'),
      ],
    };
  }),
  ...registerForms.map((form) => ({
    name: form.key,
    pages: finish(
      form.layout([form.register.sample, longestRecord(form.register)], {
        ...office,
        user: '罗建国',
        printing: discreetPrinting,
      }),
    ),
  })),
];

/** The fonts of this computer but those of languages that are written with hanzi; Windows and macOS do not read it. */
const fontsWithoutHanzi = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont>${['zh-cn', 'zh-tw', 'ja', 'ko']
    .map((language) => `<pattern><patelt name="lang"><string>${language}</string></patelt></pattern>`)
    .join('')}</rejectfont></selectfont>
</fontconfig>`;

let folder: string;
let printed: readonly PrintedPage[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hulei-fonts-'));
  const configuration = join(folder, 'fonts.conf');
  writeFileSync(configuration, fontsWithoutHanzi);
  const printer = await openSheetPrinter({ ...process.env, FONTCONFIG_FILE: configuration });
  try {
    const pdf = await printer.pdf(forms.flatMap(({ pages }) => pages));
    await keepArtefact('without-fonts', pdf, [1]);
    printed = (await readPdf(pdf)).pages;
  } finally {
    await printer.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('as many pages come out as are laid out', () => {
  expect(printed).toHaveLength(forms.reduce((sum, { pages }) => sum + pages.length, 0));
});

it.each(forms.map(({ name }) => name))('%s stands as it is laid out on a computer without a font for hanzi', (name) => {
  const at = forms.findIndex((form) => form.name === name);
  const first = forms.slice(0, at).reduce((sum, { pages }) => sum + pages.length, 0);
  forms[at]?.pages.forEach((page, index) => {
    const read = printed[first + index];
    if (read) expectPrinted(page, read);
  });
});
