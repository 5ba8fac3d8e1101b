import { expect, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { keyPerson } from '../../../shared/registers/keyPerson.ts';
import { sealedGroups } from '../../../shared/seal/sealedGroups.ts';
import { testUser } from '../../testApp.ts';
import { clerk, entryOf, leader, openClosed, requestOf, sealOffice, secrecyOfficer } from './sealDesk.ts';

const first = ['罗小雨', '439981201203010011'] as const;
const second = ['罗小宇', '439981201405020031'] as const;
const people = [
  { ...leader, roles: ['leader'] },
  { ...clerk, roles: ['childrenClerk'] },
  { ...secrecyOfficer, roles: ['secrecyOfficer'] },
] as const;

test('what a clerk enters is sealed at once: it is counted, and he has no way to read it by himself', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.as(clerk);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('reporter') });
  expect(await office.app.value('seal.status', { register: 'child', record })).toEqual({ count: 2 });
  expect(await office.app.call('seal.view', { view: crypto.randomUUID() })).toMatchObject({
    error: { code: 'missing' },
  });
});

test('with a second person at the same screen it is read as it was entered', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  for (const { key } of sealedGroups) {
    await office.app.value('seal.enter', { register: 'child', record, ...entryOf(key) });
  }
  await office.as(clerk);
  expect(await office.app.value('approval.people', { right: 'seal.approve' })).toEqual({
    people: [testUser.user, leader.user, secrecyOfficer.user],
    alone: false,
  });
  const asked = await office.app.value('seal.ask', requestOf(record, secrecyOfficer));
  expect(asked).toMatchObject({ approvedBy: secrecyOfficer.user, alone: false });
  const { entries, secondsLeft } = await office.app.value('seal.view', { view: asked.view });
  expect(secondsLeft).toBe(600);
  expect(entries.map(({ matter, values }) => ({ matter, values }))).toEqual(
    sealedGroups.map(({ key, sample }) => ({ matter: key, values: sample.fields })),
  );
});

test('without a second person it is refused, at the box that is wrong', async () => {
  const helper = { user: '林可欣', password: 'Bangfu#2026lkx' };
  const office = await sealOffice([...people, { ...helper, roles: ['helpClerk'] }]);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  await office.as(clerk);
  const others = [
    ['the one who asks', clerk, 'second.user'],
    ['a colleague without the right', helper, 'second.user'],
    ['a wrong password', { ...leader, password: 'Zhengfu#2026' }, 'second.password'],
    ['nobody known', { user: '没有', password: 'Zhengfu#2026hjg' }, 'second.password'],
  ] as const;
  for (const [what, other, field] of others) {
    const refused = await office.app.call('seal.ask', requestOf(record, other));
    const fields = { [field]: expect.any(String) };
    expect({ what, refused }).toMatchObject({ what, refused: { ok: false, error: { code: 'denied', fields } } });
    expect(await office.app.call('seal.view', { view: crypto.randomUUID() })).toMatchObject({ ok: false });
    // After a wrong password the next one has to wait.
    office.later(1);
  }
});

test('an office of one person agrees with itself, and is told that this is an exception', async () => {
  const office = await sealOffice([{ ...clerk, roles: ['childrenClerk'] }]);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  expect(await office.app.value('approval.people', { right: 'seal.approve' })).toEqual({ people: [], alone: true });
  expect(await office.app.value('seal.ask', requestOf(record, testUser))).toMatchObject({ alone: true });
});

test('ten minutes later nothing is shown any more, whether the timer or the clock says so', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  const { view } = await office.app.value('seal.ask', requestOf(record, leader));
  // Somebody is at the desk all the time.
  for (const minutes of [4, 4, 1.5]) {
    office.later(minutes);
    await office.app.value('session.touch', {});
  }
  expect(await office.app.value('seal.view', { view })).toMatchObject({ secondsLeft: 30 });
  office.later(0.5);
  expect(await office.app.call('seal.view', { view })).toMatchObject({ error: { code: 'missing' } });
  const again = await office.app.value('seal.ask', requestOf(record, leader));
  office.later(-1);
  expect(await office.app.call('seal.view', { view: again.view })).toMatchObject({ error: { code: 'missing' } });
});

