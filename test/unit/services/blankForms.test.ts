import { afterAll, beforeAll, expect, test } from 'vitest';
import { sheets } from '../../../shared/forms/index.ts';
import { registerForms } from '../../../shared/forms/registerForms.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
});
afterAll(() => testApp.close());

async function printed(ticket: string): Promise<string> {
  return (await testApp.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
}

test.each([...sheets, ...registerForms].map(({ key, title }) => [key, title]))(
  '%s is printed blank as often as it is asked for',
  async (form, title) => {
    const one = await testApp.value('sheet.openBlank', { form, copies: 1 });
    const three = await testApp.value('sheet.openBlank', { form, copies: 3 });
    expect(three).toMatchObject({ records: 3, pages: one.pages * 3, blank: true });
    const html = await printed(three.ticket);
    expect(html.split('<section').length - 1).toBe(three.pages);
    expect(html).toContain(title);
  },
);

test('a blank is saved under the name of its form', async () => {
  const { ticket } = await testApp.value('sheet.openBlank', { form: 'F01', copies: 2 });
  await testApp.value('sheet.savePdf', { ticket });
  expect(testApp.hostCalls.at(-1)).toMatch(/^saveFile .+-空白表-20261121\.pdf$/u);
});

test('an unknown form is refused in one sentence', async () => {
  expect(await testApp.call('sheet.openBlank', { form: 'F99', copies: 1 })).toEqual({
    ok: false,
    error: { code: 'missing', message: '没有这张表，请重新打开程序' },
  });
});
