import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/contract/result.ts';
import { type Actor, currentAct, newAct, program, runAct, toldElsewhere } from '../../vault/currentAct.ts';
import { transaction, whenFree } from '../../vault/database.ts';
import type { Kdf } from '../../vault/kdf.ts';
import type { DataKeys } from '../../vault/keyring.ts';
import { type Keyring, type KeyringChange, readKeyring, staleKeyring, writeKeyring } from '../../vault/keyringFile.ts';
import { withChange } from '../../vault/keyringSeals.ts';
import type { Vault } from '../../vault/vault.ts';
import { tellKeyringChanges } from '../people/tellKeyringChanges.ts';
import { isPutBack, readToldKeyring } from '../people/toldKeyring.ts';

/** What is being done to a keyring, as it is written into it. */
export type ChangeUnderWay = Omit<KeyringChange, 'generation'>;

export type DeskKeyringFile = ReturnType<typeof createDeskKeyring>;

/**
 * The keyring's file beside an open vault. Every change is written into the keyring with who made it, and then told to the chain of the
 * office: one that was killed in between is told at the next unlocking, so there is no change without its row and no row without it.
 */
export function createDeskKeyring(options: {
  readonly folder: string;
  /** The weakest protection of passwords that is taken, where it is not the program's own. */
  readonly kdf?: Kdf;
  readonly now: () => Date;
}) {
  const { folder, now } = options;

  const read = async (): Promise<Keyring> => (await readKeyring(folder, options.kdf)).keyring;

  function tell(vault: Vault, keyring: Keyring): Promise<void> {
    const database = vault.database('office');
    const write = (): void =>
      transaction(database, () => tellKeyringChanges(database, vault.audit('office'), keyring, now()));
    // The rows are those of the changes; the note itself is none.
    return whenFree([database], () => runAct(newAct({ act: null, actor: () => program }), write));
  }

  /**
   * The keyring as it stands, once the chain has been told of all of it: from here on a change is the one thing that may be untold.
   * @throws AppError full | readonly while that cannot be written; stale for one that was put back since the unlocking: the next one
   * finds it
   */
  async function readTold(vault: Vault): Promise<Keyring> {
    const keyring = await read();
    const told = readToldKeyring(vault.database('office'));
    if (isPutBack(told, keyring)) throw staleKeyring();
    if (told.authentication !== keyring.authentication) await tell(vault, keyring);
    return keyring;
  }

  /** What is going on, as a change of the keyring; null for what is not recorded. */
  function changeUnderWay(actor?: Actor): ChangeUnderWay | null {
    const act = currentAct();
    if (!act || act.act === null) return null;
    const { user, roles } = actor ?? act.actor();
    const { object, detail } = act;
    return { id: randomUUID(), at: now().toISOString(), user, roles: [...roles], act: act.act, object, detail };
  }

  return {
    read,
    readTold,
    changeUnderWay,

    /** Changes the keyring by `work`, which is given it as it stands, with the data keys of an open vault. */
    async change(
      vault: Vault,
      work: (keyring: Keyring, dataKeys: DataKeys) => Keyring | Promise<Keyring>,
    ): Promise<void> {
      const present = await readTold(vault);
      await vault.lendKeys(async (keys) => {
        const dataKeys = { vaultId: vault.vaultId, keys };
        const next = await work(present, dataKeys);
        const keyring = withChange(next, dataKeys, changeUnderWay(), present.generation);
        await writeKeyring(folder, keyring);
        toldElsewhere();
        try {
          await tell(vault, keyring);
        } catch (error) {
          // The change is made; a full disk or a lock leaves the telling to the next change or unlocking.
          if (!(error instanceof AppError)) throw error;
        }
      });
    },
  };
}
