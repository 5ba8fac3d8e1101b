import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { testBrowserPath } from '../browser.ts';
import { testUser } from '../testApp.ts';
import type { StepUser } from './drivenHost.ts';
import { familyOf } from './processMemory.ts';

const startFile = path.join(import.meta.dirname, '..', '..', 'electron', 'start.ts');
const drivenHost = pathToFileURL(path.join(import.meta.dirname, 'drivenHost.ts')).href;

/** The program as a user starts it: `electron/start.ts`, and all processes that come of it. */
export interface DrivenProgram {
  /** The process that was started: the keeper, or the program by way of which it was. */
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has said in the terminal. */
  output(): string;
  /** Resolves when a window has opened that nobody has waited for yet, with the address of its unlock page. */
  opened(): Promise<string>;
  unlock(user?: StepUser): Promise<void>;
  /** Looks at the first child; see `drivenHost.ts`. */
  look(): Promise<void>;
  /** Presses the keys of the lock and resolves as `opened` does. */
  lock(): Promise<string>;
  /** Resolves with the exit code when it has ended as by a signal of the system. */
  end(): Promise<number | null>;
}

/** Starts the program on a folder, by way of another program such as strace where one is given, and waits for its window. */
export async function startDriven(
  dataDir: string,
  options: { readonly by?: readonly string[]; readonly args?: readonly string[] } = {},
): Promise<DrivenProgram> {
  const { by = [], args = ['--data-dir', dataDir] } = options;
  const [command = '', ...rest] = [...by, process.execPath, startFile, '--headless', ...args];
  const socket = path.join(dataDir, 'steps');
  const child = spawn(command, rest, {
    env: {
      ...process.env,
      HULEI_NO_SANDBOX: '1',
      HULEI_BROWSER: await testBrowserPath(),
      HULEI_TEST_STEPS: socket,
      NODE_OPTIONS: `--import=${drivenHost}`,
      TMPDIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  let output = '';
  let awaited = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const readyLines = (): number => output.split('护蕾台账已就绪。\n').length - 1;

  async function ask(name: string, user: StepUser = testUser): Promise<unknown> {
    const connection = connect(socket);
    connection.write(JSON.stringify({ name, user }));
    let answer = '';
    for await (const chunk of connection) answer += String(chunk);
    const { value, why } = JSON.parse(answer) as { readonly value?: unknown; readonly why?: string };
    if (why !== undefined) throw new Error(why);
    return value;
  }

  async function opened(): Promise<string> {
    awaited += 1;
    while (readyLines() < awaited) {
      const ended = await Promise.race([exited.then(() => true), once(child.stdout, 'data').then(() => false)]);
      if (ended && readyLines() < awaited) throw new Error(`the program has ended: ${output}`);
    }
    return String(await ask('unlockPage'));
  }

  /** What strace and the like have started; a signal to themselves would not reach the program. */
  const keeper = (): number => (by.length === 0 ? child.pid : familyOf(child.pid ?? 0)[1]) ?? 0;

  const program: DrivenProgram = {
    child,
    pid: child.pid ?? 0,
    output: () => output,
    opened,
    async unlock(user) {
      await ask('unlock', user);
    },
    async look() {
      await ask('look');
    },
    async lock() {
      // The page may be gone before it can say that the keys were pressed.
      await ask('lock').catch(() => {});
      return opened();
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) process.kill(keeper(), 'SIGTERM');
      return exited;
    },
  };
  try {
    await opened();
  } catch (error) {
    await program.end();
    throw error;
  }
  return program;
}
