/**
 * `npm run migration:new -- <name>`: compares the migrated schema with the declarations and writes the difference as
 * the next numbered migration of each compartment that needs one.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registers } from '../../../shared/registers/index.ts';
import { compartmentLabel, compartmentNames, compartments } from '../../vault/compartments.ts';
import { establish } from '../../vault/migrate.ts';
import { openEncrypted } from '../../vault/open.ts';
import { schemaDifference } from './schemaDifference.ts';

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z][a-z0-9-]*$/u.test(name)) {
  process.stderr.write('usage: npm run migration:new -- <name>   (lower case, digits, hyphens)\n');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'hulei-migration-'));
try {
  for (const compartment of compartmentNames) {
    const declared = registers.filter((register) => register.compartment === compartment);
    if (declared.length === 0) continue;
    const { migrations } = compartments[compartment];
    const vaultId = randomBytes(16).toString('hex');
    const label = compartmentLabel(vaultId, compartment);
    const file = openEncrypted(join(folder, `${compartment}.vault`), randomBytes(32), { create: { label } });
    try {
      establish(file, { vaultId, compartment }, migrations);
      const statements = schemaDifference(file.database, declared);
      if (statements.length === 0) process.stdout.write(`${compartment}: nothing to do\n`);
      else writeMigration(compartment, (migrations.at(-1)?.number ?? 0) + 10, name, statements);
    } finally {
      file.close();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeMigration(compartment: string, number: number, title: string, statements: readonly string[]): void {
  const place = fileURLToPath(new URL(`../../vault/migrations/${compartment}/`, import.meta.url));
  const padded = String(number).padStart(4, '0');
  const fileName = `${padded}-${title}.ts`;
  const constant = `${compartment}${padded}`;
  const lines = statements.map((statement) => `      ${statement};`).join('\n');
  writeFileSync(
    join(place, fileName),
    `import type { Migration } from '../migration.ts';\n\n/** Generated from the declarations of the registers; never edited after release. */\nexport const ${constant} = {\n  number: ${number},\n  up: (database) =>\n    database.execute(\`\n${lines}\n    \`),\n} satisfies Migration;\n`,
    { flag: 'wx' },
  );
  const indexPath = join(place, 'index.ts');
  const index = readFileSync(indexPath, 'utf8')
    .replace(/(?:import .*\n)+/u, (imports) => `${imports}import { ${constant} } from './${fileName}';\n`)
    .replace(
      /= \[(.*?),?\s*\];/su,
      (_, list: string) => `= [${list.trim() === '' ? '' : `${list.trim()}, `}${constant}];`,
    );
  writeFileSync(indexPath, index);
  process.stdout.write(`${compartment}: wrote migrations/${compartment}/${fileName}\n`);
}