test('closing a view ends it, and a further one ends the one before', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  const { view } = await office.app.value('seal.ask', requestOf(record, leader));
  await office.app.value('seal.close', { view });
  expect(await office.app.call('seal.view', { view })).toMatchObject({ error: { code: 'missing' } });
  const one = await office.app.value('seal.ask', requestOf(record, leader));
  const other = await office.app.value('seal.ask', requestOf(record, leader));
  expect(await office.app.call('seal.view', { view: one.view })).toMatchObject({ error: { code: 'missing' } });
  expect(await office.app.value('seal.view', { view: other.view })).toMatchObject({ secondsLeft: 600 });
  await office.as(testUser);
  expect(await office.app.call('seal.view', { view: other.view })).toMatchObject({ error: { code: 'missing' } });
});

test('it goes to paper only where the request said so, and never into a file', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', {
    register: 'child',
    record,
    ...entryOf('victim', { summary: '标记简要情况' }),
  });
  const unprinted = await office.app.value('seal.ask', requestOf(record, leader));
  expect(await office.app.call('seal.print', { view: unprinted.view })).toMatchObject({ error: { code: 'denied' } });
  const { view } = await office.app.value('seal.ask', requestOf(record, leader, { print: true }));
  const { ticket, pages } = await office.app.value('seal.print', { view });
  expect(pages).toBe(1);
  const page = async (of: string): Promise<string> =>
    (await office.app.app.fetch(new Request(`https://hulei.invalid/print/${of}`))).text();
  expect(await page(ticket)).toContain('标记简要情况');
  const job = crypto.randomUUID();
  for (const refused of [
    await office.app.call('sheet.savePdf', { ticket, job } as never),
    await office.app.call('sheet.saveDocument', { ticket, format: 'docx', job } as never),
  ]) {
    expect(refused).toMatchObject({ ok: false });
  }
  expect(office.app.saved.size).toBe(0);
  const print = await office.app.value('sheet.print', { ticket });
  expect(await page(print.ticket)).toContain('标记简要情况');
  await office.app.value('seal.close', { view });
  expect(await page(ticket)).not.toContain('标记');
  expect(await page(print.ticket)).not.toContain('标记');
});

test('it is released by a decision with its number alone, and nothing of it is kept then', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('procedure') });
  const { view } = await office.app.value('seal.ask', requestOf(record, leader));
  const [entry] = (await office.app.value('seal.view', { view })).entries;
  const decision = { view, id: entry?.id ?? '', body: '安宁县人民检察院', document: '安检未解〔2026〕1号' };
  const secondPerson = { user: leader.user, password: leader.password };
  expect(await office.app.call('seal.release', { ...decision, document: ' ', second: secondPerson })).toMatchObject({
    error: { code: 'invalid' },
  });
  await office.app.value('seal.release', { ...decision, second: secondPerson });
  expect(await office.app.value('seal.status', { register: 'child', record })).toEqual({ count: 1 });
  expect(await office.app.call('seal.view', { view })).toMatchObject({ error: { code: 'missing' } });
  await office.app.app.close();
  const vault = await openClosed(office.app.dataDir);
  const rows = vault.database('children').all(sql`
    SELECT "content" IS NULL AS "empty", "released_document" AS "document", "released_body" AS "body" FROM "sealed_value" ORDER BY "row"`);
  expect(rows).toEqual([
    { empty: 1, document: decision.document, body: decision.body },
    { empty: 0, document: null, body: null },
  ]);
});

test('what does not pass the checks of its group is not sealed', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  const entries = [
    [entryOf('victim', { kinds: null }), 'kinds'],
    [entryOf('juvenileOffence', { incident_count: '1' }), 'incident_count'],
    [entryOf('misconduct', { misconduct: null }), 'misconduct'],
    [entryOf('procedure', { ends_on: '2026-01-01' }), 'ends_on'],
    [entryOf('assessment', { assessed_on: '2027-01-01' }), 'assessed_on'],
  ] as const;
  for (const [entry, field] of entries) {
    const refused = await office.app.call('seal.enter', { register: 'child', record, ...entry });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', fields: { [field]: expect.any(String) } } });
  }
  const wrong = { register: 'child', record, ...entryOf('victim') };
  for (const other of [{ matter: 'secret' }, { basis: '7' }]) {
    expect(await office.app.call('seal.enter', { ...wrong, ...other })).toMatchObject({ error: { code: 'missing' } });
  }
  expect(await office.app.value('seal.status', { register: 'child', record })).toEqual({ count: 0 });
});

