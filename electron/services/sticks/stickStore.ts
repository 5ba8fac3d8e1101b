import type { Stick, StickEvent } from '../../../shared/contract/stickMethods.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import type { Authorship } from '../registers/recordStore.ts';

/** All sticks in the order of their labels, with what became of them. */
export function readSticks(database: ReadableDatabase): Stick[] {
  const events = database.all<Stick['events'][number] & { readonly stick: number }>(sql`
    SELECT "stick", "kind", "person", "note", "at", "by" FROM "stick_event" ORDER BY "row" DESC`);
  const rows = database.all<Omit<Stick, 'usable' | 'events'> & { readonly row: number }>(sql`
    SELECT "row", "id", "label", "serial", "keeper", "registered_at" AS "registeredAt", "registered_by" AS "registeredBy"
    FROM "stick" ORDER BY "label"`);
  return rows.map(({ row, ...stick }) => {
    const own = events.filter((event) => event.stick === row).map(({ stick: _, ...event }) => event);
    return { ...stick, usable: !own.some(({ kind }) => kind === 'lost' || kind === 'destroyed'), events: own };
  });
}

/** Enters a stick. To be called inside a transaction. */
export function insertStick(
  database: WritableDatabase,
  stick: Pick<Stick, 'id' | 'label' | 'serial' | 'keeper'>,
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "stick" ("id", "label", "serial", "keeper", "registered_at", "registered_by")
    VALUES (${stick.id}, ${stick.label}, ${stick.serial}, ${stick.keeper}, ${at}, ${by})`);
}

/** Enters what became of a stick. To be called inside a transaction. */
export function insertStickEvent(
  database: WritableDatabase,
  event: { readonly id: string; readonly kind: StickEvent; readonly person: string; readonly note: string },
  { at, by }: Authorship,
): void {
  database.run(sql`
    INSERT INTO "stick_event" ("stick", "kind", "person", "note", "at", "by")
    SELECT "row", ${event.kind}, ${event.person}, ${event.note}, ${at}, ${by} FROM "stick" WHERE "id" = ${event.id}`);
}
