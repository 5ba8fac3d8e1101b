import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../electron/vault/database.ts';
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { sql } from '../../electron/vault/sql.ts';
import { createVault, openVault, vaultFolder, vaultState } from '../../electron/vault/vault.ts';
import { repetitions, tellFigure } from '../security/figure.ts';
import { temporaryFolder, testKdf, testRecoveryKey, testUser } from '../unit/vault/temporaryVault.ts';

const kills = repetitions(60, 12);
const rows = 4_000;

/** Starts the change of keys in a data folder. */
function start(dataDir: string) {
  const path = fileURLToPath(new URL('keyRotator.ts', import.meta.url));
  const child = spawn(process.execPath, [path, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ready: once(child.stdout, 'data'), closed: once(child, 'close') };
}

test(
  `c04: killed ${kills} times while the data keys are changed, the vault opens with every row`,
  async (context) => {
    const template = temporaryFolder();
    await createVault(template, {
      firstUser: testUser,
      recoveryKey: testRecoveryKey,
      initialize: (vault) =>
        transaction(vault.database('office'), (db) => {
          for (let i = 0; i < rows; i += 1) {
            db.run(sql`INSERT INTO setting (key, value) VALUES (${`k${i}`}, ${'值'.repeat(200)})`);
          }
        }),
    });
    const copied = (): string => {
      const dataDir = temporaryFolder();
      cpSync(template, dataDir, { recursive: true });
      return dataDir;
    };
    const whole = start(copied());
    await whole.ready;
    const begun = performance.now();
    await whole.closed;
    const duration = performance.now() - begun;
    const outcomes = { old: 0, new: 0 };
    let between = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const dataDir = copied();
      const running = start(dataDir);
      await running.ready;
      await setTimeout((duration * kill) / (kills - 1));
      running.child.kill('SIGKILL');
      await running.closed;
      if (readdirSync(vaultFolder(dataDir)).some((name) => /\.g\d+$/.test(name))) between += 1;
      expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
      const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
      const { dataKeys } = await unlock(keyring, testUser.name, testUser.password);
      const vault = await openVault(dataDir, dataKeys);
      expect(vault.open).toEqual(['office', 'children', 'watchlist']);
      expect(vault.database('office').get(sql`SELECT count(*) AS n FROM setting WHERE length(value) = 200`)).toEqual({
        n: rows,
      });
      vault.close();
      expect(readdirSync(dataDir)).toEqual(['vault']);
      outcomes[keyring.compartments.office?.keyGeneration === 2 ? 'new' : 'old'] += 1;
    }
    expect(outcomes.old).toBeGreaterThan(0);
    tellFigure(
      context,
      `${kills} kills: ${outcomes.old} old keys, ${outcomes.new} new ones, ${between} with files that waited; 0 rows lost`,
    );
  },
  kills * 5_000,
);
