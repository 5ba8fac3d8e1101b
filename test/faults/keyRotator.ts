/** A program to be killed: changes all data keys of the closed vault in the data folder named by its argument. */
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { rotateDataKeys } from '../../electron/vault/rotateDataKeys.ts';
import { vaultFolder } from '../../electron/vault/vault.ts';
import { keyNames } from '../../shared/rights/roles.ts';
import { testKdf, testUser } from '../unit/vault/temporaryVault.ts';

const [dataDir = ''] = process.argv.slice(2);
const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
const { dataKeys } = await unlock(keyring, testUser.name, testUser.password);
process.stdout.write('ready\n');
await rotateDataKeys(dataDir, keyring, dataKeys, {
  names: keyNames,
  reseal: () => undefined,
  freeBytes: () => Number.MAX_SAFE_INTEGER,
  change: null,
  report: () => undefined,
});
process.stdout.write('changed\n');
