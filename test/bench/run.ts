/**
 * `npm run bench`: the figures of this program, medians of several runs, each beside its bound and, where there is one,
 * a peer measured in the same run. Prints a table and leaves it as JSON; ends with 1 when a bound is missed.
 * `npm run bench -- 20000` leaves out the larger register.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measureAudit } from './audit.ts';
import { measureBackups } from './backups.ts';
import { type Figure, figureLine, isKept } from './figures.ts';
import { fillVault, measureStart, measureUnlock } from './program.ts';
import { measureGrowth, measureRegistry } from './registry.ts';
import { measureServices } from './services.ts';
import { measureSheets } from './sheets.ts';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [20_000, 100_000];
const figures: Figure[] = [];

function report(measured: readonly Figure[]): void {
  for (const figure of measured) {
    figures.push(figure);
    process.stdout.write(`${figureLine(figure)}\n`);
  }
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`;
process.stdout.write(`${machine}\n\n`);
process.stdout.write('| figure | measured | bound | peer | ratio | runs | |\n|---|--:|--:|---|--:|--:|---|\n');

const vault = await fillVault(20_000);
try {
  report(await measureStart(vault));
  report(await measureUnlock(vault, 20_000));
  report(await measureSheets(vault));
  report(await measureRegistry(vault, 20_000));
  report(await measureBackups(vault));
} finally {
  vault.remove();
}
// The one above has tens of thousands in its recycle bin by now, who are compared too.
const [small, large] = [await fillVault(20_000), await fillVault(200_000)];
try {
  report([await measureGrowth(small, large)]);
} finally {
  small.remove();
  large.remove();
}
for (const size of sizes) report(measureServices(size));
report(await measureAudit());

const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url));
mkdirSync(artefacts, { recursive: true });
writeFileSync(
  `${artefacts}bench.json`,
  `${JSON.stringify({ machine, at: new Date().toISOString(), figures }, null, 2)}\n`,
);
process.exitCode = figures.every(isKept) ? 0 : 1;
