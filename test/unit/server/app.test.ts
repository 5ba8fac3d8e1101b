import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { methods } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { startTestApp, type TestApp, testDay } from '../../testApp.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

const request = (path: string, init?: RequestInit): Promise<Response> =>
  testApp.app.fetch(new Request(`https://hulei.invalid${path}`, init));
const post = (path: string, body: string, type = 'application/json'): Promise<Response> =>
  request(path, { method: 'POST', headers: { 'content-type': type }, body });

describe('requests', () => {
  test.each([
    ['a name that every object has', '/rpc/constructor', '{}'],
    ['an unknown method', '/rpc/child.drop', '{}'],
    ['broken JSON', '/rpc/app.state', '{'],
    ['an unknown key', '/rpc/app.state', '{"sql":"SELECT 1"}'],
    ['a wrong type', '/rpc/session.unlock', '{"user":1,"password":[]}'],
  ])('%s is refused as a value, with a sentence and no inner detail', async (_, path, body) => {
    const response = await post(path, body);
    expect(response.status).toBe(200);
    const result = await response.json();
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid', message: expect.stringMatching(/，请/u) } });
    expect(JSON.stringify(result)).not.toMatch(/zod|SQLITE|electron|at \//iu);
  });

  test('a form of another page cannot call a method: the content type must be JSON', async () => {
    const response = await post('/rpc/app.state', '{}', 'text/plain');
    expect(await response.json()).toMatchObject({ ok: false });
    expect((await (await request('/rpc/app.state')).json()).ok).toBe(false);
  });

  test('every method that works on the vault is refused before it is unlocked', async () => {
    for (const [name, method] of Object.entries(methods)) {
      if (method.access === 'open') continue;
      const result = await (await post(`/rpc/${name}`, '{}')).json();
      expect(result, name).toMatchObject({ ok: false, error: { code: 'locked' } });
    }
  });

  test('an unforeseen error becomes a number; the log holds the number and no text that was entered', async () => {
    await testApp.setUp();
    const saved = await testApp.value('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: structuredClone(child.sample) as never,
    });
    const { ticket } = await testApp.value('sheet.open', { form: 'F01', selection: { ids: [saved.id] } });
    testApp.failures.pageToPdf = new Error('标记字串甲乙丙 欧阳朵朵');
    const result = await testApp.call('sheet.savePdf', { ticket });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringMatching(/E\d{12}-1/u) },
    });
    const number = /E\d{12}-\d+/u.exec(JSON.stringify(result))?.[0] ?? 'none';
    const log = readFileSync(join(testApp.dataDir, 'hulei.log'), 'utf8');
    expect(log).toContain(`${number} sheet.savePdf Error`);
    for (const text of [log, JSON.stringify(result)]) expect(text).not.toMatch(/标记字串|欧阳/u);
  });

  test('half a character, which no file can hold, is refused at its field and not replaced by another', async () => {
    await testApp.setUp();
    const values = structuredClone(child.sample) as unknown as { fields: Record<string, unknown> };
    values.fields.remark = '转学\ud800';
    const result = await testApp.call('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: values as never,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid', fields: { remark: expect.any(String) } } });
  });
});

describe('files', () => {
  test('an address whose percent signs are no text is not found', async () => {
    expect((await request('/assets/%E0%A4%A')).status).toBe(404);
    expect((await request('/assets/%00.js')).status).toBe(404);
  });

  test('nothing outside the page and the fonts can be reached', async () => {
    for (const path of [
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%5c..%5c..%5cpackage.json',
      '/fonts/../../package.json',
      '/fonts/%2e%2e%2fpackage.json',
      '/print/../package.json',
    ]) {
      const response = await request(path);
      const text = await response.text();
      expect(text, path).not.toContain('better-sqlite3');
    }
  });

  test('print documents answer to tickets only, and only after unlocking', async () => {
    expect((await request('/print/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    await testApp.setUp();
    expect((await request('/print/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  test('a print document is not handed out once the time at the desk is over', async () => {
    let time = testDay.getTime();
    const own = await startTestApp({ now: () => new Date(time) });
    onTestFinished(() => own.close());
    await own.setUp();
    const { ticket } = await own.value('sheet.openBlank', { form: 'F01', copies: 1 });
    const pages = async () => (await own.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).status;
    expect(await pages()).toBe(200);
    time += 60 * 60_000;
    expect(await pages()).toBe(404);
  });

  test('no answer with data of the vault is kept by a browser', async () => {
    const response = await post('/rpc/app.state', '{}');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
