import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { createPdfPrinter } from '../../electron/chromium/createPdfPrinter.ts';
import { testBrowserPath } from '../browser.ts';

test('the browser that an opened preview starts is the one that prints', async () => {
  const executablePath = await testBrowserPath();
  let launched = 0;
  const printer = createPdfPrinter({
    launch: () => {
      launched += 1;
      return chromium.launch({ executablePath, args: ['--no-sandbox'] });
    },
    origin: 'https://hulei.invalid',
    fetch: async () =>
      new Response('<!doctype html><p>表', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  });
  onTestFinished(() => printer.close());
  printer.prepare();
  printer.prepare();
  expect(launched).toBe(1);
  const pdf = await printer.print('/print/1');
  expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  expect(launched).toBe(1);
});

test('a browser that does not start ahead is heard of by the one who prints, and tried again', async () => {
  const executablePath = await testBrowserPath();
  let fails = true;
  const printer = createPdfPrinter({
    launch: () =>
      fails ? Promise.reject(new Error('no browser')) : chromium.launch({ executablePath, args: ['--no-sandbox'] }),
    origin: 'https://hulei.invalid',
    fetch: async () =>
      new Response('<!doctype html><p>表', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  });
  onTestFinished(() => printer.close());
  printer.prepare();
  await expect(printer.print('/print/1')).rejects.toThrow('no browser');
  fails = false;
  expect((await printer.print('/print/1')).length).toBeGreaterThan(100);
});
