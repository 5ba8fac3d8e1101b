import type { AuditChain } from '../../vault/auditChain.ts';
import { newAct, runAct } from '../../vault/currentAct.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import type { Keyring, KeyringChange } from '../../vault/keyringFile.ts';
import { sql } from '../../vault/sql.ts';
import { noteDrill } from './peopleStore.ts';
import { noteRecoverySheets } from './securitySettings.ts';
import { isPutBack, readToldKeyring, type ToldKeyring, writeToldKeyring } from './toldKeyring.ts';

/** Milliseconds after which a row says when it was done. */
const atOnce = 60_000;

/**
 * Adds to the chain of the office what was done to the keyring and is not told there yet, a row each under whoever did it, with what
 * the office's file keeps of it, and notes which keyring that was. To be called inside a transaction: the rows and the note that they
 * are there are one, so none is told twice. A keyring that was put back is told of too, and not noted: that it is there is for the
 * audit to find.
 */
export function tellKeyringChanges(
  database: WritableDatabase,
  { append }: Pick<AuditChain, 'append'>,
  keyring: Keyring,
  now: Date,
): void {
  const told = readToldKeyring(database);
  if (told.authentication === keyring.authentication) return;
  for (const change of keyring.changes ?? []) {
    if (isTold(database, told, change)) continue;
    const { id, at, user, roles, act, object, detail } = change;
    const isLate = Math.abs(now.getTime() - Date.parse(at)) > atOnce;
    const said = { ...detail, ...(isLate ? { attempted: at } : {}), ...(id === undefined ? {} : { change: id }) };
    runAct(newAct({ act, object, actor: () => ({ user, roles }) }), () => append({ act, object, detail: said }));
    if (act === 'recovery.used' || act === 'recovery.renewed') {
      noteRecoverySheets(database, detail.isSplit === true);
      // It has just been read from its paper.
      noteDrill(database, { at, by: user, opened: true });
    }
  }
  if (!isPutBack(told, keyring)) writeToldKeyring(database, keyring);
}

/** By its own row: how far the keyring had come says nothing of what was done to one that was put back. */
function isTold(database: ReadableDatabase, told: ToldKeyring, { id, generation, act }: KeyringChange): boolean {
  if (id === undefined) return generation <= told.generation;
  const said = `"change":"${id}"`;
  return database.get(sql`SELECT 1 FROM "audit" WHERE "act" = ${act} AND instr("detail", ${said}) > 0`) !== undefined;
}
