import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unlock } from '../../../electron/vault/keyring.ts';
import { readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { addUser } from '../../../electron/vault/keyringUsers.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { keyPerson } from '../../../shared/registers/keyPerson.ts';
import { type Register, readValue, type Values } from '../../../shared/registers/register.ts';
import { type RoleName, roles } from '../../../shared/rights/roles.ts';
import { sheetContext } from '../../forms/sheetOffice.ts';
import { startTestApp, type TestApp, testKdf, testUser } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

const password = 'Shuangtang-2026-yx';

/** A sample record of a register with some of its fields replaced, as a page sends it. */
function entry(register: Register, fields: Values = {}): MethodInput<'register.save'> {
  const { sample } = register;
  const values = { fields: { ...sample.fields, ...fields }, rows: sample.rows };
  return { register: register.key, id: null, version: null, values: JSON.parse(JSON.stringify(values)) };
}

const everybody = (register: Register) => ({
  register: register.key,
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
  offset: 0,
  limit: 10,
});

/** A file that the page has handed over. */
async function uploaded(): Promise<string> {
  const body = Uint8Array.of(1, 2, 3);
  const answer = await testApp.app.fetch(new Request('https://hulei.invalid/upload', { method: 'POST', body }));
  return ((await answer.json()) as { value: { upload: string } }).value.upload;
}

/** Prints the list of a register on paper; its number. */
async function printed(form: 'F08' | 'F20', reason?: string): Promise<string> {
  const numbers = reason === undefined ? 'masked' : 'full';
  const { ticket } = await testApp.value('sheet.open', {
    form,
    selection: {
      query: { register: form === 'F08' ? 'child' : 'keyPerson', search: '', filters: {}, sort: everybody(child).sort },
    },
    printing: { numbers, categories: 'codes' },
  });
  const { print } = await testApp.value('sheet.print', {
    ticket,
    copies: 2,
    ...(reason === undefined ? {} : { reason }),
  });
  return print?.serial ?? '';
}

/** Somebody else unlocks, who has this one role. */
async function comeIn(role: RoleName): Promise<void> {
  const folder = vaultFolder(testApp.dataDir);
  const { keyring } = await readKeyring(folder, testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const added = { name: '田桂英', roles: [role], keys: roles[role].keys, villages: null, password, kdf: testKdf };
  await writeKeyring(folder, await addUser(keyring, dataKeys, added));
  testApp = await testApp.restart();
  await testApp.value('session.unlock', { user: '田桂英', password });
}

describe('a key person', () => {
  test.each([
    ['is an adult', { id_number: '439981201503070024', sex: '2' }, 'id_number'],
    ['is who the ID number says', { id_number: null }, 'id_number'],
    ['has a document that the entry rests on', { basis_document: null }, 'basis_document'],
    ['has a day of review', { review_on: null }, 'review_on'],
    ['is reviewed after the entry', { review_on: '2026-11-01' }, 'review_on'],
  ])('%s', async (_, fields, path) => {
    const answer = await testApp.call('register.save', entry(keyPerson, fields));
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid', fields: { [path]: expect.any(String) } } });
  });

  test('is due to be met after the last meeting, or after the entry, by the interval', () => {
    const due = (fields: Values) =>
      readValue(
        keyPerson,
        { ...keyPerson.sample, fields: { ...keyPerson.sample.fields, ...fields } },
        'due_on',
        sheetContext,
      );
    expect(due({})).toBe('2026-12-05');
    expect(due({ last_met_on: null })).toBe('2026-12-02');
    expect(due({ last_met_on: '2026-11-30', meeting_rule: '1' })).toBe('2026-12-07');
    expect(due({ last_met_on: '2026-11-30', meeting_rule: '5' })).toBe('2027-02-28');
    expect(due({ meeting_rule: null })).toBeNull();
  });

  test('is shown by number of class in lists, never by what the class is called', async () => {
    await testApp.value('register.save', entry(keyPerson));
    const { rows } = await testApp.value('register.list', {
      ...everybody(keyPerson),
      columns: ['name', 'types', 'id_number'],
    });
    expect(rows[0]?.cells).toEqual({ name: '魏平安', types: '2类', id_number: '439981********0019' });
  });

  test('comes in by no table, goes out as no file, and has no attachments', async () => {
    const { id } = await testApp.value('register.save', entry(keyPerson));
    const upload = await uploaded();
    const answers = [
      await testApp.call('import.read', { register: 'keyPerson', upload, fileName: '名单.xlsx' }),
      await testApp.call('list.export', {
        ...{ register: 'keyPerson', selection: { ids: [id] }, columns: 'all', numbers: 'masked' },
        permit: randomUUID(),
      }),
      await testApp.call('attachment.add', {
        ...{
          register: 'keyPerson',
          record: id,
          upload: await uploaded(),
          name: '判决书',
          kind: 'scan',
          thumbnail: null,
        },
      }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
  });
});

describe('F20', () => {
  test('prints from the list: masked, without words for the classes, numbered in a series of its own', async () => {
    await testApp.value('register.save', entry(keyPerson));
    await testApp.value('register.save', entry(child));
    expect(await printed('F08')).toBe('2026-000001');
    expect(await printed('F20')).toBe('Z2026-000001');
    expect(await printed('F20', '分管领导审阅')).toBe('Z2026-000002');
    const found = await testApp.value('print.find', { text: 'z2026-1' });
    expect(found.found).toMatchObject({
      print: { form: 'F20', copies: 2, numbers: 'masked' },
      genuine: true,
      records: [{ register: 'keyPerson', name: '魏平安' }],
    });
    const listed = await testApp.value('print.list', {
      ...{ forms: [], people: [], from: null, to: null, untold: false, record: null, offset: 0 },
    });
    expect(listed).toMatchObject({ total: 3 });
    expect(listed.prints.map(({ serial }) => serial).toSorted()).toEqual([
      '2026-000001',
      'Z2026-000001',
      'Z2026-000002',
    ]);
  });

  test('shows ID numbers in full with a reason alone', async () => {
    await testApp.value('register.save', entry(keyPerson));
    await expect(printed('F20', '')).rejects.toThrow('名册上印出完整身份证号，请写明原因');
  });
});

describe('whoever holds', () => {
  beforeEach(async () => {
    await testApp.value('register.save', entry(keyPerson));
    await testApp.value('register.save', entry(child));
    await printed('F08');
    await printed('F20');
  });
  const allPrints = { forms: [], people: [], from: null, to: null, untold: false, record: null, offset: 0 };

  test('the key of the watchlist alone works on it, and learns nothing of the children', async () => {
    await comeIn('watchlistClerk');
    expect((await testApp.value('register.list', everybody(keyPerson))).total).toBe(1);
    expect(await testApp.call('register.list', everybody(child))).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    expect((await testApp.value('print.list', allPrints)).prints.map(({ form }) => form)).toEqual(['F20']);
    expect(await testApp.value('print.find', { text: '2026-000001' })).toEqual({ found: null });
    expect(await printed('F20')).toBe('Z2026-000002');
    expect((await testApp.value('draft.list', {})).drafts).toEqual([]);
  });

  test('the key of the children alone works on them, and learns nothing of the watchlist', async () => {
    await comeIn('childrenClerk');
    expect((await testApp.value('register.list', everybody(child))).total).toBe(1);
    expect(await testApp.call('register.list', everybody(keyPerson))).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    expect((await testApp.value('print.list', allPrints)).prints.map(({ form }) => form)).toEqual(['F08']);
    expect(await testApp.value('print.find', { text: 'Z2026-000001' })).toEqual({ found: null });
    expect(await printed('F08')).toBe('2026-000002');
    await expect(printed('F20')).rejects.toThrow('denied');
  });
});
