import { expect, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { type Sql, sql } from '../../../electron/vault/sql.ts';
import { openRegisterDesk } from '../services/registerDesk.ts';

test.each([
  ['changed', sql`UPDATE "history" SET "changes" = '[]' WHERE "record_id" = 'kept'`],
  ['deleted', sql`DELETE FROM "history" WHERE "record_id" = 'kept'`],
  [
    'replaced',
    sql`INSERT OR REPLACE INTO "history" ("row", "register", "record_id", "version", "at", "by", "action", "changes")
        VALUES (1, 'child', 'kept', 1, 'then', 'another', 'create', '[]')`,
  ],
  ['moved to another batch', sql`UPDATE "history" SET "changes" = '[]', "batch" = 1 WHERE "record_id" = 'destroyed'`],
  [
    'moved to another register',
    sql`UPDATE "history" SET "changes" = '[]', "register" = 'other' WHERE "record_id" = 'destroyed'`,
  ],
] satisfies [string, Sql][])('a line of history cannot be %s', (_, command) => {
  const { database } = openRegisterDesk();
  transaction(database, () => {
    database.run(sql`
      INSERT INTO "batch" ("id", "register", "kind", "title", "details", "at", "by")
      VALUES ('one', 'child', 'edit', '批量修改', '{}', 'now', '周敏')`);
    for (const record of ['kept', 'destroyed']) {
      database.run(sql`
        INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
        VALUES ('child', ${record}, 1, 'then', '周敏', 'create', '[1]')`);
    }
    database.run(sql`
      INSERT INTO "destruction" ("register", "record_id", "at", "by", "reason")
      VALUES ('child', 'destroyed', 'now', '周敏', '录错了')`);
  });
  const before = database.all(sql`SELECT * FROM "history"`);
  expect(() => transaction(database, () => database.run(command))).toThrow();
  expect(database.all(sql`SELECT * FROM "history"`)).toEqual(before);
});
