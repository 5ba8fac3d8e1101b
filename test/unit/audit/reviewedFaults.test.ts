import { expect, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { verifyChain } from '../../../electron/vault/verifyChain.ts';
import { asClerk, type ChainFile, newChainFile, writeLine } from './chainFile.ts';

/** Some saves, each with its line of history. */
function work(file: ChainFile, from: number, to: number): void {
  for (let index = from; index <= to; index += 1) {
    asClerk('record.save', () =>
      transaction(file.database, (open) =>
        writeLine(open, `child-${index % 3}`, index, [['name', '甲', `乙${index}`]]),
      ),
    );
  }
}

/** Looks into one fault after the other until none is left. */
async function reviewAll(file: ChainFile): Promise<Set<string>> {
  const reviewed = new Set<string>();
  for (let look = 0; look < 10; look += 1) {
    const { fault } = await verifyChain(file.database, file.auditKey, [], {}, reviewed);
    if (fault === null) return reviewed;
    expect(reviewed, 'told anew').not.toContain(fault.mark);
    reviewed.add(fault.mark);
  }
  throw new Error('no end of faults');
}

const forged = `INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
  VALUES ('child', 'child-1', 99, '2026-11-21T01:00:00.000Z', '周敏', 'update', '[]')`;

const kinds: Readonly<Record<string, string>> = {
  'a row that was changed': `UPDATE "audit" SET "user" = '别人' WHERE "seq" = 4`,
  'a row that was taken away': `DELETE FROM "audit" WHERE "seq" = 4`,
  'a line that was changed': `UPDATE "history" SET "changes" = '[]' WHERE "row" = 4`,
  'a line that was taken away': `DELETE FROM "history" WHERE "row" = 4`,
  'the last lines that were taken away': `DELETE FROM "history" WHERE "row" >= 5`,
  'a line that was added': forged,
};

/** What is done later, when that one was looked into. */
const further = [
  `UPDATE "history" SET "changes" = '[["name","丙","丁"]]' WHERE "row" = (SELECT max("row") FROM "history")`,
  `UPDATE "audit" SET "user" = '别人' WHERE "seq" = (SELECT max("seq") - 1 FROM "audit")`,
];

test.each(Object.entries(kinds))('%s and was looked into stays quiet, and nothing else does', async (_, statement) => {
  for (const next of further) {
    const day = newChainFile();
    work(day, 1, 6);
    const tampered = day.tamper(statement);
    const reviewed = await reviewAll(tampered);
    expect(reviewed.size).toBeGreaterThan(0);
    work(tampered, 7, 9);
    const later = await verifyChain(tampered.database, tampered.auditKey, [], {}, reviewed);
    expect(later).toMatchObject({ fault: null, reviewed: reviewed.size });
    const again = tampered.tamper(next);
    const { fault } = await verifyChain(again.database, again.auditKey, [], {}, reviewed);
    expect(fault, next).not.toBeNull();
  }
});

test.each([
  ['changed in the first', `UPDATE "history" SET "changes" = '[["name","丙","丁"]]' WHERE "row" = 5`, 3],
  ['changed in the second', `UPDATE "history" SET "changes" = '[["name","丙","丁"]]' WHERE "row" = 6`, 3],
  ['taken away', `DELETE FROM "history" WHERE "row" = 5`, 3],
  ['forged', forged, 0],
])('lines that take the numbers of those that were gone, and are %s, are told', async (_, statement, saves) => {
  const day = newChainFile();
  work(day, 1, 6);
  const tampered = day.tamper(`DELETE FROM "history" WHERE "row" >= 5`);
  const reviewed = await reviewAll(tampered);
  work(tampered, 7, 6 + saves);
  expect((await verifyChain(tampered.database, tampered.auditKey, [], {}, reviewed)).fault).toBeNull();
  const again = tampered.tamper(statement);
  const { fault } = await verifyChain(again.database, again.auditKey, [], {}, reviewed);
  expect(fault).toMatchObject({ kind: 'history' });
});

test('a row that names lines it never bound, and was looked into, vouches for none of them', async () => {
  const day = newChainFile();
  work(day, 1, 6);
  const tampered = day.tamper(
    `UPDATE "audit" SET "detail" = json_set("detail", '$.history.from', 1, '$.history.to', 99) WHERE "seq" = 5`,
  );
  const reviewed = await reviewAll(tampered);
  work(tampered, 7, 9);
  expect((await verifyChain(tampered.database, tampered.auditKey, [], {}, reviewed)).fault).toBeNull();
  const again = tampered.tamper(`UPDATE "history" SET "changes" = '[["name","丙","丁"]]' WHERE "row" = 4`);
  expect((await verifyChain(again.database, again.auditKey, [], {}, reviewed)).fault).toMatchObject({
    kind: 'history',
  });
});
