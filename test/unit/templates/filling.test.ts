import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplate } from '../../../electron/jobs/fillTemplate.ts';
import { readTemplate } from '../../../electron/jobs/readTemplate.ts';
import { printable } from '../../../electron/jobs/templateFilling.ts';
import { fillingsOf } from '../../../electron/services/templates/templateValues.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues } from '../../../shared/registers/register.ts';
import type { TemplateBlock, TemplateContent } from '../../../shared/templates/templateModel.ts';
import { buildDocument, paragraph, run, table } from '../../fixtures/templates/buildDocument.ts';
import { around, decided, fillForm } from '../../fixtures/templates/fillForm.ts';
import {
  lackTable,
  officeForms,
  proofLetter,
  registrationSheet,
  rosterSheet,
  visitLetter,
} from '../../fixtures/templates/officeForms.ts';
import { unzipWorkbook } from '../../fixtures/workbooks/unzipWorkbook.ts';

const sample = child.sample;
const members = sample.rows.members ?? [];
const withFields = (fields: Partial<Record<string, string>>): RecordValues => ({
  ...sample,
  fields: { ...sample.fields, ...(fields as RecordValues['fields']) },
});
const withMembers = (count: number): RecordValues => ({
  ...sample,
  rows: {
    ...sample.rows,
    members: Array.from({ length: count }, (_, index) => ({ ...members[0], name: `家人${index + 1}` })),
  },
});

function texts(blocks: readonly TemplateBlock[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block.text] : block.cells.flatMap((cell) => texts(cell.blocks)),
  );
}

async function textsOf(file: Uint8Array | undefined): Promise<string[]> {
  const { model } = await readTemplate(file ?? new Uint8Array());
  return model.parts.flatMap((part) => texts(part.blocks));
}

/** Where tables and cells stand and how they look, whatever stands in them. */
function shapes({ model }: TemplateContent): unknown {
  const shape = (block: TemplateBlock): unknown =>
    block.kind === 'paragraph'
      ? { address: block.address, align: block.align }
      : { ...block, cells: block.cells.map((cell) => ({ ...cell, blocks: cell.blocks.map(shape) })) };
  return model.parts.map((part) => ({ ...part, blocks: part.blocks.map(shape) }));
}

