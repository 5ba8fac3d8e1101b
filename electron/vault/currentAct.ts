import { AsyncLocalStorage } from 'node:async_hooks';

/** What is told of an act beside who, when and what it was about. Record ids, field names, counts; no values, no names. */
export type ActDetail = Readonly<Record<string, unknown>>;

/** Who does something: the name under which a user logs in. Empty: the program by itself. */
export interface Actor {
  readonly user: string;
  readonly roles: readonly string[];
}

/** What somebody is doing, from his request until it is answered. */
export interface RunningAct {
  /** Null for a request that is declared not to be recorded, and for one whose row stands elsewhere. */
  act: string | null;
  /** A register and the id of a record, or whatever else it is about. */
  readonly object: string;
  /** Asked late, because unlocking tells who it is. */
  readonly actor: () => Actor;
  /** Noted while it goes on; taken over by the next row of the chain. */
  detail: ActDetail;
  /** Rows that the chains have of it, and whether something was noted since the last. */
  rows: number;
  isNoted: boolean;
  /** Timers that were set meanwhile go on after it; what they write is not its doing. */
  isOver: boolean;
}

const running = new AsyncLocalStorage<RunningAct | undefined>();

/** Does `work` as an act: every row that its transactions add to a chain says so. */
export function runAct<T>(act: RunningAct, work: () => T): T {
  return running.run(act, work);
}

/** Does `work` as nobody's act, such as what goes on in the background after an unlocking. */
export function outsideActs<T>(work: () => T): T {
  return running.run(undefined, work);
}

/** A new act that nothing is known of beyond this. */
export function newAct(
  act: Pick<RunningAct, 'act' | 'actor'> & { readonly object?: string; readonly detail?: ActDetail },
): RunningAct {
  return { object: '', detail: {}, ...act, rows: 0, isNoted: false, isOver: false };
}

/** Does `work`, which is the program's own, under a name. */
export function runOwnAct<T>(act: string, detail: ActDetail, work: () => T): T {
  return runAct(newAct({ act, detail, actor: () => program }), work);
}

/** What the program does by itself. */
export const program: Actor = { user: '', roles: [] };

/** What is going on; undefined for what the program does by itself. */
export function currentAct(): RunningAct | undefined {
  const act = running.getStore();
  return act?.isOver ? undefined : act;
}

/** The act that is going on has its row elsewhere, as in a keyring: neither what it writes from here on nor its end adds another. */
export function toldElsewhere(): void {
  const act = currentAct();
  if (!act) return;
  act.act = null;
  act.rows += 1;
  act.isNoted = false;
}

/** Adds to what is told of the act that is going on, such as the digest of a file once it is written. */
export function noteDetail(detail: ActDetail): void {
  const act = currentAct();
  if (!act) return;
  act.detail = { ...act.detail, ...detail };
  act.isNoted = true;
}
