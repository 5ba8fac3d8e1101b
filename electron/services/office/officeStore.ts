import { type CodeTable, codeTable, comparableWord } from '../../../shared/codes/codeTable.ts';
import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { villageStem } from '../../../shared/rules/villageStem.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';

const placeKeys = ['province', 'city', 'county', 'township'] as const;

/** The office's place and villages. */
export function readOffice(database: ReadableDatabase): OfficeSettings {
  const settings = new Map(
    database
      .all<{ key: string; value: string }>(sql`SELECT key, value FROM setting`)
      .map(({ key, value }) => [key, value]),
  );
  const place = (key: (typeof placeKeys)[number]): string => settings.get(key) ?? '';
  return {
    province: place('province'),
    city: place('city'),
    county: place('county'),
    township: place('township'),
    villages: database.all<{ code: string; name: string }>(sql`SELECT code, name FROM village ORDER BY position`),
  };
}

/**
 * Stores the office's place and villages. To be called inside a transaction.
 * @throws AppError invalid when two villages share a code or a name
 */
export function writeOffice(database: WritableDatabase, office: OfficeSettings): void {
  refuseDoubles(office);
  for (const key of placeKeys) {
    database.run(sql`
      INSERT INTO setting (key, value) VALUES (${key}, ${office[key]})
      ON CONFLICT DO UPDATE SET value = excluded.value`);
  }
  database.run(sql`DELETE FROM village`);
  for (const [position, { code, name }] of office.villages.entries()) {
    database.run(sql`INSERT INTO village (code, name, position) VALUES (${code}, ${name}, ${position})`);
  }
}

/** The villages as a table that fields choose from. A name without its 村 or 社区 is understood where it is unique. */
export function villageTable(office: OfficeSettings): CodeTable {
  const labels = office.villages.map(({ name }) => comparableWord(name));
  const names = new Set(labels);
  const shortNames = labels.map(villageStem);
  const isUnique = (name: string): boolean =>
    name !== '' && !names.has(name) && shortNames.filter((other) => other === name).length === 1;
  return codeTable(
    '村（社区）',
    '本单位设置',
    office.villages.map(({ code, name }) => {
      const synonym = villageStem(comparableWord(name));
      return { code, label: name, synonyms: isUnique(synonym) ? [synonym] : [] };
    }),
  );
}

function refuseDoubles(office: OfficeSettings): void {
  const seen = new Set<string>();
  for (const word of office.villages.flatMap(({ code, name }) => [`code ${code}`, `name ${comparableWord(name)}`])) {
    if (seen.has(word)) throw new AppError('invalid', '有两个村（社区）的名称或代码相同，请改正其中一个');
    seen.add(word);
  }
}
