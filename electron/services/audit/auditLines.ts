import { z } from 'zod';
import type { AuditLine } from '../../../shared/contract/auditMethods.ts';
import type { Compartment } from '../../vault/compartments.ts';
import type { ListedRow } from './auditStore.ts';
import { toldOf } from './toldOf.ts';

/** A row of a chain in words. */
export function lineOf(file: Compartment, { ts, roles, detail, ...row }: ListedRow): AuditLine {
  return {
    file,
    ...row,
    at: ts,
    roles: parsed(storedRoles, roles) ?? [],
    told: toldIn(row.act, detail),
  };
}

/**
 * One list out of those of several chains: the row of the latest moment first, each chain in its own order. A clock that was set back
 * takes no row out of its place, so what a page ends with is one row of each chain.
 */
export function mergedByTime(
  lists: readonly { readonly file: Compartment; readonly rows: readonly ListedRow[] }[],
  most: number,
): AuditLine[] {
  const left = lists.map(({ file, rows }) => ({ file, rows, at: 0 }));
  const merged: AuditLine[] = [];
  while (merged.length < most) {
    let latest: { readonly list: (typeof left)[number]; readonly row: ListedRow } | undefined;
    for (const list of left) {
      const row = list.rows[list.at];
      if (row && (latest === undefined || row.ts > latest.row.ts)) latest = { list, row };
    }
    if (!latest) break;
    latest.list.at += 1;
    merged.push(lineOf(latest.list.file, latest.row));
  }
  return merged;
}

/** JSON of a row; undefined where somebody put something else in its place. */
export function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What a row says. One that was tampered with may say anything: the check tells of it, and all the others stay readable. */
function toldIn(act: string, detail: string): string[] {
  try {
    return toldOf(act, JSON.parse(detail) as Record<string, unknown>);
  } catch {
    return [];
  }
}

const storedRoles = z.array(z.string());
