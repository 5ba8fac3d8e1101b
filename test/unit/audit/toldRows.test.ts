import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import type { ActName } from '../../../shared/audit/acts.ts';
import { buildWorld, type World } from '../../fixtures/everyMethod.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

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
