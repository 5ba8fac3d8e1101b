import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTemplate } from '../../../electron/jobs/readTemplate.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { child } from '../../../shared/registers/child.ts';
import type { TemplateBlock } from '../../../shared/templates/templateModel.ts';
import { buildDocument, paragraph, table } from '../../fixtures/templates/buildDocument.ts';
import {
  lackTable,
  type OfficeForm,
  proofLetter,
  registrationSheet,
  rosterSheet,
} from '../../fixtures/templates/officeForms.ts';
import { startTestApp, type TestApp, testUser } from '../../testApp.ts';

let testApp: TestApp;
let children: string[];
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  children = [];
  for (const [name, number] of [
    ['欧阳朵朵', '439981201503070024'],
    ['张小明', null],
  ] as const) {
    const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
    Object.assign(values.fields, {
      name,
      file_number: null,
      id_number: number,
      no_id_reason: number === null ? '1' : null,
    });
    children.push((await testApp.value('register.save', { register: 'child', id: null, version: null, values })).id);
  }
});
afterEach(() => testApp.close());

type Opened = MethodOutput<'template.add'>;

async function upload(file: Uint8Array): Promise<string> {
  const posted = await testApp.app.fetch(
    new Request('https://hulei.invalid/upload', { method: 'POST', body: new Uint8Array(file) }),
  );
  return ((await posted.json()) as { value: { upload: string } }).value.upload;
}

async function add(file: Uint8Array, replaces: string | null = null, fileName = '表.docx'): Promise<Opened> {
  return testApp.value('template.add', { upload: await upload(file), fileName, replaces });
}

/** Everything that was proposed taken over, and the rest left for the pen. */
async function adopt({ template, content, bindings, proposals }: Opened): Promise<string> {
  const all = [...content.places, ...content.rows].map(({ address }) => [
    address,
    bindings[address] ?? proposals[address]?.binding ?? { kind: 'pen' as const },
  ]);
  const { id, revision, title, documentNumber } = template;
  await testApp.value('template.save', { id, revision, title, documentNumber, bindings: Object.fromEntries(all) });
  await testApp.value('template.activate', { id });
  return id;
}

const adoptForm = async (form: OfficeForm): Promise<string> => adopt(await add(form.file));

/** All children on a form as it is now. */
async function fillOf(id: string, as: 'files' | 'one', numbers: 'masked' | 'full') {
  const { revision } = (await testApp.value('template.open', { id })).template;
  return { id, revision, selection: { ids: children }, as, numbers };
}

function texts(blocks: readonly TemplateBlock[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block.text] : block.cells.flatMap((cell) => texts(cell.blocks)),
  );
}

async function savedTexts(name: RegExp): Promise<string> {
  const file = [...testApp.saved].find(([key]) => name.test(key))?.[1] ?? new Uint8Array();
  return (await readTemplate(file)).model.parts.flatMap(({ blocks }) => texts(blocks)).join('\n');
}

/** The prints that are entered, of one child alone where it is given. */
async function printsOf(record: MethodInput<'print.list'>['record']): Promise<MethodOutput<'print.list'>['prints']> {
  const everything = { forms: [], people: [], from: null, to: null, untold: false, offset: 0 };
  return (await testApp.value('print.list', { ...everything, record })).prints;
}

