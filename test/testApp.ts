import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { type App, createApp } from '../electron/server/app.ts';
import type { Host } from '../electron/server/host.ts';
import { inventedOffice } from '../electron/services/demo/inventedChildren.ts';
import type { Schedule } from '../electron/services/session/idleTimer.ts';
import type { Kdf } from '../electron/vault/kdf.ts';
import { type LeavingOrder, leavingOrder } from '../shared/contract/exportMethods.ts';
import type { MethodInput, MethodName, MethodOutput } from '../shared/contract/methods.ts';
import type { Result } from '../shared/contract/result.ts';

/** The day on which tests take place. */
export const testDay = new Date('2026-11-21T09:00:00+08:00');
export const testUser = { user: '周敏', password: 'Yunque-2026-zm' } as const;
/** Far weaker than any password protection the program picks by itself; keeps tests quick. */
export const testKdf = { memory: 64, passes: 1, lanes: 1 } as const;

/** The input of a method; whose file leaves gets a permit for it, about fifty people at most, by itself where none is given. */
export type TestInput<N extends MethodName> =
  MethodInput<N> extends { readonly permit: infer P }
    ? Omit<MethodInput<N>, 'permit'> & { readonly permit?: P }
    : MethodInput<N>;

/** A back end on a real encrypted vault in a temporary folder, driven by requests as the page drives it. */
export interface TestApp {
  readonly app: App;
  readonly dataDir: string;
  /** What the host was asked to do, in order. */
  readonly hostCalls: string[];
  /** What a member of the host is to fail with, as when its browser dies. */
  readonly failures: { pageToPdf?: Error; saveFile?: 'cancelled'; saveInFolder?: Error; discardFolder?: Error };
  /** What was saved, by the name of the file. */
  readonly saved: ReadonlyMap<string, Uint8Array>;
  call<N extends MethodName>(name: N, input: TestInput<N>): Promise<Result<MethodOutput<N>>>;
  /** The value of a call that is expected to succeed. */
  value<N extends MethodName>(name: N, input: TestInput<N>): Promise<MethodOutput<N>>;
  /** A permit to let that leave, about so many people; above fifty with the consent of the only user, as in a small office. */
  permit(order: LeavingOrder, persons: number, purpose?: string): Promise<string>;
  /** Makes the invented office and its first user, who is then at the desk. */
  setUp(): Promise<void>;
  /** Ends this back end and opens a new one on the same folder, as after a lock. */
  restart(): Promise<TestApp>;
  close(): Promise<void>;
}

/** Methods after which somebody may owe the promise of the year. */
const comesIn = [
  'session.unlock',
  'session.changePassword',
  'recovery.finish',
] as const satisfies readonly MethodName[];

