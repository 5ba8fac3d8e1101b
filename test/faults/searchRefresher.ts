/** A program to be killed: renews the search keys of the encrypted file named by its arguments, and says when it has begun. */
import { writeSync } from 'node:fs';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { refreshSearch } from '../../electron/services/search/refreshSearch.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { child } from '../../shared/registers/child.ts';

const [path = '', key = ''] = process.argv.slice(2);
const file = openEncrypted(path, Buffer.from(key, 'hex'));
const refreshed = refreshSearch(file.database, child, { today: '2026-11-21', villages: villageTable(inventedOffice) });
setImmediate(() => writeSync(1, 'begun\n'));
await refreshed;
file.close();
