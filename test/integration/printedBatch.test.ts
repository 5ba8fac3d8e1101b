import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { quietBrowserArguments } from '../../electron/chromium/browserArguments.ts';
import { createPdfPrinter } from '../../electron/chromium/createPdfPrinter.ts';
import type { App } from '../../electron/server/app.ts';
import { everyPrint } from '../../renderer/prints/printQueries.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { child } from '../../shared/registers/child.ts';
import { testBrowserPath } from '../browser.ts';
import { startTestApp, type TestApp } from '../testApp.ts';

/** More than one slice of pages. */
const count = 120;

/** A back end that prints with a real browser, with `count` children, and the slices that were printed. */
async function openBatch(): Promise<{ testApp: TestApp; ticket: string; slices: string[] }> {
  const executablePath = await testBrowserPath();
  const slices: string[] = [];
  let app: App | undefined;
  const printer = createPdfPrinter({
    launch: () => chromium.launch({ executablePath, args: [...quietBrowserArguments, '--no-sandbox'] }),
    origin: 'https://hulei.invalid',
    fetch: async (request) => (app ? app.fetch(request) : new Response(null, { status: 404 })),
  });
  const testApp = await startTestApp({
    pageToPdf: (path, running) => {
      app = running;
      slices.push(path);
      return printer.print(path);
    },
  });
  onTestFinished(async () => {
    await printer.close();
    await testApp.close();
  });
  await testApp.setUp();
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { file_number: _, ...sample } = child.sample.fields;
    const name = `丁${[...'零一二三四五六七八九'][Math.floor(index / 10) % 10]}${[...'甲乙丙丁戊己庚辛壬癸'][index % 10]}`;
    const fields = { ...sample, name, id_number: null, no_id_reason: '1', birth_date: '2015-03-07' };
    const values = JSON.parse(JSON.stringify({ fields, rows: {} })) as MethodInput<'register.save'>['values'];
    ids.push((await testApp.value('register.save', { register: 'child', id: null, version: null, values })).id);
  }
  const { ticket } = await testApp.value('sheet.open', { form: 'F01', selection: { ids } });
  return { testApp, ticket, slices };
}

test('a batch of several slices is one PDF, in the order of the list, each child with a bookmark and each page with its foot', async () => {
  const { testApp, ticket, slices } = await openBatch();
  const permit = await testApp.permit({ method: 'sheet.savePdf', ticket }, count);
  const { serial } = await testApp.value('sheet.savePdf', { ticket, permit });
  expect(slices).toHaveLength(2);
  const [bytes = new Uint8Array()] = testApp.saved.values();
  // A tagged PDF of as many sheets has more than twice as much.
  expect(bytes.length).toBeLessThan(count * 12_000);
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  expect(pdf.numPages).toBe(count);
  const outline = await pdf.getOutline();
  expect(outline).toHaveLength(count);
  const seen: string[] = [];
  for (const [index, { title, dest }] of outline.entries()) {
    const [name = '', number = ''] = title.split('　');
    seen.push(name);
    expect(number).toMatch(/^2026-\d{5}$/u);
    if (!Array.isArray(dest)) throw new Error('a bookmark leads to a page');
    expect(await pdf.getPageIndex(dest[0])).toBe(index);
    const { items } = await (await pdf.getPage(index + 1)).getTextContent();
    const text = items.map((item) => ('str' in item ? item.str : '')).join('');
    expect(text).toContain(name);
    expect(text.replaceAll(/\s/gu, '')).toContain(`编号${serial}第1份共1份打印人周敏`);
    expect(text).toContain(`第${index + 1}页共${count}页`);
  }
  expect(new Set(seen).size).toBeGreaterThan(90);
  await pdf.destroy();
}, 60_000);

test('a batch that is stopped prints no further slice and saves nothing', async () => {
  const { testApp, ticket, slices } = await openBatch();
  const job = crypto.randomUUID();
  const permit = await testApp.permit({ method: 'sheet.savePdf', ticket, copies: 4 }, count);
  const saving = testApp.call('sheet.savePdf', { ticket, copies: 4, permit, job });
  await expect.poll(() => slices.length).toBe(1);
  await testApp.value('job.cancel', { job });
  expect(await saving).toMatchObject({ ok: false, error: { code: 'cancelled', message: '已停止，没有保存任何内容' } });
  expect(slices.length).toBeLessThan(3);
  expect(testApp.saved.size).toBe(0);
  const { prints } = await testApp.value('print.list', { ...everyPrint, offset: 0 });
  expect(prints).toMatchObject([{ outcome: 'notSaved', copies: 4, pages: count }]);
}, 60_000);
