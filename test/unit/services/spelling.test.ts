import { expect, test } from 'vitest';
import { startTestApp } from '../../testApp.ts';

test('labels are spelt in syllables, with what is no hanzi as it is', async () => {
  const testApp = await startTestApp();
  expect(await testApp.call('label.spell', { labels: ['姓名'] })).toMatchObject({
    ok: false,
    error: { code: 'locked' },
  });
  await testApp.setUp();
  const { spellings } = await testApp.value('label.spell', { labels: ['身份证号', '监护人1姓名', ''] });
  expect(spellings).toEqual(['shen fen zheng hao', 'jian hu ren 1 xing ming', '']);
  await testApp.close();
});
