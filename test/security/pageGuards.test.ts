import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApp } from '../testApp.ts';
import { tellFigure } from './figure.ts';

const root = join(import.meta.dirname, '..', '..');
const source = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Everything below `key:` of a block of YAML that is indented by two blanks, as pairs. */
function block(yaml: string, key: string): Readonly<Record<string, string>> {
  const lines = yaml.split('\n');
  const begin = lines.indexOf(`${key}:`);
  const rest = lines.slice(begin + 1);
  const own = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('  ')),
  );
  return Object.fromEntries(own.map((line) => line.trim().split(/: */u) as [string, string]));
}

test('c28: the packed program has its fuses set', () => {
  expect(block(source('electron-builder.yml'), 'electronFuses')).toEqual({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    enableCookieEncryption: 'true',
    grantFileProtocolExtraPrivileges: 'false',
  });
});

test('c28: the window gives its page no Node, no other origin and no way out', () => {
  const window = source('electron/shell/window.ts');
  for (const setting of [
    'sandbox: true',
    'contextIsolation: true',
    'nodeIntegration: false',
    'nodeIntegrationInWorker: false',
    'nodeIntegrationInSubFrames: false',
    'webSecurity: true',
    'allowRunningInsecureContent: false',
    'experimentalFeatures: false',
    'webviewTag: false',
    'navigateOnDragDrop: false',
    'spellcheck: false',
    'devTools: !isPackaged',
    'setPermissionRequestHandler((_contents, _permission, answer) => answer(false))',
    'setPermissionCheckHandler(() => false)',
    'setDevicePermissionHandler(() => false)',
    "session.on('will-download', (event) => event.preventDefault())",
    'answer({ cancel: !isOwn(details.url) })',
    "setWindowOpenHandler(() => ({ action: 'deny' }))",
    "contents.on('will-navigate', (event) => event.preventDefault())",
    "contents.on('will-redirect', (event) => event.preventDefault())",
    "contents.on('will-attach-webview', (event) => event.preventDefault())",
  ]) {
    expect(window, setting).toContain(setting);
  }
  const main = source('electron/shell/main.ts');
  // In memory only; a name with "persist:" would write to the disk.
  expect(main).toContain("session.fromPartition('hulei')");
  expect(main).toContain("app.on('web-contents-created', (_event, contents) => guardContents(contents))");
  expect(main).toContain('app.requestSingleInstanceLock()');
  expect(main + source('electron/shell/host.ts')).not.toMatch(/ipcMain|preload|openExternal|crashReporter/u);
});

test('c28: every answer to the page has a policy that runs and loads what the program serves, and nothing else', async (context) => {
  const { app, setUp, value } = await startTestApp();
  onTestFinished(() => app.close());
  await setUp();
  const answer = (path: string) => app.fetch(new Request(`https://hulei.invalid${path}`));
  const directives = (response: Response): Map<string, string> =>
    new Map(
      (response.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );
  const page = directives(await answer('/'));
  expect(page.get('default-src')).toBe(`'none'`);
  expect(page.get('script-src')).toBe(`'self'`);
  expect(page.get('style-src')).toMatch(/^'self' 'nonce-[A-Za-z0-9+/=]{24}'$/u);
  expect(page.get('connect-src')).toBe(`'self'`);
  for (const closed of ['frame-ancestors', 'base-uri', 'form-action']) expect(page.get(closed)).toBe(`'none'`);
  expect(page.get('require-trusted-types-for')).toBe(`'script'`);
  const { ticket } = await value('sheet.openBlank', { form: 'F01', copies: 1 });
  const print = directives(await answer(`/print/${ticket}`));
  expect(print.get('default-src')).toBe(`'none'`);
  expect(print.has('script-src')).toBe(false);
  const nonces = await Promise.all(
    Array.from({ length: 50 }, async () => directives(await answer('/')).get('style-src')),
  );
  expect(new Set(nonces).size).toBe(50);
  for (const path of ['/', '/assets/none.js', '/rpc/app.state', `/print/${ticket}`, '/attachment/none']) {
    const { headers } = await answer(path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('no-referrer');
  }
  tellFigure(context, 'policies, handlers and fuses as asked for');
});