/** Starts a back end; `dataDir` is made and removed with `close` unless it is given. */
export async function startTestApp(
  options: {
    readonly dataDir?: string;
    readonly now?: () => Date;
    readonly schedule?: Schedule;
    readonly demo?: boolean;
    readonly kdf?: Kdf;
    /** False leaves the promise of the year unmade; otherwise everybody makes it who comes in. */
    readonly promising?: boolean;
    /** Prints in place of the empty pages that a host gives otherwise. */
    readonly pageToPdf?: (path: string, app: App) => Promise<Uint8Array>;
  } = {},
): Promise<TestApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'hulei-test-'));
  const hostCalls: string[] = [];
  const failures: TestApp['failures'] = {};
  const saved = new Map<string, Uint8Array>();
  const host = {
    name: 'chromium',
    dataDir,
    async pageToPdf(path) {
      hostCalls.push(`pageToPdf ${path}`);
      if (failures.pageToPdf) throw failures.pageToPdf;
      if (options.pageToPdf) return options.pageToPdf(path, app);
      const served = await app.fetch(new Request(`https://hulei.invalid${path}`));
      return emptyPdf((await served.text()).split('<section').length - 1);
    },
    async saveFile(suggestedName, bytes) {
      hostCalls.push(`saveFile ${suggestedName}`);
      if (failures.saveFile === 'cancelled') return null;
      saved.set(suggestedName, bytes);
      return join(dataDir, suggestedName);
    },
    async createFolder(suggestedName) {
      hostCalls.push(`createFolder ${suggestedName}`);
      return join(dataDir, suggestedName);
    },
    async saveInFolder(folder, name, bytes) {
      hostCalls.push(`saveInFolder ${name}`);
      if (failures.saveInFolder) throw failures.saveInFolder;
      saved.set(name, bytes);
      return join(folder, name);
    },
    async discardFolder() {
      hostCalls.push('discardFolder');
      if (failures.discardFolder) throw failures.discardFolder;
    },
    async showInFolder() {
      hostCalls.push('showInFolder');
    },
    async clearCopied(sha256) {
      hostCalls.push(`clearCopied ${sha256}`);
    },
    async lock(reason) {
      hostCalls.push(`lock ${reason}`);
    },
    async quit() {
      hostCalls.push('quit');
    },
  } satisfies Host;
  const app = await createApp({
    host,
    now: options.now ?? (() => testDay),
    demo: options.demo ?? false,
    kdf: options.kdf ?? testKdf,
    ...(options.schedule ? { schedule: options.schedule } : {}),
  });

  async function call<N extends MethodName>(name: N, input: TestInput<N>): Promise<Result<MethodOutput<N>>> {
    const { job: _, ...asked } = input as { readonly job?: string };
    const order = name === 'sheet.print' ? undefined : leavingOrder.safeParse({ method: name, ...asked }).data;
    const answered = await post<N>(name, order ? { ...input, permit: await askPermit(order, 50) } : input);
    if (answered.ok && comesIn.some((each) => each === name)) await promise();
    return answered;
  }

  /** Makes the promise of the year where it is owed and wanted. */
  async function promise(): Promise<void> {
    const state = await post('app.state', {});
    const { mustChangePassword = true, promiseYear = null } = (state.ok && state.value.session) || {};
    if (options.promising !== false && !mustChangePassword && promiseYear !== null) {
      await post('session.acceptPromise', {});
    }
  }

  /** As a clerk gets it; refused where nobody is at the desk. */
  async function askPermit(order: LeavingOrder, persons: number, purpose = '核对'): Promise<string> {
    const second = persons > 50 ? testUser : null;
    const asked = { purpose, receiver: '县民政局', order, persons, stick: null, second };
    const answered = await post('export.permit', asked);
    return answered.ok ? answered.value.permit : randomUUID();
  }

  async function post<N extends MethodName>(name: N, input: unknown): Promise<Result<MethodOutput<N>>> {
    const response = await app.fetch(
      new Request(`https://hulei.invalid/rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    );
    return (await response.json()) as Result<MethodOutput<N>>;
  }

  async function value<N extends MethodName>(name: N, input: TestInput<N>): Promise<MethodOutput<N>> {
    const result = await call(name, input);
    if (!result.ok)
      throw new Error(`${name}: ${result.error.code} ${result.error.message} ${JSON.stringify(result.error.fields)}`);
    return result.value;
  }

  const testApp: TestApp = {
    app,
    dataDir,
    hostCalls,
    failures,
    saved,
    call,
    value,
    permit: askPermit,
    async setUp() {
      const offer = await value('setup.begin', {});
      const typedGroups = offer.askedGroups.map((index) => ({ index, text: offer.groups[index] ?? '' }));
      await value('setup.finish', { office: inventedOffice, ...testUser, typedGroups });
    },
    async restart() {
      await app.close('lock');
      return startTestApp({ ...options, dataDir });
    },
    async close() {
      await app.close('lock');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return testApp;
}

/** A PDF as the host would make it, as far as its number of pages goes. */
async function emptyPdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage();
  return document.save();
}