describe('a filled form', () => {
  test('says what the record says, in its own words', async () => {
    const [letter, proof] = await Promise.all([
      fillForm(visitLetter.file, [sample]),
      fillForm(proofLetter.file, [sample]),
    ]);
    expect(await textsOf(letter[0])).toEqual([
      '未成年人走访告知书',
      '姓名：欧阳朵朵  性别：□男 ☑女  民族：土家族',
      '身份证号码：_439981201503070024_',
      '家庭住址： 虚拟县安宁镇双塘村3组8号     ',
      '监护人姓名：_田桂英_　监护人联系电话：_19900000001____',
      '是否寄宿：（  ）',
      '帮扶责任人（签字）：',
      '父亲姓名：______ 母亲姓名：______',
      '　　　　　　　　年　　月　　日',
    ]);
    expect(await textsOf(proof[0])).toEqual([
      '安宁镇人民政府',
      '证    明',
      '兹有欧阳朵朵，女，身份证号439981201503070024，系我镇双塘村人。',
      '联系人：田桂英（祖母），电话19900000001。',
      '2026年11月21日',
      '{{神秘字段}}',
    ]);
  });

  test('has every box ticked that the value stands for, dates in their gaps, members in their rows', async () => {
    const [file] = await fillForm(lackTable.file, [sample]);
    const said = await textsOf(file);
    expect(said).toContain('健康(√ )、残疾(  )、患病(  )');
    expect(said).toContain('☑小学 □初中 □高中 □辍学 □未入学');
    expect(said).toContain('□双亲家庭  □父母离异  ☑单亲家庭');
    expect(said).toContain('登记人： 周敏        登记时间：2026年10月26日');
    expect(said.filter((text) => text === '田桂英')).toHaveLength(1);
  });

  test.each(officeForms.map((form) => [form.name, form] as const))('%s keeps its shape', async (_, form) => {
    const [file] = await fillForm(form.file, [sample]);
    const before = await readTemplate(form.file);
    const after = await readTemplate(file ?? new Uint8Array());
    expect(shapes(after)).toEqual(shapes(before));
    const parts = unzipWorkbook(form.file);
    const filled = unzipWorkbook(file ?? new Uint8Array());
    expect([...filled.keys()]).toEqual([...parts.keys()]);
    const changed = [...parts].filter(([name, text]) => filled.get(name) !== text).map(([name]) => name);
    expect(
      changed.every((name) => /^(?:word\/(?:document|header1|footer1)|xl\/worksheets\/sheet1)\.xml$/u.test(name)),
    ).toBe(true);
    // Every tag of the form stands in the filled one, in its order; only runs and texts were added.
    for (const name of changed.filter((each) => each.startsWith('word/'))) {
      const tags = (text: string): string[] => text.replaceAll(' xml:space="preserve"', '').match(/<[^>]+>/gu) ?? [];
      const [before2, after2] = [tags(parts.get(name) ?? ''), tags(filled.get(name) ?? '')];
      let at = 0;
      for (const tag of after2) if (tag === before2[at]) at += 1;
      expect(at).toBe(before2.length);
    }
  });

  test.each([lackTable, visitLetter].map((form) => [form.name, form] as const))(
    'without values %s stays as it is, byte for byte',
    async (_, form) => {
      const [file] = await fillForm(form.file, [emptyRecord(child)]);
      expect(unzipWorkbook(file ?? new Uint8Array())).toEqual(unzipWorkbook(form.file));
    },
  );

  test('a value keeps the format that its place has', async () => {
    const [file] = await fillForm(proofLetter.file, [sample]);
    const text = unzipWorkbook(file ?? new Uint8Array()).get('word/document.xml') ?? '';
    expect(text).toContain('<w:b/><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">欧阳朵朵</w:t>');
    const cells = await readTemplate((await fillForm(lackTable.file, [sample]))[0] ?? new Uint8Array());
    const name = cells.model.parts
      .flatMap((part) => part.blocks)
      .flatMap((block) => (block.kind === 'table' ? block.cells : []))
      .find((cell) => texts(cell.blocks).includes('欧阳朵朵'));
    // The mark of the empty paragraph is bold, so what is typed there is bold.
    expect(name?.blocks[0]).toMatchObject({ spans: [{ bold: true, size: 10.5 }] });
  });

  test('a value is never more than text', async () => {
    const values = [
      '=1+1',
      '+8613900000000',
      '<w:br/>&amp;"\'',
      '{{姓名}}',
      '{{',
      'a\u0001b\ud800c',
      '𠮷野𡈼',
      '第一行\n第二行',
    ];
    const body = values.map((_, index) => paragraph(`备注${index}：{{备注}}`)).join('');
    const file = buildDocument({ body });
    const content = await readTemplate(file);
    const filling = {
      title: '表',
      values: Object.fromEntries(
        content.places.map(({ address }, index) => [address, { kind: 'text' as const, text: values[index] ?? '' }]),
      ),
      rows: {},
    };
    const [filled] = await fillTemplate({ file, fillings: [filling], as: 'files' });
    expect(await textsOf(filled)).toEqual(values.map((value, index) => `备注${index}：${printable(value)}`));
    expect(printable('a\u0001b\ud800c')).toBe('ab\ufffdc');
    for (const value of values) {
      const [sheet] = await fillForm(registrationSheet.file, [withFields({ name: value })]);
      const xml = unzipWorkbook(sheet ?? new Uint8Array()).get('xl/worksheets/sheet1.xml') ?? '';
      expect(xml).not.toContain('<f');
      expect(await textsOf(sheet)).toContain(printable(value));
    }
  });

  test('text in the runs of a placeholder is replaced wherever Word has cut it', async () => {
    const word = fc.constantFrom('姓名', '性别', '村（社区）', '备注', '没有这项');
    const piece = fc.oneof(
      fc.record({ placeholder: word }),
      fc.string({ maxLength: 8, unit: fc.constantFrom(...'甲乙丙，。 a1&<>') }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(60), { maxLength: 12 }),
        fc.string({ maxLength: 30 }),
        async (pieces, cuts, value) => {
          const text = `题${pieces.map((each) => (typeof each === 'string' ? each : `{{${each.placeholder}}}`)).join('')}`;
          const places = [...new Set([0, ...cuts.map((cut) => cut % text.length), text.length])].toSorted(
            (a, b) => a - b,
          );
          const runs = places
            .slice(1)
            .map((to, index) => run(text.slice(places[index], to), `<w:sz w:val="${20 + index}"/>`));
          const file = buildDocument({ body: paragraph(runs.join('')) });
          const content = await readTemplate(file);
          expect(texts(content.model.parts[0]?.blocks ?? [])).toEqual([text]);
          const filling = {
            title: '表',
            values: Object.fromEntries(
              content.places.map(({ address, kind }) => [
                address,
                { kind: 'text' as const, text: kind === 'placeholder' ? value : '' },
              ]),
            ),
            rows: {},
          };
          const [filled] = await fillTemplate({ file, fillings: [filling], as: 'files' });
          const expected = `题${pieces.map((each) => (typeof each === 'string' ? each : printable(value))).join('')}`;
          expect(await textsOf(filled)).toEqual([expected]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('more members than rows', () => {
  test('a Word table gets rows like its last one, and its block reaches over them', async () => {
    const before = await readTemplate(lackTable.file);
    const [file] = await fillForm(lackTable.file, [withMembers(7)]);
    const after = await readTemplate(file ?? new Uint8Array());
    const tableOf = (content: TemplateContent) =>
      content.model.parts.flatMap((part) => part.blocks).find((block) => block.kind === 'table');
    expect(tableOf(after)?.rows).toHaveLength((tableOf(before)?.rows.length ?? 0) + 4);
    expect(tableOf(after)?.cells.find((cell) => texts(cell.blocks).includes('家庭主要成员'))?.rowSpan).toBe(8);
    const said = await textsOf(file);
    expect(said.filter((text) => text.startsWith('家人'))).toEqual([
      '家人1',
      '家人2',
      '家人3',
      '家人4',
      '家人5',
      '家人6',
      '家人7',
    ]);
    const xml = unzipWorkbook(file ?? new Uint8Array()).get('word/document.xml') ?? '';
    const copies = xml.split('家人7')[1]?.split('</w:tr>')[0] ?? '';
    expect(copies).not.toContain('paraId');
  });

  test('a sheet gets rows, and everything below moves down', async () => {
    const [file] = await fillForm(registrationSheet.file, [withMembers(5)]);
    const parts = unzipWorkbook(file ?? new Uint8Array());
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<mergeCell ref="B14:F14"/>');
    expect(sheet).toContain('<mergeCell ref="A15:F15"/>');
    expect(sheet).toContain('<dimension ref="A1:H23"/>');
    expect(parts.get('xl/workbook.xml')).toContain('登记表!$A$1:$F$15');
    const numbers = [...sheet.matchAll(/<row r="(\d+)"/gu)].map((match) => Number(match[1]));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    const rows = [...sheet.matchAll(/<row r="(\d+)"[^>]*>(.*?)<\/row>/gsu)];
    for (const [, row, cells = ''] of rows) {
      expect([...cells.matchAll(/<c r="[A-Z]+(\d+)"/gu)].every((match) => match[1] === row)).toBe(true);
    }
    const { model } = await readTemplate(file ?? new Uint8Array());
    expect(texts(model.parts[0]?.blocks ?? []).filter((text) => text.startsWith('家人'))).toEqual([
      '家人1',
      '家人1',
      '家人2',
      '家人3',
      '家人4',
      '家人5',
    ]);
  });

  test('a list has one row for each child, with the lines below it kept', async () => {
    const children = Array.from({ length: 12 }, (_, index) =>
      withFields({ name: `儿童${index + 1}`, school_class: '甲班' }),
    );
    const files = await fillForm(rosterSheet.file, children);
    expect(files).toHaveLength(1);
    const parts = unzipWorkbook(files[0] ?? new Uint8Array());
    const { model } = await readTemplate(files[0] ?? new Uint8Array());
    const block = model.parts[0]?.blocks[0];
    const cells = block?.kind === 'table' ? block.cells : [];
    const at = (row: number, column: number): string =>
      texts(cells.find((cell) => cell.row === row && cell.column === column)?.blocks ?? []).join('');
    expect([at(3, 0), at(3, 1), at(14, 0), at(14, 1)]).toEqual(['1', '儿童1', '12', '儿童12']);
    expect(at(1, 0)).toBe('乡镇： 安宁镇       制表时间： 2026年11月21日');
    expect(at(15, 0)).toBe('制表人：周敏');
    expect(at(16, 0)).toBe('说明：本表一式两份。');
    expect(parts.get('xl/workbook.xml')).toContain('A1花名册!$A$1:$H$17');
    expect(parts.get('xl/workbook.xml')).toContain('A1花名册!$1:$3');
  });
});

describe('all children in one file', () => {
  test('a document begins each form on a new page, counted from 1, and names nothing twice', async () => {
    const [file] = await fillForm(lackTable.file, [sample, withFields({ name: '张小明' }), sample], 'one');
    const xml = unzipWorkbook(file ?? new Uint8Array()).get('word/document.xml') ?? '';
    expect(xml.match(/<w:sectPr/gu)).toHaveLength(3);
    expect(xml.match(/<w:pgNumType w:start="1"\/>/gu)).toHaveLength(3);
    const names = (xml.match(/paraId="[^"]+"/gu) ?? []).slice();
    const once =
      unzipWorkbook(lackTable.file)
        .get('word/document.xml')
        ?.match(/paraId="[^"]+"/gu) ?? [];
    expect(names).toHaveLength(once.length);
    const said = await textsOf(file);
    expect(said.filter((text) => text === '“失亲”未成年人排查表')).toHaveLength(3);
    expect(said.filter((text) => ['欧阳朵朵', '张小明'].includes(text))).toEqual(['欧阳朵朵', '张小明', '欧阳朵朵']);
    // The last paragraph of each form ends its section: no line is added to a full page.
    expect(xml.match(/<w:p[ >]/gu)).toHaveLength(
      3 *
        (unzipWorkbook(lackTable.file)
          .get('word/document.xml')
          ?.match(/<w:p[ >]/gu)?.length ?? 0) +
        0,
    );
  });

  test('a workbook has a sheet for each child with an area to print of its own', async () => {
    const [file] = await fillForm(registrationSheet.file, [sample, withFields({ name: '张小明' }), sample], 'one');
    const parts = unzipWorkbook(file ?? new Uint8Array());
    const book = parts.get('xl/workbook.xml') ?? '';
    expect([...book.matchAll(/<sheet name="([^"]*)"/gu)].map((match) => match[1])).toEqual([
      '欧阳朵朵',
      '张小明',
      '欧阳朵朵（2）',
    ]);
    expect([...book.matchAll(/localSheetId="(\d)">([^<]*)</gu)].map((match) => match.slice(1))).toEqual([
      ['0', '&apos;欧阳朵朵&apos;!$A$1:$F$12'.replaceAll('&apos;', "'")],
      ['1', "'张小明'!$A$1:$F$12"],
      ['2', "'欧阳朵朵（2）'!$A$1:$F$12"],
    ]);
    const { model } = await readTemplate(file ?? new Uint8Array());
    expect(model.parts.map(({ title, blocks }) => [title, texts(blocks).includes(title.replace('（2）', ''))])).toEqual(
      [
        ['欧阳朵朵', true],
        ['张小明', true],
        ['欧阳朵朵（2）', true],
      ],
    );
    expect([...parts.values()].filter((text) => text.includes('tabSelected="1"'))).toHaveLength(1);
  });
});

test('boxes that are signs of a symbol font or controls of Word are ticked as Word ticks them', async () => {
  const symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>';
  const control = (text: string): string =>
    `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent>${run('☐')}</w:sdtContent></w:sdt>${run(text)}`;
  const file = buildDocument({
    body: table([
      [
        '性别',
        { xml: paragraph(`${symbol}${run('男 ')}${symbol}${run('女')}`), columns: 5 },
        '姓名',
        { text: '', columns: 5 },
      ],
      ['身体状况', { xml: paragraph(`${control('健康 ')}${control('残疾 ')}${control('患病')}`), columns: 11 }],
    ]),
  });
  const [filled] = await fillForm(file, [sample]);
  const xml = unzipWorkbook(filled ?? new Uint8Array()).get('word/document.xml') ?? '';
  expect([...xml.matchAll(/w:char="(\w+)"/gu)].map((match) => match[1])).toEqual(['F0A3', 'F052']);
  expect([...xml.matchAll(/w14:val="(\d)"/gu)].map((match) => match[1])).toEqual(['1', '0', '0']);
  expect((xml.match(/[☐☑]/gu) ?? []).join('')).toBe('☑☐☐');
});

test('ID numbers are masked when the clerk chooses so', async () => {
  const { content, bindings } = await decided(visitLetter.file);
  const [filling] = fillingsOf(content, bindings, [sample], { ...around, numbers: 'masked' });
  const shown = JSON.stringify(filling);
  expect(shown).not.toContain('439981201503070024');
  expect(shown).toMatch(/439981\*+0024/u);
});
