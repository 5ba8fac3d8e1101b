import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type Values } from '../../../shared/registers/register.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterEach(() => testApp.close());

const everybody: ListQuery = {
  register: 'child',
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
};

async function add(index: number, fields: Values): Promise<string> {
  const values = inventedChild(index, repeatableRandom(index));
  const empty = emptyRecord(child);
  const saved = await testApp.value('register.save', {
    register: 'child',
    id: null,
    version: null,
    values: JSON.parse(
      JSON.stringify({
        fields: { ...empty.fields, ...values.fields, ...fields },
        rows: { ...empty.rows, ...values.rows, categories: [{ category: 'B1' }, { category: 'G3' }] },
      }),
    ),
  });
  return saved.id;
}

async function printed(input: Omit<MethodInput<'sheet.open'>, 'form'>): Promise<string> {
  const { ticket } = await testApp.value('sheet.open', { form: 'F08', ...input });
  return (await testApp.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
}

describe('F08 of a list', () => {
  test('shows neither ID numbers nor words for categories, and is filled in with unit, user and day', async () => {
    await add(1, { name: '丁一', id_number: '439981201503070024', village: '439981100201' });
    const html = await printed({ selection: { query: everybody } });
    expect(html).toContain('439981********0024');
    expect(html).not.toContain('439981201503070024');
    expect(html).toContain('>B1<');
    expect(html).not.toMatch(/留守|G3|精神/u);
    expect(html).toContain('村（社区）：双塘村');
    const text = html.replace(/<[^>]*>/gu, '');
    expect(text).toContain('填报单位（盖章）：虚拟县安宁镇');
    expect(text).toContain('填表人：周敏');
    expect(text).toContain('填报日期：2026年11月21日');
  });

  test('shows them when somebody asks for it, and never a rescued child’s category', async () => {
    await add(1, { name: '丁一', id_number: '439981201503070024' });
    const html = await printed({ selection: { query: everybody }, printing: { numbers: 'full', categories: 'names' } });
    expect(html).toContain('439981201503070024');
    expect(html).toContain('留守儿童');
    expect(html).not.toMatch(/G3|精神/u);
  });

  test('has one row a child in the order of the list, for all villages together, and a name without names', async () => {
    const last = await add(1, { name: '向明', village: '439981100201' });
    const first = await add(2, { name: '阿朵', village: null });
    const chosen = { selection: { ids: [last, first] } };
    const html = await printed(chosen);
    expect(html).toContain('村（社区）：全镇');
    expect(html.indexOf('阿朵')).toBeLessThan(html.indexOf('向明'));
    const turned = await printed({ ...chosen, sort: { field: 'name', descending: true } });
    expect(turned.indexOf('阿朵')).toBeGreaterThan(turned.indexOf('向明'));
    const { ticket, records, pages } = await testApp.value('sheet.open', { form: 'F08', ...chosen });
    expect({ records, pages }).toEqual({ records: 2, pages: 1 });
    const { path } = await testApp.value('sheet.savePdf', { ticket });
    expect(path).toContain('重点儿童底数台账-2名-20261121.pdf');
  });

  test('of nobody is refused', async () => {
    const refused = await testApp.call('sheet.open', { form: 'F08', selection: { query: everybody } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});
