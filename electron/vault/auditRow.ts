import { hash } from 'node:crypto';
import type { ReadableDatabase } from './database.ts';
import { sql } from './sql.ts';

/** A row of an audit chain as it is stored; `roles` and `detail` are JSON, `ts` is ISO 8601 in UTC. */
export interface AuditRow {
  readonly seq: number;
  readonly ts: string;
  /** Milliseconds since the computer was started. */
  readonly mono: number;
  readonly user: string;
  readonly roles: string;
  readonly act: string;
  readonly object: string;
  readonly detail: string;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
}

/** Where a chain stands. */
export interface ChainHead {
  readonly seq: number;
  readonly mac: Buffer;
  /** Empty for a chain without rows. */
  readonly ts: string;
}

/** Before the first row. */
export const emptyHead: ChainHead = { seq: 0, mac: Buffer.alloc(32), ts: '' };

/** What a row is bound by: HMAC-SHA256 over the row before it and all that this one says. */
export function macOf(key: Uint8Array, prev: Uint8Array, row: Omit<AuditRow, 'prev' | 'mac'>): Buffer {
  const { seq, ts, mono, user, roles, act, object, detail } = row;
  const said = Buffer.from(JSON.stringify([seq, ts, mono, user, roles, act, object, detail]), 'utf8');
  return hmac(key, Buffer.concat([prev, said]));
}

/** Bytes that SHA-256 takes at a time. */
const block = 64;

/**
 * HMAC-SHA256 by its definition (RFC 2104), for keys of 32 bytes: `createHmac` looks at its key for 25 µs, ten times what the two
 * digests take, and a check goes through a hundred thousand rows.
 */
export function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  if (key.length > block) throw new TypeError('a key of more than a block');
  const [inner, outer] = [Buffer.alloc(block, 0x36), Buffer.alloc(block, 0x5c)];
  for (const [index, byte] of key.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  const digest = hash('sha256', Buffer.concat([inner, message]), 'buffer');
  const mac = hash('sha256', Buffer.concat([outer, digest]), 'buffer');
  inner.fill(0);
  outer.fill(0);
  return mac;
}

/** Whether a compartment has a table. */
export function hasTable(database: ReadableDatabase, name: string): boolean {
  return database.get(sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ${name}`) !== undefined;
}

/** Where the chain of a compartment stands. */
export function readHead(database: ReadableDatabase): ChainHead {
  const last = database.get<Pick<AuditRow, 'seq' | 'mac' | 'ts'>>(
    sql`SELECT "seq", "mac", "ts" FROM "audit" ORDER BY "seq" DESC LIMIT 1`,
  );
  return last ? { seq: last.seq, mac: Buffer.from(last.mac), ts: last.ts } : emptyHead;
}
