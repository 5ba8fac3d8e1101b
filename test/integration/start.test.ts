import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import { testBrowserPath } from '../browser.ts';
import { startDriven } from '../e2e/drivenProgram.ts';
import { familyOf, isRunning, kindOf } from '../e2e/processMemory.ts';
import { startTestApp } from '../testApp.ts';

const startFile = path.join(import.meta.dirname, '..', '..', 'electron', 'start.ts');
let root = '';
const running: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hulei-start-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

async function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [startFile, ...args], {
    env: { ...process.env, HULEI_NO_SANDBOX: '1', HULEI_BROWSER: await testBrowserPath(), TMPDIR: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  const lines = Promise.withResolvers<string>();
  const exited = once(child, 'exit').then(([code]: unknown[]) => {
    lines.resolve(output);
    return code;
  });
  const read = (chunk: Buffer) => {
    output += chunk;
    if (output.includes('已就绪')) lines.resolve(output);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  /** `ready` fulfils with the output so far, also when the program has ended without getting ready. */
  return { child, ready: lines.promise, exited, output: () => output };
}

test('the program starts, refuses a second start within a second, and ends cleanly on a signal', async () => {
  const dataDir = path.join(root, 'data');
  const first = await start(['--headless', '--data-dir', dataDir]);
  expect(await first.ready).toContain('护蕾台账已就绪。');
  expect(existsSync(path.join(dataDir, 'browser-profile'))).toBe(true);

  const began = performance.now();
  const second = await start(['--headless', '--data-dir', dataDir]);
  expect(await second.exited).toBe(1);
  expect(performance.now() - began).toBeLessThan(1_500); // one second of refusal, and the start of a process
  expect(second.output()).toMatch(/^护蕾台账已经打开，[^\n]*。\n$/);

  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  expect(existsSync(path.join(dataDir, 'browser-profile'))).toBe(false);
});

test('--demo shows how to log in and leaves nothing behind', async () => {
  const demo = await start(['--headless', '--demo']);
  expect(await demo.ready).toMatch(/用户 \S+，密码 \S+\n/);
  expect((await readdir(root)).some((name) => name.startsWith('hulei-demo-'))).toBe(true);
  demo.child.kill('SIGTERM');
  expect(await demo.exited).toBe(0);
  expect((await readdir(root)).filter((name) => name.startsWith('hulei-demo-'))).toEqual([]);
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'root is told to use another account',
  async () => {
    const asRoot = await start(['--headless', '--data-dir', root], { HULEI_NO_SANDBOX: '' });
    expect(await asRoot.exited).toBe(1);
    expect(asRoot.output()).toBe('护蕾台账不能用 root 账户启动，请换用普通账户登录后再启动。\n');
  },
);

test('a file in the place of the data folder ends the start with one sentence', async () => {
  const file = path.join(root, 'file');
  await writeFile(file, 'kept');
  const onFile = await start(['--headless', '--data-dir', file]);
  expect(await onFile.exited).toBe(1);
  expect(onFile.output()).toBe('数据文件夹建立不了，请检查位置和权限，或换一个文件夹。\n');
  expect(await readFile(file, 'utf8')).toBe('kept');
});

test('a named browser that is not there ends the start before anything is made', async () => {
  for (const name of [path.join(root, 'nowhere'), root]) {
    const misnamed = await start(['--headless', '--data-dir', path.join(root, 'data')], { HULEI_BROWSER: name });
    expect(await misnamed.exited).toBe(1);
    expect(misnamed.output()).toMatch(/^[^\n]*HULEI_BROWSER[^\n]*。\n$/);
  }
  expect(existsSync(path.join(root, 'data'))).toBe(false);
});

test('a browser that is none ends the start with one sentence that names what to install or update', async () => {
  const broken = await start(['--headless', '--data-dir', root], { HULEI_BROWSER: process.execPath });
  expect(await broken.exited).toBe(1);
  expect(broken.output()).toMatch(/^[^\n]*Edge、Chrome 或 Chromium[^\n]*。\n$/);
});

test('a host that dies at every start is started three times more, and then a sentence says so', async () => {
  const dying = `if (process.argv[1]?.endsWith('hostProcess.ts')) { process.stderr.write('died\\n'); process.exit(3); }`;
  const broken = await start(['--headless', '--data-dir', root], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(dying)}`,
  });
  expect(await broken.exited).toBe(1);
  expect(broken.output()).toMatch(/^(died\n){4}程序连续几次意外中断，[^\n]*。\n$/u);
});

test.runIf(process.platform === 'linux')('without a desktop the sentence says where to start from', async () => {
  const dataDir = path.join(root, 'data');
  const started = await start(['--data-dir', dataDir], { DISPLAY: '', WAYLAND_DISPLAY: '', HULEI_HOST: 'chromium' });
  expect(await started.exited).toBe(1);
  expect(started.output()).toMatch(/^这里没有图形桌面，[^\n]*。\n$/u);
});

/** Their processes are looked at through /proc. */
const seesProcesses = process.platform === 'linux';

test.runIf(seesProcesses)(
  'c25: a lock ends all processes but the keeper and the window comes back, after a dead host too; a signal ends them all',
  async () => {
    const dataDir = path.join(root, 'data');
    const testApp = await startTestApp({ dataDir, kdf: kdfFloor, now: () => new Date() });
    await testApp.setUp();
    await testApp.app.close();
    const program = await startDriven(dataDir);
    running.push(program.child);
    await program.unlock();
    const others = (): number[] => familyOf(program.pid).filter((pid) => pid !== program.pid);
    const worked = others();
    expect(await program.lock()).toBe('https://hulei.invalid/?after=request');
    await expect.poll(() => worked.filter(isRunning)).toEqual([]);

    const locked = others();
    process.kill(locked.find((pid) => kindOf(pid, program.pid) === 'host') ?? 0, 'SIGKILL');
    expect(await program.opened()).toBe('https://hulei.invalid/?after=crash');
    await expect.poll(() => locked.filter(isRunning)).toEqual([]);

    const last = others();
    expect(last.length).toBeGreaterThan(2);
    expect(await program.end()).toBe(0);
    // A browser that was slow to close is killed with its host, and the system takes a moment for that.
    await expect.poll(() => last.filter(isRunning)).toEqual([]);
    expect(existsSync(path.join(dataDir, 'browser-profile'))).toBe(false);
  },
  60_000,
);

test.runIf(seesProcesses)(
  'the demonstration can be opened again after a lock; a killed keeper leaves no process running',
  async () => {
    const program = await startDriven(root, { args: ['--demo'] });
    running.push(program.child);
    const [, user = '', password = ''] = /用户 (\S+)，密码 (\S+)\n/u.exec(program.output()) ?? [];
    await program.unlock({ user, password });
    await program.lock();
    await program.unlock({ user, password });
    expect(program.output().match(/演示数据/gu)).toHaveLength(1);
    const all = familyOf(program.pid);
    program.child.kill('SIGKILL');
    await expect.poll(() => all.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  },
  60_000,
);
