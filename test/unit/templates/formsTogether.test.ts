import { describe, expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { buildDocument, paragraph, run, table } from '../../fixtures/templates/buildDocument.ts';
import { fillForm } from '../../fixtures/templates/fillForm.ts';
import { unzipWorkbook } from '../../fixtures/workbooks/unzipWorkbook.ts';

const named = (name: string): RecordValues => ({ ...child.sample, fields: { ...child.sample.fields, name } });
const children = [named('丁一'), named('王二'), named('欧阳朵朵')];
const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

const partsOf = ([file]: readonly Uint8Array[]) => unzipWorkbook(file ?? new Uint8Array());

/** A form with notes that Word numbers by itself: 1. 2. on level 0 and from 3 on level 1. */
const numberedForm = buildDocument({
  body: [
    paragraph('姓名：______'),
    ...['如实填写。', '字迹工整。'].map(
      (text) => `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>${run(text)}</w:p>`,
    ),
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>${run('不编号')}</w:p>`,
  ].join(''),
  documentRelations:
    '<Relationship Id="rIdNumbering" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>',
  contentTypes:
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>',
  extra: [
    {
      name: 'word/numbering.xml',
      data: `<w:numbering ${namespace}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num></w:numbering>`,
    },
  ],
});

describe('forms one after the other in one document', () => {
  test('begin their numbered notes at the first number again', async () => {
    const parts = partsOf(await fillForm(numberedForm, children, 'one'));
    const used = [...(parts.get('word/document.xml') ?? '').matchAll(/<w:numId w:val="(\d+)"/gu)].map(([, id]) => id);
    expect(used).toEqual(['7', '7', '0', '10', '10', '0', '11', '11', '0']);
    const numbering = parts.get('word/numbering.xml') ?? '';
    const restarted = (id: number): string =>
      `<w:num w:numId="${id}"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>`;
    expect(numbering).toContain(
      `<w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num>${restarted(10)}${restarted(11)}</w:numbering>`,
    );
  });

  test('begin anew where a style numbers them, and keep the indent of the style', async () => {
    const styled = buildDocument({
      body: [
        paragraph('姓名：______'),
        `<w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="left"/></w:pPr>${run('如实填写。')}</w:p>`,
        `<w:p><w:pPr><w:pStyle w:val="Deeper"/><w:keepNext/><w:spacing w:line="240"/></w:pPr>${run('字迹工整。')}</w:p>`,
        `<w:p><w:pPr><w:pStyle w:val="Note"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>${run('不编号')}</w:p>`,
        paragraph('填表人：'),
      ].join(''),
      documentRelations:
        '<Relationship Id="rIdNumbering" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>',
      contentTypes:
        '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>',
      styles:
        '<w:style w:type="paragraph" w:styleId="Note"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr><w:ind w:left="420"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Deeper"><w:basedOn w:val="Note"/></w:style>',
      extra: [
        {
          name: 'word/numbering.xml',
          data: `<w:numbering ${namespace}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="Note"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="Deeper"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>`,
        },
      ],
    });
    const main = partsOf(await fillForm(styled, children.slice(0, 2), 'one')).get('word/document.xml') ?? '';
    const properties = [...main.matchAll(/<w:pPr><w:pStyle.*?<\/w:pPr>/gu)].map(([text]) => text);
    const own = (level: number): string => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="8"/></w:numPr>`;
    expect(properties).toEqual([
      '<w:pPr><w:pStyle w:val="Note"/><w:jc w:val="left"/></w:pPr>',
      '<w:pPr><w:pStyle w:val="Deeper"/><w:keepNext/><w:spacing w:line="240"/></w:pPr>',
      '<w:pPr><w:pStyle w:val="Note"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
      `<w:pPr><w:pStyle w:val="Note"/>${own(0)}<w:ind w:left="420"/><w:jc w:val="left"/></w:pPr>`,
      `<w:pPr><w:pStyle w:val="Deeper"/><w:keepNext/>${own(1)}<w:spacing w:line="240"/><w:ind w:left="420"/></w:pPr>`,
      '<w:pPr><w:pStyle w:val="Note"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
    ]);
  });

  test('stay numbered as they were when each is a file', async () => {
    const parts = partsOf(await fillForm(numberedForm, children));
    expect(parts.get('word/numbering.xml')).not.toContain('startOverride');
  });
});

describe('a form with notes or comments', () => {
  test.each([
    '<w:r><w:footnoteReference w:id="1"/></w:r>',
    '<w:r><w:endnoteReference w:id="1"/></w:r>',
    '<w:commentRangeStart w:id="1"/>',
    '<w:r><w:commentReference w:id="1"/></w:r>',
  ])('becomes a file for each child, and no file for several: %s', async (reference) => {
    const form = buildDocument({ body: `<w:p>${run('姓名：______')}${reference}</w:p>` });
    await expect(fillForm(form, children, 'one')).rejects.toMatchObject({
      code: 'invalid',
      message: '表样里有脚注、尾注或批注，不能合在一个文件里，请选“每人一个文件”',
    });
    expect(await fillForm(form, children)).toHaveLength(3);
    expect(await fillForm(form, children.slice(0, 1), 'one')).toHaveLength(1);
  });
});

describe('a control that Word fills from elsewhere', () => {
  const bound = (text: string): string =>
    `<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/><w:text/></w:sdtPr><w:sdtContent>${run(text)}</w:sdtContent></w:sdt>`;
  const form = buildDocument({
    body: `<w:p>${bound('姓名：______')}</w:p>${table([['姓名', { xml: `<w:p>${bound('　　')}</w:p>` }]], 2)}<w:p/>`,
  });

  test('keeps what was filled in when Word opens the form', async () => {
    for (const as of ['files', 'one'] as const) {
      const main = partsOf(await fillForm(form, children.slice(0, 2), as)).get('word/document.xml') ?? '';
      expect(main).toContain('丁一');
      expect(main).not.toContain('dataBinding');
    }
  });
});
