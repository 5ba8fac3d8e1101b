import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { schemaDifference } from '../../electron/services/registers/schemaDifference.ts';
import { compartmentLabel, compartmentNames, compartments } from '../../electron/vault/compartments.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { type FieldContext, yesNo } from '../../shared/fields/kinds.ts';
import { checkRecord } from '../../shared/registers/checkRecord.ts';
import { optional } from '../../shared/registers/declareFields.ts';
import { registers } from '../../shared/registers/index.ts';
import { emptyRecord, type RecordValues, sharedKey } from '../../shared/registers/register.ts';
import { startTestApp, type TestApp } from '../testApp.ts';

const context: FieldContext = { today: '2026-11-21', villages: villageTable(inventedOffice) };

test('the committed migrations make exactly what the declarations ask for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  try {
    for (const compartment of compartmentNames) {
      const declared = registers.filter((register) => register.compartment === compartment);
      if (declared.length === 0) continue;
      const vaultId = randomBytes(16).toString('hex');
      const label = compartmentLabel(vaultId, compartment);
      const file = openEncrypted(join(folder, compartment), randomBytes(32), { create: { label } });
      establish(file, { vaultId, compartment }, compartments[compartment].migrations);
      const missing = schemaDifference(file.database, declared);
      file.close();
      expect(missing, 'npm run migration:new writes what is missing').toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a column that changes its type is no silent agreement of declaration and schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  const file = openEncrypted(join(folder, 'children'), randomBytes(32), { create: { label: Buffer.alloc(16, 1) } });
  try {
    const { migrations } = compartments.children;
    establish(file, { vaultId: 'test', compartment: 'children' }, migrations);
    const [register] = registers;
    if (!register) throw new Error('no register');
    const fields = { ...register.fields, remark: optional('备注', yesNo) };
    expect(() => schemaDifference(file.database, [{ ...register, fields }])).toThrow(/remark.*TEXT.*INTEGER/u);
  } finally {
    file.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Rows as they were entered: which shared person they are about is the store's to say. */
function withoutShared(values: RecordValues): RecordValues {
  const rows = Object.entries(values.rows).map(
    ([key, members]) => [key, members.map(({ [sharedKey]: _, ...row }) => row)] as const,
  );
  return { fields: values.fields, rows: Object.fromEntries(rows) };
}

describe.each(registers.map((register) => [register.title, register] as const))('register %s', (_title, register) => {
  let testApp: TestApp;

  beforeEach(async () => {
    testApp = await startTestApp();
    await testApp.setUp();
  });
  afterEach(() => testApp.close());

  const query = {
    register: register.key,
    search: '',
    filters: {},
    sort: { field: register.nameField, descending: false },
    offset: 0,
    limit: 100,
  };
  // The contract's arrays are mutable; a copy is what a page would send.
  const sample = () => JSON.parse(JSON.stringify(register.sample)) as never;

  test('its sample is valid, and what is shown of it can be typed back', () => {
    expect(checkRecord(register, register.sample, context)).toEqual([]);
    for (const [key, field] of Object.entries(register.fields)) {
      const value = register.sample.fields[key];
      if (value === null || value === undefined) continue;
      expect(field.kind.parse(field.kind.format(value, context), context), field.label).toEqual(value);
      expect(field.kind.decode(field.kind.encode(value)), field.label).toEqual(value);
    }
  });

  test('a sample is saved, read back, listed, found and kept after a restart', async () => {
    const saved = await testApp.value('register.save', {
      register: register.key,
      id: null,
      version: null,
      values: sample(),
    });
    testApp = await testApp.restart();
    await testApp.value('session.unlock', { user: '周敏', password: 'Yunque-2026-zm' });
    const read = await testApp.value('register.get', { register: register.key, id: saved.id });
    expect(withoutShared(read.values)).toEqual(register.sample);
    expect(read.version).toBe(1);
    const list = await testApp.value('register.list', query);
    expect(list).toMatchObject({ total: 1, more: false, rows: [{ id: saved.id, version: 1 }] });
    const name = String(register.sample.fields[register.nameField]);
    const found = await testApp.value('register.list', { ...query, search: name });
    expect(found.rows.map((row) => row.id)).toEqual([saved.id]);
  });

  test('an empty record is refused with a sentence at every required field', async () => {
    const empty = JSON.parse(JSON.stringify(emptyRecord(register))) as never;
    const result = await testApp.call('register.save', {
      register: register.key,
      id: null,
      version: null,
      values: empty,
    });
    const required = Object.entries(register.fields)
      .filter(([, field]) => field.required(emptyRecord(register).fields) && field.initially === undefined)
      .map(([key]) => key);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(Object.keys(result.ok ? {} : (result.error.fields ?? {})).toSorted()).toEqual(required.toSorted());
  });

  test('a field that is not declared is refused', async () => {
    const values = sample() as { fields: Record<string, unknown> };
    values.fields['x; DROP TABLE child'] = '1';
    const result = await testApp.call('register.save', {
      register: register.key,
      id: null,
      version: null,
      values: values as never,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  test('saving over a version that somebody has replaced is refused, and nothing changes', async () => {
    const { id } = await testApp.value('register.save', {
      register: register.key,
      id: null,
      version: null,
      values: sample(),
    });
    const before = await testApp.value('register.get', { register: register.key, id });
    const result = await testApp.call('register.save', { register: register.key, id, version: 7, values: sample() });
    expect(result).toMatchObject({ ok: false, error: { code: 'stale' } });
    expect(await testApp.value('register.get', { register: register.key, id })).toEqual(before);
  });

  test('a second record with the same unique value is refused', async () => {
    const save = () =>
      testApp.call('register.save', { register: register.key, id: null, version: null, values: sample() });
    expect((await save()).ok).toBe(true);
    if (register.uniqueField === undefined) expect((await save()).ok).toBe(true);
    else {
      expect(await save()).toMatchObject({
        ok: false,
        error: { code: 'conflict', fields: { [register.uniqueField]: expect.stringContaining('相同') } },
      });
    }
  });

  test('sorting and filtering take declared columns only', async () => {
    for (const field of ['row', 'constructor', '__proto__']) {
      const bad = { ...query, sort: { field, descending: false } };
      expect(await testApp.call('register.list', bad)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
    const badFilter = { ...query, filters: { deleted_at: ['1'] } };
    expect(await testApp.call('register.list', badFilter)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    for (const { field } of register.list.filter((column) => register.fields[column.field]?.kind.multiple === false)) {
      for (const descending of [false, true]) {
        expect((await testApp.value('register.list', { ...query, sort: { field, descending } })).total).toBe(0);
      }
    }
  });
});
