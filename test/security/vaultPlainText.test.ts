import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { transaction } from '../../electron/vault/database.ts';
import { sql } from '../../electron/vault/sql.ts';
import { openVault, vaultFolder } from '../../electron/vault/vault.ts';
import { temporaryVault } from '../unit/vault/temporaryVault.ts';

const marker = '标记张小明双塘村';
/** The marker in GBK, which Node can read but not write. */
const gbk = Buffer.from('b1eabcc7d5c5d0a1c3f7cbabccc1b4e5', 'hex');
const traces = [
  Buffer.from(marker, 'utf8'),
  Buffer.from(marker, 'utf16le'),
  gbk,
  Buffer.from('439981201403050011'),
  Buffer.from('SQLite format 3'),
  Buffer.from('CREATE TABLE'),
];

/**
 * Looks for the traces in every file under a folder. In a process of its own, because reading an open database file here would drop
 * SQLite's lock on it.
 */
function tracesIn(folder: string): { readonly files: number; readonly found: string[] } {
  const program = `
    const { readdirSync, readFileSync } = require('node:fs');
    const [folder, ...traces] = process.argv.slice(1);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const found = files.flatMap((entry) => {
      const bytes = readFileSync(entry.parentPath + '/' + entry.name);
      return traces.filter((trace) => bytes.includes(Buffer.from(trace, 'hex'))).map((trace) => entry.name + ' ' + trace);
    });
    console.log(JSON.stringify({ files: files.length, found }));`;
  const parameters = ['-e', program, folder, ...traces.map((trace) => trace.toString('hex'))];
  return JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8' }));
}

test('the GBK form of the marker is the marker', () => {
  expect(new TextDecoder('gbk').decode(gbk)).toBe(marker);
});

test('c09: no stored text is readable in any file, while the vault is open and after', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, dataKeys);
  const office = vault.database('office');
  for (let batch = 0; batch < 4; batch += 1) {
    transaction(office, (db) => {
      for (let i = 0; i < 500; i += 1) {
        const key = `${batch}-${i}`;
        db.run(
          sql`INSERT INTO setting (key, value) VALUES (${key}, ${`${marker} 439981201403050011 ${marker}`.repeat(3)})`,
        );
      }
      db.run(sql`UPDATE setting SET value = value || ${marker} WHERE key LIKE ${`${batch}%`}`);
    });
    if (batch === 1) await vault.checkpoint();
  }
  office.all(sql`SELECT value FROM setting ORDER BY value || key DESC LIMIT 5`);
  expect(readdirSync(vaultFolder(dataDir))).toContain('office.vault-wal');
  const open = tracesIn(dataDir);
  // Three compartments, the log of each that was written, and two copies of the keyring.
  expect(open).toEqual({ files: 8, found: [] });
  vault.close();
  expect(tracesIn(dataDir)).toEqual({ files: 5, found: [] });
});

test('the search would find the marker', async () => {
  const { dataDir } = await temporaryVault();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${dataDir}/seen`, Buffer.concat([Buffer.alloc(100, 1), ...traces]));
  expect(tracesIn(dataDir).found.length).toBe(traces.length);
});