describe('a form that is dropped in', () => {
  test('becomes a draft with its title, its document number and what is sure', async () => {
    const { template, bindings, proposals, issues, carried } = await add(lackTable.file);
    expect(template).toMatchObject({
      version: 1,
      title: '“失亲”未成年人排查表',
      documentNumber: '望政办〔2026〕12号',
      format: 'docx',
      state: 'draft',
      use: 'each',
      bytes: lackTable.file.length,
      addedBy: testUser.user,
      revision: 1,
    });
    expect(carried).toBe(0);
    expect(Object.keys(bindings).every((address) => proposals[address]?.confidence === 'sure')).toBe(true);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((await testApp.value('template.list', {})).templates).toEqual([template]);
  });

  test('leaves nothing behind when it is refused', async () => {
    const answer = await testApp.call('template.add', {
      upload: await upload(
        buildDocument({ body: paragraph('姓名'), extra: [{ name: 'word/vbaProject.bin', data: 'x' }] }),
      ),
      fileName: 'a.docx',
      replaces: null,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused', message: expect.stringContaining('宏') } });
    expect((await testApp.value('template.list', {})).templates).toEqual([]);
  });

  test('is not taken in twice while it is in use', async () => {
    await add(lackTable.file);
    const again = await testApp.call('template.add', {
      upload: await upload(lackTable.file),
      fileName: 'b.docx',
      replaces: null,
    });
    expect(again).toMatchObject({ ok: false, error: { code: 'conflict', message: expect.stringContaining('失亲') } });
  });

  test('is taken in once when it is dropped in twice at a time', async () => {
    const uploads = [await upload(lackTable.file), await upload(lackTable.file)];
    const answers = await Promise.all(
      uploads.map((each) => testApp.call('template.add', { upload: each, fileName: 'a.docx', replaces: null })),
    );
    expect(answers.map((answer) => (answer.ok ? 'added' : answer.error.code)).toSorted()).toEqual([
      'added',
      'conflict',
    ]);
    expect((await testApp.value('template.list', {})).templates).toHaveLength(1);
  });

  test('lies encrypted in the office compartment, and is there after a lock', async () => {
    const id = await adoptForm(lackTable);
    testApp = await testApp.restart();
    for (const file of readdirSync(testApp.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.includes('word/document.xml') || bytes.includes('失亲')).toBe(false);
    }
    await testApp.value('session.unlock', testUser);
    expect((await testApp.value('template.open', { id })).template.state).toBe('active');
    await testApp.value('template.saveOriginal', { id });
    expect(Buffer.from([...testApp.saved.values()][0] ?? []).equals(lackTable.file)).toBe(true);
  });
});

describe('the decisions of a clerk', () => {
  test('are refused where they fit nothing, and an unknown placeholder keeps a form from use', async () => {
    const { template, content, bindings, issues } = await add(proofLetter.file);
    const unknown = content.places.find(({ label }) => label === '神秘字段')?.address ?? '';
    expect(issues).toContainEqual({
      severity: 'error',
      message: '占位符“神秘字段”没有对应的项目，不处理会原样印出来，请选定',
      addresses: [unknown],
    });
    const { id } = template;
    expect(await testApp.call('template.activate', { id })).toMatchObject({ ok: false, error: { code: 'invalid' } });
    const save = (binding: Opened['bindings'][string], revision: number) =>
      testApp.value('template.save', {
        id,
        revision,
        title: '证明',
        documentNumber: '',
        bindings: { ...bindings, [unknown]: binding },
      });
    const wrong = await save({ kind: 'source', source: 'no_such_field' }, 1);
    expect(wrong.issues.map(({ message }) => message)).toContain('“神秘字段”对应的项目已经没有了，请重新选择');
    const right = await save({ kind: 'text', text: '特此证明' }, 2);
    expect(right.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(right.template).toMatchObject({ title: '证明', revision: 3 });
    expect((await testApp.value('template.activate', { id })).template.state).toBe('active');
    const stale = await testApp.call('template.save', { id, revision: 2, title: '证明', documentNumber: '', bindings });
    expect(stale).toMatchObject({ ok: false, error: { code: 'stale' } });
  });

  test('a form that names nobody is not put to use, one without ID numbers is warned about', async () => {
    const nobody = await add(buildDocument({ body: paragraph('民族：______') }));
    expect(nobody.issues).toContainEqual({
      severity: 'error',
      message: '没有一处填“姓名”，填好的表分不清是谁的，请至少选定一处',
      addresses: [],
    });
    const named = await add(buildDocument({ body: paragraph('姓名：______ 儿童姓名：______') }));
    expect(named.issues.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning “姓名”在2处都填，请核对是否选错',
      'warning 没有一处填“身份证号”，同名的人会分不清，请核对',
    ]);
  });

  test('a form that holds the data of somebody is warned about, whatever else is numbered on it', async () => {
    const warning = '表样里已有身份证号或手机号，请换空白表，或先删去';
    const warned = async (text: string): Promise<boolean> =>
      (await add(buildDocument({ body: paragraph('姓名：______') + table([['说明', text]]) }))).issues.some(
        ({ severity, message }) => severity === 'warning' && message === warning,
      );
    expect(await warned('身份证号439981201503070024')).toBe(true);
    expect(await warned('４３９９８１ ２０１５０３０７ ００２４')).toBe(true);
    expect(await warned('电话：199-0000-0001')).toBe(true);
    expect(await warned('身份证号439981201503070025')).toBe(false);
    expect(await warned('账号6222439981201503070024，电话0712-1234567，文号12900000001')).toBe(false);
  });

  test('go over to the next version by what its places are called, and the version before stays readable', async () => {
    const first = await adoptForm(lackTable);
    const grown = buildDocument({
      body: [
        paragraph('失亲未成年人排查表（2027年版）', { style: 'Title' }),
        paragraph('新增说明'),
        table([
          ['性别', { text: '', columns: 5 }, '姓名', { text: '', columns: 5 }],
          ['就学情况', { text: '□未入学 □小学 □大学', columns: 11 }],
          ['监护人签字', { text: '', columns: 11 }],
          ['新的一项', { text: '', columns: 11 }],
        ]),
      ].join(''),
    });
    const second = await add(grown, first);
    const { template, content, bindings, carried } = second;
    const said = Object.fromEntries(content.places.map(({ label, address }) => [label, bindings[address]]));
    expect(said).toMatchObject({
      姓名: { kind: 'source', source: 'name' },
      性别: { kind: 'source', source: 'sex' },
      就学情况: { kind: 'source', source: 'study_state', codes: [['0', '1', '2'], ['3'], ['7']] },
      监护人签字: { kind: 'pen' },
    });
    expect(said.新的一项).toBeUndefined();
    expect(carried).toBe(4);
    expect(template).toMatchObject({ version: 2, title: '“失亲”未成年人排查表', state: 'draft' });
    await adopt(second);
    const versions = (await testApp.value('template.list', {})).templates.map(({ version, state }) => [version, state]);
    expect(versions).toEqual([
      [2, 'active'],
      [1, 'retired'],
    ]);
    expect((await testApp.value('template.open', { id: first })).content.places.length).toBeGreaterThan(20);
    await testApp.value('template.activate', { id: first });
    expect((await testApp.value('template.open', { id: template.id })).template.state).toBe('retired');
  });

  test('what was in use is kept, a draft can go', async () => {
    const used = await adoptForm(lackTable);
    const draft = (await add(registrationSheet.file, null, '登记.xlsx')).template.id;
    expect(await testApp.call('template.discard', { id: used })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await testApp.value('template.discard', { id: draft });
    await testApp.value('template.retire', { id: used });
    expect((await testApp.value('template.list', {})).templates.map(({ state }) => state)).toEqual(['retired']);
    expect(await testApp.call('template.open', { id: draft })).toMatchObject({ ok: false, error: { code: 'missing' } });
  });
});

describe('filling', () => {
  test('a preview shows what each place would say', async () => {
    const id = await adoptForm(lackTable);
    const { content } = await testApp.value('template.open', { id });
    const preview = await testApp.value('template.preview', { id, record: children[0] ?? '', numbers: 'masked' });
    const place = (label: string): string =>
      content.places.find((each) => each.label === label && each.rows === null)?.address ?? '';
    expect(preview.values[place('姓名')]).toBe('欧阳朵朵');
    expect(preview.values[place('身份证号码')]).toMatch(/^439981\*+0024$/u);
    expect(preview.values[place('就学情况')]).toBe('小学');
    expect(preview.ticked[place('就学情况')]).toEqual([0]);
    const [rows = []] = Object.values(preview.rows);
    expect(rows.map((row) => Object.values(row))).toContainEqual([
      '祖母',
      '田桂英',
      '',
      '19900000001',
      '良好',
      '在家务农',
    ]);
  });

  test('each child gets a file of its own, whose name names nobody, and the print is entered', async () => {
    const id = await adoptForm(lackTable);
    const answer = await testApp.value('template.fill', await fillOf(id, 'files', 'full'));
    expect(answer).toMatchObject({ records: 2, files: 2, serial: '2026-000001' });
    expect(testApp.hostCalls.filter((call) => /folder/iu.test(call))).toEqual([
      'createFolder “失亲”未成年人排查表-2份-20261121',
      'saveInFolder “失亲”未成年人排查表-001-2026-00001.docx',
      'saveInFolder “失亲”未成年人排查表-002-2026-00002.docx',
    ]);
    expect(await savedTexts(/001/u)).toContain('欧阳朵朵');
    expect(await savedTexts(/002/u)).toContain('张小明');
    const prints = await printsOf({ register: 'child', id: children[1] ?? '' });
    expect(prints).toMatchObject([
      { title: '“失亲”未成年人排查表', way: 'docx', records: 2, numbers: 'full', outcome: 'saved' },
    ]);
    await testApp.value('template.showFolder', {});
    expect(testApp.hostCalls.at(-1)).toBe('showInFolder');
  });

  test('a folder that cannot be discarded either does not hide why saving failed', async () => {
    const id = await adoptForm(lackTable);
    testApp.failures.saveInFolder = new AppError('full', '磁盘已满，请清理后再保存');
    testApp.failures.discardFolder = new Error('EBUSY');
    expect(await testApp.call('template.fill', await fillOf(id, 'files', 'full'))).toMatchObject({
      ok: false,
      error: { code: 'full', message: '磁盘已满，请清理后再保存' },
    });
    expect(testApp.hostCalls.at(-1)).toBe('discardFolder');
  });

  test('all children stand in one file, and boxes that nothing ticks are pointed out', async () => {
    const id = await adoptForm(registrationSheet);
    const answer = await testApp.value('template.fill', await fillOf(id, 'one', 'masked'));
    expect(answer.files).toBe(1);
    expect(answer.notes).toEqual(['2份表里有文字比格子长（“出生日期”“联系电话”），打印前请调整行高或字号']);
    const said = await savedTexts(/困境儿童登记表-2名-20261121\.xlsx/u);
    expect(said).toContain('欧阳朵朵');
    expect(said).toContain('张小明');
    expect(said).not.toContain('439981201503070024');
  });

  test('a list has a row for each child, and its entry tells what it is for', async () => {
    const id = await adoptForm(rosterSheet);
    expect((await testApp.value('template.open', { id })).template.use).toBe('list');
    const fill = await fillOf(id, 'one', 'full');
    const permit = await testApp.permit({ method: 'template.fill', ...fill }, 2, '县民政局核对');
    const { serial } = await testApp.value('template.fill', { ...fill, permit });
    const { found } = await testApp.value('print.find', { text: serial ?? '' });
    expect(found?.print).toMatchObject({ reason: '县民政局核对', numbers: 'full', file: { files: 1 } });
    const filter = { from: null, to: null, users: [], acts: ['file.save' as const], object: '', after: null };
    const told = (await testApp.value('audit.list', filter)).rows.flatMap((row) => row.told);
    expect(told).toContain('自备表样：留守儿童花名册');
    expect(told.filter((line) => line.startsWith('表：'))).toEqual([]);
    expect((await savedTexts(/留守儿童花名册/u)).split('\n')).toEqual(
      expect.arrayContaining(['1', '欧阳朵朵', '2', '张小明']),
    );
  });

  test('headers that differ from child to child keep a document from being one', async () => {
    const form = await add(buildDocument({ header: paragraph('{{姓名}}'), body: paragraph('姓名：______') }));
    const id = await adopt(form);
    const fill = await fillOf(id, 'one', 'full');
    expect(await testApp.call('template.fill', fill)).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringContaining('页眉') },
    });
    expect((await testApp.value('template.fill', { ...fill, as: 'files' })).files).toBe(2);
  });

  test('a form that was changed after its permit is not filled: neither its name nor what it says of the children', async () => {
    const id = await adoptForm(lackTable);
    const { bindings } = await testApp.value('template.open', { id });
    const decided = Object.keys(bindings).filter((address) => bindings[address]?.kind === 'source');
    const more = { ...bindings, [decided.at(-1) ?? '']: { kind: 'pen' } } as const;
    for (const changed of [
      { title: '另一份', bindings },
      { title: '另一份', bindings: more },
    ]) {
      const fill = await fillOf(id, 'files', 'full');
      const permit = await testApp.permit({ method: 'template.fill', ...fill }, 2);
      await testApp.value('template.save', { id, revision: fill.revision, documentNumber: '', ...changed });
      expect(await testApp.call('template.fill', { ...fill, permit })).toMatchObject({
        ok: false,
        error: { code: 'conflict', message: '内容刚有变化，请重新填写导出登记' },
      });
      const now = { ...fill, revision: fill.revision + 1 };
      expect(await testApp.call('template.fill', { ...now, permit })).toMatchObject({
        ok: false,
        error: { code: 'conflict' },
      });
    }
    expect([testApp.saved.size, (await printsOf(null)).length]).toEqual([0, 0]);
    expect((await testApp.value('template.fill', await fillOf(id, 'files', 'full'))).files).toBe(2);
  });

  test('a draft is not filled, and what the user cancels is entered as not saved', async () => {
    const draft = await add(lackTable.file);
    const { id } = draft.template;
    expect(await testApp.call('template.fill', await fillOf(id, 'one', 'full'))).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await adopt(draft);
    testApp.failures.saveFile = 'cancelled';
    expect(await testApp.value('template.fill', await fillOf(id, 'one', 'full'))).toMatchObject({
      path: null,
      files: 0,
    });
    const prints = await printsOf(null);
    expect(prints.map(({ outcome }) => outcome)).toEqual(['notSaved']);
  });
});
