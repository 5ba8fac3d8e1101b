import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import type { ActName } from '../../../shared/audit/acts.ts';
import { child } from '../../../shared/registers/child.ts';
import { buildWorld, type World } from '../../fixtures/everyMethod.ts';
import { startTestApp, type TestApp, testUser } from '../../testApp.ts';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startTestApp();
  await app.setUp();
  world = await buildWorld(app, 0);
});
afterAll(() => app.close());

/** What the latest row of an act tells. */
async function toldBy(act: ActName): Promise<readonly string[]> {
  const filter = { from: null, to: null, users: [], acts: [act], object: '', after: null };
  return (await app.value('audit.list', filter)).rows[0]?.told ?? [];
}

test('rows of a screening round tell its month and its village by name', async () => {
  const [, second, third] = inventedOffice.villages;
  if (!second || !third) throw new Error('the invented office has villages');
  const [month, said] = ['2026-11', '月份：2026年11月'];
  const { round } = await app.value('screening.open', { month, village: second.code });
  expect(await toldBy('screening.save')).toEqual([said, `村（社区）：${second.name}`]);
  await app.value('screening.round', { round });
  expect(await toldBy('screening.view')).toEqual([said, `村（社区）：${second.name}`]);
  const mark = { kind: 'seen' as const };
  await app.value('screening.mark', { round: world.round, records: [world.record], mark });
  expect(await toldBy('screening.save')).toContain(`村（社区）：${world.villageName}`);
  await app.value('screening.zeroReport', { month, villages: [second.code, third.code] });
  expect(await toldBy('screening.file')).toEqual([said, `村（社区）：${second.name}、${third.name}`]);
});

test('the row of a permit tells what was ordered, what for and for whom, and nobody by name', async () => {
  const asked = { purpose: '报县民政局核对', receiver: '县民政局', stick: null, second: null };
  const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  const numbers = 'masked' as const;
  const list = { register: 'child', selection: { query }, columns: ['name', 'id_number'], numbers };
  await app.value('export.permit', { ...asked, persons: 2, order: { method: 'list.export', ...list } });
  const [purpose, receiver] = ['用途：报县民政局核对', '接收方：县民政局'];
  expect(await toldBy('export.permit')).toEqual([
    '操作：导出名单',
    purpose,
    receiver,
    '共2人',
    child.title,
    '2列',
    '证件号码：遮盖',
  ]);

  const { ticket, pages } = await app.value('sheet.open', { form: 'F01', selection: { ids: [world.record] } });
  const second = { ...testUser };
  await app.value('export.permit', { ...asked, second, persons: 60, order: { method: 'sheet.savePdf', ticket } });
  expect(await toldBy('export.permit')).toEqual([
    '操作：存为文件',
    purpose,
    receiver,
    '共60人',
    '表：“失亲”及事实困难未成年人排查表',
    `${pages}页`,
    '证件号码：完整',
    `同意人：${testUser.user}`,
    '一人办理，无第二人',
  ]);

  await app.value('export.permit', {
    ...asked,
    persons: 1,
    order: { method: 'attachment.save', id: world.attachment },
  });
  expect(await toldBy('export.permit')).toEqual([
    '操作：另存照片和扫描件',
    purpose,
    receiver,
    '共1人',
    child.title,
    '种类：照片',
  ]);

  const { title, revision } = (await app.value('template.open', { id: world.template })).template;
  const fill = { id: world.template, revision, selection: { ids: [world.record] }, as: 'one' as const, numbers };
  await app.value('export.permit', { ...asked, persons: 1, order: { method: 'template.fill', ...fill } });
  const form = `自备表样：${title}`;
  expect(await toldBy('export.permit')).toEqual(['操作：存为文件', purpose, receiver, '共1人', form, '证件号码：遮盖']);
});
