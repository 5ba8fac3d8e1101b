import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import { startTestApp } from '../../testApp.ts';

const clerk = { user: '周敏', password: '双塘的石榴树2026' };

test('the vault of 0.3.0 is brought up when its only user unlocks it, and holds every role', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const folder = vaultFolder(dataDir);
  cpSync(fileURLToPath(new URL('../../fixtures/vaults/0.3.0', import.meta.url)), folder, { recursive: true });
  for (let start = 1; start <= 2; start += 1) {
    const app = await startTestApp({ dataDir });
    expect(await app.value('session.unlock', clerk)).toMatchObject({ session: { user: clerk.user, villages: null } });
    expect(await app.value('office.get', {})).toEqual(inventedOffice);
    expect((await app.value('audit.status', {})).faults).toEqual([]);
    expect(await app.value('backup.make', {})).toMatchObject({ history: 0 });
    await app.app.close('lock');
    expect(readdirSync(folder).filter((name) => /\.(part|g\d+)$/u.test(name))).toEqual([]);
    expect(readdirSync(folder)).toContain('watchlist.vault');
  }
});
