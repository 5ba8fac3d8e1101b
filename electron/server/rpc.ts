import { type MethodInput, type MethodName, type MethodOutput, methods } from '../../shared/contract/methods.ts';
import { AppError, type Failure, type Result } from '../../shared/contract/result.ts';
import { missingRights, type RightsCheck, refusalText } from '../../shared/rights/methodRights.ts';
import type { Audited } from './audited.ts';
import type { Log } from './log.ts';

/** One function for every method of the contract. */
export type Handlers = {
  readonly [N in MethodName]: (input: MethodInput<N>) => MethodOutput<N> | Promise<MethodOutput<N>>;
};

/** What every answer carries: it is never kept by the browser, and read as what it says it is. */
export const privateHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** A call that takes longer is written to the log by its name, in milliseconds. */
const slowCall = 40;
/** A record or a list of choices; files go to /upload. */
const maxBodyCharacters = 2_000_000;

const beforeOwnPassword = ['session.changePassword', 'session.touch', 'session.lock', 'office.get'] as const;

/** What whoever came in has to do before anything else, and what he may ask for until then. */
const entrySteps = {
  /** Somebody else set his password. */
  password: { refusal: '请先把首次密码改成自己的密码', open: new Set<MethodName>(beforeOwnPassword) },
  /** The confidentiality promise of the year. */
  promise: {
    refusal: '请先作出今年的保密承诺',
    open: new Set<MethodName>([...beforeOwnPassword, 'session.acceptPromise']),
  },
} as const;
export type EntryStep = keyof typeof entrySteps;

/**
 * Refuses what comes before its time: until the steps of coming in are done, nothing is read or changed.
 * @param name a method; none for an address beside them
 * @throws AppError denied
 */
export function refuseBeforeEntry(owed: EntryStep | null, name?: MethodName): void {
  if (owed === null) return;
  const { refusal, open } = entrySteps[owed];
  if (name === undefined || !open.has(name)) throw new AppError('denied', refusal);
}

/** Answers `POST /rpc/<method>`: allow-list, lock, steps of coming in, input check, rights, service, output check; every failure becomes a Result. */
export function createRpc(options: {
  readonly handlers: Handlers;
  /** @throws AppError locked; busy while the files are closed for a moment */
  readonly refuseClosed: () => void;
  /** What the user at the desk has to do first; null once he is in. */
  readonly entryOwed: () => EntryStep | null;
  /** What the user at the desk may do. */
  readonly rights: () => RightsCheck;
  readonly audited: Pick<Audited, 'run'>;
  readonly log: Log;
}) {
  const { handlers, refuseClosed, entryOwed, rights, audited, log } = options;

  async function answer(name: string, request: Request): Promise<Result<unknown>> {
    const started = performance.now();
    try {
      if (!isMethodName(name)) throw new AppError('invalid', '没有这项操作，请重新打开程序');
      const method = methods[name];
      if (method.access === 'unlocked') refuseClosed();
      if (method.access === 'unlocked') refuseBeforeEntry(entryOwed(), name);
      const input = method.input.safeParse(await readJson(request));
      if (!input.success) throw new AppError('invalid', '提交的内容格式不正确，请核对后重试');
      const refuse = (): void => {
        const missing = missingRights(name, input.data, rights());
        if (missing.length > 0) throw new AppError('denied', refusalText(missing));
      };
      // The handler of a name takes what the schema of the same name returns; the mapped type above proves each pair.
      const handler = handlers[name] as (input: unknown) => unknown;
      const answered = await audited.run(name, input.data, refuse, () => handler(input.data));
      return { ok: true, value: method.output.parse(answered) };
    } catch (error) {
      return { ok: false, error: failureOf(error, name, log) };
    } finally {
      const duration = performance.now() - started;
      if (duration > slowCall) log.note(`slow ${isMethodName(name) ? name : 'unknown'}`, { milliseconds: duration });
    }
  }

  return {
    async fetch(name: string, request: Request): Promise<Response> {
      return resultResponse(await answer(name, request));
    },
  };
}

/** A Result as an answer to the page. The status is 200 either way: the Result says what happened. */
export function resultResponse(result: Result<unknown>): Response {
  return Response.json(result, { headers: privateHeaders });
}

/** What the page may know of an error: an AppError as it is, anything else as a number in the log. */
export function failureOf(error: unknown, where: string, log: Log): Failure {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.fields ? { fields: error.fields } : {}) };
  }
  const number = log.failure(isMethodName(where) ? where : 'request', error);
  return { code: 'internal', message: `程序出错（编号 ${number}），请重试；再出现时请把编号告诉维护人员` };
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

async function readJson(request: Request): Promise<unknown> {
  const isJson = /^application\/json\b/u.test(request.headers.get('content-type') ?? '');
  if (request.method !== 'POST' || !isJson) throw new AppError('invalid', '没有这项操作，请重新打开程序');
  const text = await request.text();
  if (text.length > maxBodyCharacters) throw new AppError('invalid', '一次提交的内容太多，请分几次保存');
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', '提交的内容格式不正确，请核对后重试');
  }
}
