import { insertAttachment, listAttachments } from '../../../electron/services/attachments/attachmentStore.ts';
import { createDuplicateService } from '../../../electron/services/duplicates/createDuplicateService.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, emptyRow, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { deskContext, openRegisterDesk } from './registerDesk.ts';

/** A right ID number of an invented place: birth as YYYYMMDD, serial of three digits. */
export function numberOf(birth: string, serial: string): string {
  const digits = `439981${birth}${serial}`;
  return digits + checkCharacterOf(digits);
}

/** A child that can be stored, with some values; without an ID number unless one is given. */
export function childOf(
  fields: Values,
  members: readonly Values[] = [],
  rows: RecordValues['rows'] = {},
): RecordValues {
  const empty = emptyRecord(child);
  const reason = (fields.id_number ?? null) === null ? '1' : null;
  return {
    fields: {
      ...empty.fields,
      sex: '2',
      birth_date: '2015-03-07',
      village: '439981100201',
      no_id_reason: reason,
      ...fields,
    },
    rows: {
      ...empty.rows,
      members: members.map((member) => ({ ...emptyRow(child.rows.members.fields), ...member })),
      ...rows,
    },
  };
}

/** The registry with its duplicates, on an encrypted file of its own. */
export function openDuplicatesDesk() {
  const desk = openRegisterDesk();
  const { database, service } = desk;
  const duplicates = createDuplicateService({
    registerOf: () => child,
    databaseOf: () => database,
    registers: service,
    context: () => deskContext,
    user: () => '周敏',
    now: () => new Date('2026-11-21T02:00:00Z'),
  });
  const sent = (values: RecordValues) => JSON.parse(JSON.stringify(values)) as MethodInput<'register.save'>['values'];
  return {
    ...desk,
    duplicates,
    add: (values: RecordValues): string =>
      service.save({ register: 'child', id: null, version: null, values: sent(values) }).id,
    change: (id: string, values: RecordValues): void => {
      const { version } = service.get('child', id);
      service.save({ register: 'child', id, version, values: sent(values) });
    },
    remove: (id: string): string =>
      service.inBatch(child, { kind: 'delete', title: '移入回收站', details: {} }, (writer) => {
        const row = database.get<{ row: number }>(sql`SELECT "row" FROM "child" WHERE "id" = ${id}`)?.row ?? 0;
        writer.remove({ ...service.get('child', id), row }, '重复');
      }).batch,
    pairs: () =>
      duplicates
        .list({ register: 'child', offset: 0, limit: 200 })
        .pairs.map(({ one, other, reasons, strength, caution }) => ({
          names: [one.name, other.name],
          reasons,
          strength,
          caution,
        })),
    similar: (values: RecordValues, id: string | null = null) =>
      duplicates.similar({ register: 'child', id, values: sent(values) }).records,
    merge: (keep: string, drop: string, values: RecordValues): string =>
      duplicates.merge({
        register: 'child',
        keep: { id: keep, version: service.get('child', keep).version },
        drop: { id: drop, version: service.get('child', drop).version },
        values: sent(values),
      }).batch,
    /** Gives a record a picture of some content and returns its identifier. */
    attach: (record: string, digest: string): string => {
      const id = crypto.randomUUID();
      const content = new Uint8Array([1]);
      const added = { id, name: '照片', kind: 'photo', mediaType: 'image/jpeg', width: 1, height: 1 } as const;
      transaction(database, () =>
        insertAttachment(
          database,
          { register: 'child', record },
          { ...added, digest, thumbnail: null, content },
          { by: '周敏', at: '2026-11-20T01:00:00.000Z' },
        ),
      );
      return id;
    },
    attached: (record: string): string[] =>
      listAttachments(database, { register: 'child', record }).map(({ id }) => id),
    /** Everything of the file that a merge may touch and its undoing has to bring back. */
    content: () => {
      const table = (name: string) => {
        const rows = database.all<Record<string, unknown>>(sql`SELECT * FROM ${identifier(name)}`);
        return rows.map((row) => JSON.stringify(row)).sort();
      };
      const ids = database.all<{ id: string }>(sql`SELECT "id" FROM "child" WHERE "deleted_at" IS NULL ORDER BY "row"`);
      return {
        values: ids.map(({ id }) => service.get('child', id).values),
        gaps: database.all(sql`SELECT "id", "gap_count" FROM "child" ORDER BY "row"`),
        attachments: table('attachment'),
        search: table('child_search'),
        matches: table('child_match'),
        people: database.all(sql`SELECT "id", "name", "phone", "health" FROM "relative" ORDER BY "id"`),
        pairs: duplicates.list({ register: 'child', offset: 0, limit: 200 }),
      };
    },
  };
}
