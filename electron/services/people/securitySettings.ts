import { idleMinutes } from '../../../shared/contract/idleMinutes.ts';
import type { SecuritySettings } from '../../../shared/contract/peopleMethods.ts';
import type { ReadableDatabase, WritableDatabase } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';

const keys = { idleMinutes: 'idle_minutes', passwordReminder: 'password_reminder' } as const;

/** How long a desk stays open by itself, and whether old passwords are spoken of. */
export function readSecuritySettings(database: ReadableDatabase): SecuritySettings {
  const stored = new Map(
    database
      .all<{ key: string; value: string }>(
        sql`SELECT key, value FROM setting WHERE key IN (${keys.idleMinutes}, ${keys.passwordReminder})`,
      )
      .map(({ key, value }) => [key, value]),
  );
  return {
    idleMinutes: Number(stored.get(keys.idleMinutes) ?? idleMinutes.usual),
    passwordReminder: stored.get(keys.passwordReminder) !== 'off',
  };
}

/** To be called inside a transaction. */
export function writeSecuritySettings(database: WritableDatabase, settings: SecuritySettings): void {
  const values = {
    [keys.idleMinutes]: String(settings.idleMinutes),
    [keys.passwordReminder]: settings.passwordReminder ? 'on' : 'off',
  };
  for (const [key, value] of Object.entries(values)) {
    database.run(
      sql`INSERT INTO setting (key, value) VALUES (${key}, ${value}) ON CONFLICT DO UPDATE SET value = excluded.value`,
    );
  }
}

const sheetsKey = 'recovery_sheets';

/** Whether the recovery key is on three sheets of which two are enough. */
export function isRecoveryKeySplit(database: ReadableDatabase): boolean {
  const row = database.get<{ value: string }>(sql`SELECT value FROM setting WHERE key = ${sheetsKey}`);
  return row?.value === 'three';
}

/** To be called inside a transaction. */
export function noteRecoverySheets(database: WritableDatabase, isSplit: boolean): void {
  const value = isSplit ? 'three' : 'one';
  database.run(
    sql`INSERT INTO setting (key, value) VALUES (${sheetsKey}, ${value}) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
}
