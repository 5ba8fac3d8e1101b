import { createHmac } from 'node:crypto';
import type { ActName } from '../../shared/audit/acts.ts';
import { type MethodAct, methodActs } from '../../shared/audit/methodActs.ts';
import type { MethodInput, MethodName } from '../../shared/contract/methods.ts';
import { AppError } from '../../shared/contract/result.ts';
import { compartmentsConcerned, type RightsCheck } from '../../shared/rights/methodRights.ts';
import type { OpenSession } from '../services/session/createSessionService.ts';
import type { Compartment } from '../vault/compartments.ts';
import { type ActDetail, type Actor, newAct, program, type RunningAct, runAct } from '../vault/currentAct.ts';

/** The same search or picture again within so many milliseconds is one look. */
const sameLook = 60_000;
/** Looks that are remembered for that. */
const looksKept = 1_000;

export type Audited = ReturnType<typeof createAudited>;

/**
 * Has every request recorded as what it is declared to be (`methodActs`). What it writes carries the act in its own transaction;
 * what writes nothing is recorded when it is done, and before it is answered.
 */
export function createAudited(options: {
  readonly session: () => OpenSession | null;
  readonly compartmentsOf: RightsCheck['compartmentsOf'];
  readonly now: () => Date;
}) {
  const { session, now } = options;
  const looks = new Map<string, number>();

  const actor = (input?: unknown) => (): Actor => {
    const open = session();
    // Whoever sets the vault up is nobody yet while it is made.
    return open ? { user: open.user, roles: open.roles } : { ...program, user: userIn(input) };
  };

  /**
   * Adds a row where it belongs: to the files of the records, or to that of the office, which everybody can open.
   * @throws AppError full | readonly | busy when it cannot be written
   */
  function record(act: RunningAct, concerned: readonly Compartment[]): void {
    const vault = session()?.vault;
    if (!vault) return;
    const places = concerned.filter((each) => vault.open.includes(each));
    for (const place of places.length > 0 ? places : (['office'] as const)) vault.audit(place).record(act);
  }

  function isSameLook(look: string): boolean {
    const before = looks.get(look);
    return before !== undefined && Math.abs(now().getTime() - before) < sameLook;
  }

  /** Remembers a look that has its row. */
  function keepLook(look: string): void {
    looks.delete(look);
    looks.set(look, now().getTime());
    if (looks.size > looksKept) for (const oldest of [...looks.keys()].slice(0, looksKept / 2)) looks.delete(oldest);
  }

  /** Words that were looked for, so that equal ones can be told and none be read. */
  function digestOf(terms: string): string {
    const key = session()?.vault.purposeKey('office', 'audit terms');
    if (!key) return '';
    return createHmac('sha256', key).update(terms.normalize('NFKC').toLowerCase()).digest('hex').slice(0, 16);
  }

  /** @param refuse throws when the request may not be made; then nothing of it is done, and the refusal is recorded */
  async function run<N extends MethodName, T>(
    name: N,
    input: MethodInput<N>,
    refuse: () => void,
    work: () => T,
  ): Promise<Awaited<T>> {
    // The act of a name takes what the schemas of the same name return; `satisfies` proves each pair.
    const declared = methodActs[name as MethodName] as MethodAct<MethodInput<N>, Awaited<T>>;
    const terms = declared.act === null ? undefined : declared.terms?.(input);
    const isRecorded = declared.act !== null && terms !== '';
    const act = newAct({
      act: isRecorded ? declared.act : null,
      actor: actor(input),
      ...(isRecorded
        ? {
            object: declared.object?.(input) ?? '',
            detail: { ...declared.given?.(input), ...(terms === undefined ? {} : { terms: digestOf(terms) }) },
          }
        : {}),
    });
    // No row, no answer: what was read is not told to anybody then.
    const place = (): void => tellingWhy(() => record(act, compartmentsConcerned(name, input, options.compartmentsOf)));
    try {
      refuse();
      if (isRecorded && declared.act !== null && declared.isRecordedFirst) place();
      const output = await runAct(act, work);
      if (!isRecorded) return output;
      const isLook = terms !== undefined || (declared.act !== null && declared.isLook === true);
      const look = JSON.stringify([actor()().user, act.act, act.detail]);
      if ((isLook && isSameLook(look)) || (act.rows > 0 && !act.isNoted)) return output;
      if (act.rows === 0) act.detail = { ...act.detail, ...declared.told?.(output) };
      place();
      if (isLook) keepLook(look);
      return output;
    } catch (error) {
      if (error instanceof AppError && error.code === 'denied') refused(name);
      throw error;
    } finally {
      act.isOver = true;
    }
  }

  /** Somebody asked for what he may not, by the name of the method or the address. */
  function refused(what: string): void {
    note('refused', '', { what });
  }

  /** Adds a row to the chain of the office for what has no answer to hold back: a disk that is full must not keep the desk open. */
  function note(act: ActName, object: string, detail: ActDetail): void {
    try {
      record(newAct({ act, object, detail, actor: actor() }), []);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  return {
    run,
    refused,
    note,
    /** Somebody looks at a picture. @throws AppError when that cannot be recorded: then it is not to be shown */
    attachmentViewed(id: string): void {
      const object = `attachment/${id}`;
      if (isSameLook(object)) return;
      tellingWhy(() =>
        record(newAct({ act: 'attachment.view', object, actor: actor() }), options.compartmentsOf('attachment', id)),
      );
      keepLook(object);
    },
  };
}

/** Says of a disk that is full that the look could not be recorded: nothing was to be saved. */
function tellingWhy(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'full') throw error;
    throw new AppError('full', '磁盘空间不足，记不下这次操作，所以没有显示；请清理磁盘后再试。');
  }
}

function userIn(input: unknown): string {
  return typeof input === 'object' && input !== null && 'user' in input && typeof input.user === 'string'
    ? input.user
    : '';
}
