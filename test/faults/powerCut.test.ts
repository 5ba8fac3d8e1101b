import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { repetitions, tellFigure } from '../security/figure.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';
import { type Cut, canRecord, createDisk, recordWrites } from './recordedWrites.ts';
import { baseMigration, faultIdentity } from './vaultMigrator.ts';

const transactions = 160;
const cuts = repetitions(300, 36);
const kinds = ['none', 'all', 'torn'] as const satisfies readonly Cut[];

interface Outcome {
  readonly lost: number;
  readonly broken: number;
  readonly cutsThatLost: number;
}

/** Records a writer, cuts the power at moments spread over its run, and opens what each cut leaves. */
function cutPower(synchronous: 'full' | 'normal'): Outcome {
  const folder = temporaryFolder();
  const path = join(folder, 'children.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  establish(file, faultIdentity, [baseMigration]);
  file.close();
  const disk = createDisk(new Map([[path, readFileSync(path)]]));
  const writer = fileURLToPath(new URL('powerWriter.ts', import.meta.url));
  const events = recordWrites(
    [writer, path, key.toString('hex'), String(transactions), synchronous],
    join(folder, 'log'),
  ).filter((event) => event.kind === 'told' || event.path.startsWith(path));
  expect(events.filter(({ kind }) => kind === 'told')).toHaveLength(transactions);
  expect(events.filter(({ kind }) => kind === 'write').length).toBeGreaterThan(transactions);

  const random = repeatableRandom(1);
  const outcome = { lost: 0, broken: 0, cutsThatLost: 0 };
  let told = 0;
  let cut = 0;
  for (const [index, event] of events.entries()) {
    disk.follow(event);
    if (event.kind === 'told') told = event.number;
    for (; cut < cuts && index + 1 >= ((cut + 1) / (cuts + 1)) * events.length; cut += 1) {
      const left = temporaryFolder();
      for (const [name, bytes] of disk.after(kinds[cut % kinds.length] ?? 'none', random)) {
        writeFileSync(join(left, basename(name)), bytes);
      }
      try {
        const opened = openEncrypted(join(left, 'children.vault'), key);
        const numbers = opened.database
          .all<{ number: number }>(sql`SELECT number FROM record ORDER BY number`)
          .map(({ number }) => number);
        const isWhole =
          opened.problems().length === 0 &&
          numbers.every((number, place) => number === place + 1) &&
          opened.database.get<{ n: number }>(sql`SELECT count(*) AS n FROM history`)?.n === numbers.length;
        opened.close();
        if (!isWhole) outcome.broken += 1;
        const missing = Math.max(0, told - numbers.length);
        outcome.lost += missing;
        if (missing > 0) outcome.cutsThatLost += 1;
      } catch {
        outcome.broken += 1;
      }
    }
  }
  expect(cut).toBe(cuts);
  return outcome;
}

test.skipIf(!canRecord)(
  'c02: of power cuts at any moment none loses what was acknowledged and none breaks the file',
  (context) => {
    expect(cutPower('full')).toEqual({ lost: 0, broken: 0, cutsThatLost: 0 });
    tellFigure(context, `${cuts} cuts over ${transactions} transactions: 0 lost, 0 broken`);
  },
  120_000,
);

test.skipIf(!canRecord)(
  'c02: the control, with the setting that the library has by itself, does lose',
  (context) => {
    const { lost, broken, cutsThatLost } = cutPower('normal');
    expect(broken).toBe(0);
    expect(lost).toBeGreaterThan(0);
    tellFigure(context, `the control loses ${lost} transactions in ${cutsThatLost} of ${cuts} cuts`);
  },
  120_000,
);