test('it goes over when two records become one, and back when that is taken back', async () => {
  const office = await sealOffice(people);
  const [keep, drop] = [await office.addChild(...first), await office.addChild(...second)];
  await office.app.value('seal.enter', { register: 'child', record: drop, ...entryOf('victim') });
  await office.app.value('seal.enter', { register: 'child', record: keep, ...entryOf('reporter') });
  const status = (record: string) => office.app.call('seal.status', { register: 'child', record });
  const { values } = await office.app.value('register.get', { register: 'child', id: keep });
  const { batch } = await office.app.value('duplicate.merge', {
    register: 'child',
    keep: { id: keep, version: 1 },
    drop: { id: drop, version: 1 },
    values,
  });
  expect(await status(keep)).toMatchObject({ value: { count: 2 } });
  expect(await status(drop)).toMatchObject({ error: { code: 'missing' } });
  const { view } = await office.app.value('seal.ask', requestOf(keep, leader));
  const { entries } = await office.app.value('seal.view', { view });
  expect(entries.map(({ matter }) => matter)).toEqual(['victim', 'reporter']);
  expect(JSON.stringify(await office.app.value('batch.list', { register: 'child' }))).not.toContain('sealed');
  await office.app.value('batch.undo', { register: 'child', batch, job: crypto.randomUUID() });
  expect(await status(keep)).toMatchObject({ value: { count: 1 } });
  expect(await status(drop)).toMatchObject({ value: { count: 1 } });
});

test('it goes with its record into the recycle bin and back, and is destroyed with it', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  const remove = () =>
    office.app.value('recycle.remove', { register: 'child', selection: { ids: [record] }, reason: '登记错了' });
  await remove();
  expect(await office.app.call('seal.status', { register: 'child', record })).toMatchObject({
    error: { code: 'missing' },
  });
  expect(await office.app.call('seal.ask', requestOf(record, leader))).toMatchObject({ error: { code: 'missing' } });
  await office.app.value('recycle.restore', { register: 'child', ids: [record] });
  expect(await office.app.value('seal.status', { register: 'child', record })).toEqual({ count: 1 });
  await remove();
  await office.app.value('recycle.destroy', { register: 'child', ids: [record], reason: '登记错了', word: '销毁' });
  await office.app.app.close();
  const vault = await openClosed(office.app.dataDir);
  expect(vault.database('children').all(sql`SELECT "id" FROM "sealed_value"`)).toEqual([]);
});

test('a sealed value put into another row does not open, and nothing is shown', async () => {
  const office = await sealOffice(people);
  const [one, other] = [await office.addChild(...first), await office.addChild(...second)];
  await office.app.value('seal.enter', { register: 'child', record: one, ...entryOf('victim') });
  await office.app.value('seal.enter', { register: 'child', record: other, ...entryOf('victim') });
  await office.app.app.close();
  const vault = await openClosed(office.app.dataDir);
  transaction(vault.database('children'), (database) =>
    database.run(sql`
      UPDATE "sealed_value" SET "content" = (SELECT "content" FROM "sealed_value" WHERE "record_id" = ${one})
      WHERE "record_id" = ${other}`),
  );
  vault.close();
  await office.as(testUser);
  expect(await office.app.call('seal.ask', requestOf(other, leader))).toMatchObject({ error: { code: 'damaged' } });
  expect(await office.app.call('seal.ask', requestOf(one, leader))).toMatchObject({ ok: true });
});

