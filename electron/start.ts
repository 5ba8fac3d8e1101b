import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../shared/contract/result.ts';
import { isProgram } from './chromium/isProgram.ts';
import { keepHost } from './chromium/keepHost.ts';
import { defaultDataDir, readStartOptions, type StartOptions, startHelp } from './server/startOptions.ts';

const projectRoot = path.join(import.meta.dirname, '..');
const electronFolder = path.join(projectRoot, 'node_modules', 'electron');
const cacheFolder = path.join(projectRoot, 'node_modules', '.cache', 'hulei');
/** Noted when Electron's runtime could not be fetched, so that a computer without network does not wait at every start. */
const fetchFailedNote = path.join(cacheFolder, 'electron-not-fetched');
const fetchLimitMs = 120_000;
const fetchAgainAfterMs = 24 * 60 * 60 * 1000;

process.exitCode = await start();

async function start(): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  // The first version that runs TypeScript sources without a flag.
  if (major < 22 || (major === 22 && minor < 18)) return fail('需要 Node 22.18 或更新的版本，请更新 Node 后再启动。');
  const options = readStartOptions(process.argv.slice(2));
  if (typeof options === 'string') return fail(options);
  if (options.help) {
    say(startHelp);
    return 0;
  }
  if (!options.headless && !hasScreen()) {
    return fail('这里没有图形桌面，打不开窗口；请在电脑的桌面上打开终端，再启动护蕾台账。');
  }
  if (isPageStale() && (await buildRenderer()) !== 0) {
    return fail('界面没有生成成功，请重新运行 npm ci 后再启动。');
  }
  keepCompiledCode();
  const dataDir = options.demo ? mkdtempSync(path.join(tmpdir(), 'hulei-demo-')) : (options.dataDir ?? usualDataDir());
  try {
    const electron = await chooseElectron(options);
    return await (electron ? runElectron(electron, dataDir, options) : runChromium(dataDir, options));
  } catch (error) {
    if (error instanceof AppError) return fail(error.message);
    // Only the code of an unforeseen error, for who looks after the computer: its text may name what was being worked on.
    const code = error instanceof Error && 'code' in error ? `\n（维护人员查错用的代号：${String(error.code)}）` : '';
    return fail(`护蕾台账没有启动成功；请检查数据文件夹能否写入、磁盘是否已满，再启动一次。${code}`);
  } finally {
    if (options.demo) rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function runChromium(dataDir: string, { headless, demo }: StartOptions): Promise<number> {
  // Heard from the first moment on: a program that is stopped while it opens still closes its files and removes its folder.
  const stopped = untilSignal();
  const withoutSandbox = process.env.HULEI_NO_SANDBOX === '1';
  const executablePath = process.env.HULEI_BROWSER;
  if (executablePath && !isProgram(executablePath)) {
    return fail('环境变量 HULEI_BROWSER 指的不是可以运行的程序，请改正路径，或去掉它再启动。');
  }
  const browser = executablePath ? { executablePath } : {};
  let isAnnounced = false;
  await keepHost({
    host: { dataDir, headless, demo, withoutSandbox, ...browser },
    opened(announcement) {
      // How the demonstration is opened stays the same after a lock.
      if (announcement && !isAnnounced) say(`${announcement}\n`);
      isAnnounced = true;
      if (headless) say('护蕾台账已就绪。\n');
    },
    stopped,
    now: () => new Date(),
  });
  return 0;
}

async function runElectron(electron: string, dataDir: string, { demo }: StartOptions): Promise<number> {
  const child = spawn(electron, [projectRoot, `--data-dir=${dataDir}`, ...(demo ? ['--demo'] : [])], {
    stdio: 'inherit',
  });
  void untilSignal().then(() => child.kill('SIGTERM'));
  return exitCodeOf(child);
}

/** The Electron program to start, or null for the Chromium host. */
async function chooseElectron({ headless }: StartOptions): Promise<string | null> {
  if (headless || process.env.HULEI_HOST === 'chromium') return null;
  const present = electronPath() ?? ((await fetchElectron()) ? electronPath() : null);
  if (present) return present;
  if (process.env.HULEI_HOST === 'electron') {
    throw new AppError('missing', '没有取到 Electron 运行环境，请检查网络后再启动，或去掉 HULEI_HOST 改用浏览器窗口。');
  }
  say('没有 Electron 运行环境，改用本机的浏览器打开窗口。\n');
  return null;
}

function electronPath(): string | null {
  const note = path.join(electronFolder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = path.join(electronFolder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}

async function fetchElectron(): Promise<boolean> {
  const installer = path.join(electronFolder, 'install.js');
  const lastFailure = statSync(fetchFailedNote, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isForced = process.env.HULEI_HOST === 'electron';
  if (!existsSync(installer) || (!isForced && Date.now() - lastFailure < fetchAgainAfterMs)) return false;
  const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: fetchLimitMs });
  if ((await exitCodeOf(child)) === 0) return true;
  try {
    mkdirSync(path.dirname(fetchFailedNote), { recursive: true });
    writeFileSync(fetchFailedNote, '');
  } catch {
    // The program lies in a folder this user cannot write; the next start asks again.
  }
  return false;
}

/** Whether the built page is missing, or older than what it is built from, as after an update of the sources. */
function isPageStale(): boolean {
  const built = statSync(path.join(projectRoot, 'renderer', 'dist', 'index.html'), { throwIfNoEntry: false });
  if (!built) return true;
  return ['renderer', 'shared'].some((room) =>
    readdirSync(path.join(projectRoot, room), { recursive: true, withFileTypes: true }).some(
      (entry) =>
        /\.(tsx?|html)$/.test(entry.name) && statSync(path.join(entry.parentPath, entry.name)).mtimeMs > built.mtimeMs,
    ),
  );
}

/** Builds the pages in a process of their own, so that the builder's memory is free again before the window opens. */
function buildRenderer(): Promise<number> {
  say('正在生成界面……\n');
  const vite = path.join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  return exitCodeOf(
    spawn(process.execPath, [vite, 'build', 'renderer', '--logLevel', 'error'], { cwd: projectRoot, stdio: 'inherit' }),
  );
}

/** Whether a window can be shown: on Linux a desktop says where, and a plain terminal does not. */
function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Resolves when this process is asked to end. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

/** Saves a third of the time in which this process, the host and the core read their modules, from the second start on. */
function keepCompiledCode(): void {
  const folder = path.join(cacheFolder, 'compiled');
  process.env.NODE_COMPILE_CACHE = folder; // for host and core
  enableCompileCache(folder);
}

function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function usualDataDir(): string {
  return defaultDataDir({ platform: process.platform, home: homedir(), env: process.env });
}

function say(text: string): void {
  process.stdout.write(text);
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
