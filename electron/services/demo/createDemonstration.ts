import { randomBytes } from 'node:crypto';
import { child } from '../../../shared/registers/child.ts';
import { transaction } from '../../vault/database.ts';
import { kdfFloor } from '../../vault/kdf.ts';
import { wipeDataKeys } from '../../vault/keyring.ts';
import { recoveryKeyLength } from '../../vault/recoveryKey.ts';
import { createVault, vaultState } from '../../vault/vault.ts';
import { writeOffice } from '../office/officeStore.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { inventedChild, inventedOffice, repeatableRandom } from './inventedChildren.ts';

/** User and password of the throw-away vault, shown on the unlock page. The vault holds invented people only. */
export const demonstration = { user: '演示', password: 'Yanshi-2026' } as const;

/** How many invented children the demonstration holds. */
const demonstrationSize = 300;

/** Makes the throw-away vault of `--demo` in an empty data folder; after a lock it is there already. */
export async function createDemonstration(dataDir: string): Promise<void> {
  if ((await vaultState(dataDir)).state !== 'absent') return;
  const dataKeys = await createVault(dataDir, {
    firstUser: { name: demonstration.user, roles: [], password: demonstration.password, kdf: kdfFloor },
    // Nobody keeps the recovery key of a vault that is thrown away.
    recoveryKey: randomBytes(recoveryKeyLength),
    initialize: (vault) => transaction(vault.database('office'), (database) => writeOffice(database, inventedOffice)),
  });
  wipeDataKeys(dataKeys);
}

/** Fills the register of an open demonstration vault with invented children, once. */
export function fillDemonstration(registers: RegisterService): void {
  const sort = { field: child.nameField, descending: false };
  const everybody = { register: child.key, search: '', filters: {}, sort, offset: 0, limit: 1 };
  if (registers.listPage(everybody).total > 0) return;
  const random = repeatableRandom(1);
  registers.insertMany(
    child,
    Array.from({ length: demonstrationSize }, (_, index) => inventedChild(index * 37, random)),
  );
}
