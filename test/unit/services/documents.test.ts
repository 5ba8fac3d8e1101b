import { randomUUID } from 'node:crypto';
import { read } from '@e965/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { everyPrint } from '../../../renderer/prints/printQueries.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { readDocument } from '../../forms/readDocument.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp({ now: () => testDay });
  await testApp.setUp();
});
afterEach(() => testApp.close());

/** Registers children of invented names and opens their sheets. */
async function opened(
  form: string,
  count: number,
  printing?: MethodInput<'sheet.open'>['printing'],
): Promise<MethodOutput<'sheet.open'>> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const fields = {
      ...child.sample.fields,
      name: '丁一',
      id_number: null,
      no_id_reason: '1',
      birth_date: '2015-03-07',
    };
    const values = JSON.parse(JSON.stringify({ fields, rows: {} })) as MethodInput<'register.save'>['values'];
    ids.push((await testApp.value('register.save', { register: 'child', id: null, version: null, values })).id);
  }
  return testApp.value('sheet.open', { form, selection: { ids }, printing });
}

async function listed(): Promise<MethodOutput<'print.list'>['prints']> {
  return (await testApp.value('print.list', { ...everyPrint, offset: 0 })).prints;
}

describe('sheets saved for editing', () => {
  test('are one Word file, entered as saved, with the number at its foot and nobody in its name', async () => {
    const { ticket } = await opened('F01', 2);
    const { path, serial } = await testApp.value('sheet.saveDocument', { ticket, format: 'docx' });
    expect(path).toContain('失亲排查表-2份-20261121.docx');
    const [file] = testApp.saved.values();
    const { tables, parts } = readDocument(file ?? new Uint8Array());
    expect(tables).toHaveLength(2);
    expect(parts['word/footer1.xml']).toContain(`编号 ${serial}`);
    expect(parts['word/footer1.xml']).toContain(testUser.user);
    expect(await listed()).toMatchObject([{ way: 'docx', outcome: 'saved', serial, copies: 1, records: 2 }]);
  });

  test('are one Excel file with a worksheet for each child', async () => {
    const { ticket } = await opened('F01', 2);
    const { path } = await testApp.value('sheet.saveDocument', { ticket, format: 'xlsx' });
    expect(path).toContain('失亲排查表-2份-20261121.xlsx');
    const [file] = testApp.saved.values();
    expect(read(file).SheetNames).toEqual(['001', '002']);
    expect(await listed()).toMatchObject([{ way: 'xlsx', outcome: 'saved' }]);
  });

  test('carry no foot when they are blank, and are no print', async () => {
    const { ticket } = await testApp.value('sheet.openBlank', { form: 'F01', copies: 1 });
    const saved = await testApp.value('sheet.saveDocument', { ticket, format: 'docx' });
    expect(saved).toMatchObject({ serial: null });
    const [file] = testApp.saved.values();
    expect(Object.keys(readDocument(file ?? new Uint8Array()).parts).join()).not.toContain('footer');
    expect(await listed()).toEqual([]);
  });

  test('tell what they are for, and who gets them', async () => {
    const { ticket } = await opened('F08', 1, { numbers: 'full', categories: 'codes' });
    const call = { ticket, format: 'xlsx' } as const;
    expect(await testApp.call('sheet.saveDocument', { ...call, permit: null })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await listed()).toEqual([]);
    const order = { method: 'sheet.saveDocument', ...call } as const;
    await testApp.value('sheet.saveDocument', { ...call, permit: await testApp.permit(order, 1, '报县民政局核对') });
    expect(await listed()).toMatchObject([
      { way: 'xlsx', reason: '报县民政局核对', numbers: 'full', file: { receiver: '县民政局' } },
    ]);
  });

  test('can be stopped; then nothing is saved', async () => {
    const { ticket } = await opened('F01', 60);
    const job = randomUUID();
    const permit = await testApp.permit({ method: 'sheet.saveDocument', ticket, format: 'docx' }, 60);
    const saving = testApp.call('sheet.saveDocument', { ticket, format: 'docx', permit, job });
    while ((await testApp.value('job.progress', { job })).progress === null) await Promise.resolve();
    await testApp.value('job.cancel', { job });
    expect(await saving).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect([...testApp.saved.keys()]).toEqual([]);
    expect(await listed()).toMatchObject([{ outcome: 'notSaved' }]);
  });

  test('are refused before anything is entered when one workbook would have too many worksheets', async () => {
    const { ticket } = await opened('F01', 501);
    expect(await testApp.call('sheet.saveDocument', { ticket, format: 'xlsx' })).toMatchObject({
      ok: false,
      error: {
        code: 'invalid',
        message: '一个Excel文件最多放500页，这里有501页，请分村另存，或另存为Word、PDF',
      },
    });
    expect(await listed()).toEqual([]);
  });
});
