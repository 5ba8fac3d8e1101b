import type { AuditChain } from '../../vault/auditChain.ts';
import { newAct, runAct } from '../../vault/currentAct.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import type { Keyring } from '../../vault/keyringFile.ts';
import { readKeyringGeneration, writeKeyringGeneration } from './keyringGeneration.ts';
import { noteDrill } from './peopleStore.ts';
import { noteRecoverySheets } from './securitySettings.ts';

/** Milliseconds after which a row says when it was done. */
const atOnce = 60_000;

/**
 * Adds to the chain of the office what was done to the keyring and is not told there yet, a row each under whoever did it, with what
 * the office's file keeps of it, and notes how far the keyring has come. To be called inside a transaction: the rows and the note that
 * they are there are one, so none is told twice.
 */
export function tellKeyringChanges(
  database: WritableDatabase,
  { append }: Pick<AuditChain, 'append'>,
  { generation, changes = [] }: Keyring,
  now: Date,
): void {
  const told = readKeyringGeneration(database);
  for (const { generation: led, at, user, roles, act, object, detail } of changes) {
    if (led <= told) continue;
    const isLate = Math.abs(now.getTime() - Date.parse(at)) > atOnce;
    runAct(newAct({ act, object, actor: () => ({ user, roles }) }), () =>
      append({ act, object, detail: isLate ? { ...detail, attempted: at } : detail }),
    );
    if (act === 'recovery.used' || act === 'recovery.renewed') {
      noteRecoverySheets(database, detail.isSplit === true);
      // It has just been read from its paper.
      noteDrill(database, { at, by: user, opened: true });
    }
  }
  writeKeyringGeneration(database, generation);
}
