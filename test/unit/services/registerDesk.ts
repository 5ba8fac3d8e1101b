import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

/** The day and the villages of these tests. */
export const deskContext: FieldContext = { today: '2026-11-21', villages: villageTable(inventedOffice) };

/** The register service on an encrypted file of its own, as an unlocked program has it. */
export function openRegisterDesk() {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: randomBytes(16) },
  });
  onTestFinished(() => file.close());
  establish(file, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const { database } = file;
  const service = createRegisterService({
    registerOf: () => child,
    databaseOf: () => database,
    context: () => deskContext,
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    newId: () => crypto.randomUUID(),
  });
  return { database, service };
}
