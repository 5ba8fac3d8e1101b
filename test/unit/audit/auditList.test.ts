import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditLine, type AuditPlace, auditPage } from '../../../shared/contract/auditMethods.ts';
import type { MethodOutput } from '../../../shared/contract/methods.ts';
import { startTestApp, type TestApp, testDay } from '../../testApp.ts';

const filter = { from: null, to: null, users: [], acts: [], object: '' };

let app: TestApp;
afterAll(() => app.close());

/** A desk at which some rows are written into two chains, at moments of their own. */
beforeAll(async () => {
  let time = testDay.getTime();
  app = await startTestApp({
    now: () => {
      time += 1;
      return new Date(time);
    },
  });
  await app.setUp();
  const values = { fields: { name: '高泽磊', no_id_reason: '1', sex: '2', birth_date: '2020-01-01' }, rows: {} };
  const { id } = await app.value('register.save', { register: 'child', id: null, version: null, values });
  for (let look = 0; look < auditPage; look += 1) {
    await app.value('register.get', { register: 'child', id });
    await app.value('audit.report', { period: '2026' });
  }
});

/** Every page from the latest row to the first; `between` is what happens while somebody reads. */
async function pagesOf(between: () => Promise<unknown> = async () => undefined) {
  const pages: { readonly rows: readonly AuditLine[]; readonly total: number }[] = [];
  let after: AuditPlace | null = null;
  do {
    const { next, ...page }: MethodOutput<'audit.list'> = await app.value('audit.list', { ...filter, after });
    pages.push(page);
    after = next;
    await between();
  } while (after !== null);
  return pages;
}

test('the pages of several chains hold every row once, the latest first, and no answer more than a page', async () => {
  // What happens meanwhile belongs in front of the first page and moves nothing.
  const pages = await pagesOf(() => app.value('audit.report', { period: '2025' }));
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.filter(({ rows }) => rows.length > auditPage)).toEqual([]);
  const rows = pages.flatMap((page) => page.rows);
  expect(rows.map(({ at }) => at)).toEqual(
    rows
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  for (const file of ['office', 'children', 'watchlist'] as const) {
    const numbers = rows.filter((row) => row.file === file).map(({ seq }) => seq);
    expect(numbers, file).toEqual(Array.from({ length: numbers[0] ?? 0 }, (_, index) => numbers.length - index));
  }
  expect(pages[0]?.total).toBe(rows.length);
});

test('rows are found by the number of a record and counted, and the looking for it moves no page', async () => {
  const all = (await pagesOf()).flatMap(({ rows }) => rows);
  const about =
    all
      .find(({ act }) => act === 'record.view')
      ?.object.split('/')
      .at(-1) ?? '';
  const found = await app.value('audit.list', { ...filter, object: about, after: null });
  expect(found.rows).toHaveLength(auditPage);
  expect(found.total).toBe(all.filter(({ object }) => object.includes(about)).length);
  const rest = await app.value('audit.list', { ...filter, object: about, after: found.next });
  expect(rest.rows).toHaveLength(found.total - auditPage);
  expect(rest.next).toBeNull();
});