test('a view leaves three lines in the records of use, a release one; none says what was sealed', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', {
    register: 'child',
    record,
    ...entryOf('victim', { summary: '标记简要情况' }),
  });
  await office.as(clerk);
  await office.app.call('seal.ask', requestOf(record, { ...leader, password: 'Zhengfu#2026' }));
  office.later(1);
  const { view } = await office.app.value('seal.ask', requestOf(record, leader, { print: true }));
  const [entry] = (await office.app.value('seal.view', { view })).entries;
  await office.app.value('seal.release', {
    ...{ view, id: entry?.id ?? '', body: '安宁县人民检察院', document: '安检未解〔2026〕1号' },
    second: { user: leader.user, password: leader.password },
  });
  await office.app.app.close();
  const vault = await openClosed(office.app.dataDir);
  const rows = vault.database('children').all<{ user: string; act: string; object: string; detail: string }>(sql`
    SELECT "user", "act", "object", "detail" FROM "audit" WHERE "act" LIKE 'seal.%' ORDER BY "seq"`);
  const of = { object: `child/${record}` };
  const why = { document: '安检未〔2026〕12号' };
  const asked = { ...of, user: clerk.user, act: 'seal.ask', detail: { ground: '办案需要', print: false, ...why } };
  expect(rows.map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail) }))).toEqual([
    { ...of, user: testUser.user, act: 'seal.save', detail: {} },
    asked,
    { ...asked, detail: { ...asked.detail, print: true } },
    { ...asked, act: 'seal.approve', detail: { by: leader.user, alone: false, ...why } },
    { ...asked, act: 'seal.view', detail: { entries: 1, print: true, ...why } },
    {
      ...asked,
      act: 'seal.release',
      detail: { by: leader.user, alone: false, body: '安宁县人民检察院', document: '安检未解〔2026〕1号' },
    },
  ]);
});

test('F02 marks the place of a sealed offence of a child, and of no other child', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('juvenileOffence') });
  const printed = async (): Promise<string> => {
    const { ticket } = await office.app.value('sheet.open', { form: 'F02', selection: { ids: [record] } });
    return (await office.app.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
  };
  expect(await printed()).toContain('依法封存');
  const other = await office.addChild(...second);
  const { ticket } = await office.app.value('sheet.open', { form: 'F02', selection: { ids: [other] } });
  const unmarked = await (await office.app.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
  expect(unmarked).not.toContain('依法封存');
});

test('a clerk of other villages is answered as if there were no such child', async () => {
  const far = {
    user: '林可欣',
    password: 'Bangfu#2026lkx',
    roles: ['childrenClerk'] as const,
    villages: ['439981100203'],
  };
  const office = await sealOffice([...people, far]);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  await office.as(far);
  const gone = { ok: false, error: { code: 'missing' } };
  expect(await office.app.call('seal.status', { register: 'child', record })).toMatchObject(gone);
  expect(await office.app.call('seal.ask', requestOf(record, leader))).toMatchObject(gone);
  expect(await office.app.call('seal.enter', { register: 'child', record, ...entryOf('victim') })).toMatchObject(gone);
});

test('with keys that are made anew it is sealed anew, and opens as before', async () => {
  const office = await sealOffice(people);
  const record = await office.addChild(...first);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('victim') });
  await office.app.value('people.rotateKeys', {});
  await office.as(clerk);
  await office.app.value('seal.enter', { register: 'child', record, ...entryOf('reporter') });
  const { view } = await office.app.value('seal.ask', requestOf(record, leader));
  const { entries } = await office.app.value('seal.view', { view });
  expect(entries.map(({ values }) => values)).toEqual(
    ['victim', 'reporter'].map((key) => sealedGroups.find((group) => group.key === key)?.sample.fields),
  );
});

test('it is sealed beside a key person too, in a file that no clerk of the children opens', async () => {
  const watch = { user: '林可欣', password: 'Bangfu#2026lkx', roles: ['watchlistClerk'] as const };
  const office = await sealOffice([...people, watch]);
  await office.as(watch);
  const values = JSON.parse(JSON.stringify(keyPerson.sample)) as MethodInput<'register.save'>['values'];
  const { id: record } = await office.app.value('register.save', {
    ...{ register: 'keyPerson', id: null, version: null },
    values,
  });
  const of = { register: 'keyPerson', record };
  await office.app.value('seal.enter', { ...of, ...entryOf('publicSecurity') });
  expect(await office.app.value('seal.status', of)).toEqual({ count: 1 });
  const { view } = await office.app.value('seal.ask', { ...requestOf(record, leader), ...of });
  expect((await office.app.value('seal.view', { view })).entries).toMatchObject([{ matter: 'publicSecurity' }]);
  await office.as(clerk);
  expect(await office.app.call('seal.status', of)).toMatchObject({ error: { code: 'denied' } });
  expect(await office.app.call('seal.ask', { ...requestOf(record, leader), ...of })).toMatchObject({
    error: { code: 'denied' },
  });
});
