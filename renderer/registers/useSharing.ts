import { useQueries, useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { type RecordValues, type Register, sharedKey, type Values } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { recordQuery, sharingQuery } from '../api/queries.ts';

/** Who else has the people and things that a record's rows are about. */
export interface Sharing {
  readonly records: MethodOutput<'register.sharing'>['records'];
  /** Names of the other records that have what a row is about. */
  readonly namesOf: (row: Values) => readonly string[];
}

/** Reads which other records share rows with a stored one. */
export function useSharing(register: Register, id: string | null): Sharing {
  const api = useApi();
  const groups = Object.keys(register.rows).filter((key) => register.rows[key]?.shared !== undefined);
  const sharing = useQuery({
    ...sharingQuery(api, register.key, id ?? ''),
    enabled: id !== null && groups.length > 0,
  });
  const records = sharing.data?.records ?? [];
  const names = useQueries({
    queries: records.map((record) => recordQuery(api, register.key, record.id)),
    combine: (answers) => {
      const bySharedId = new Map<string, string[]>();
      answers.forEach(({ data }, index) => {
        const name = records[index]?.name;
        if (!data || name === undefined) return;
        for (const shared of sharedIds(data.values, groups)) {
          bySharedId.set(shared, [...(bySharedId.get(shared) ?? []), name]);
        }
      });
      return bySharedId;
    },
  });
  return {
    records,
    namesOf: (row) => {
      const shared = row[sharedKey];
      return typeof shared === 'string' ? (names.get(shared) ?? []) : [];
    },
  };
}

function sharedIds(values: RecordValues, groups: readonly string[]): Set<string> {
  const ids = groups.flatMap((key) => (values.rows[key] ?? []).map((row) => row[sharedKey]));
  return new Set(ids.filter((each) => typeof each === 'string'));
}

/** A row whose shared part will change elsewhere too, and the names of the records that have it. */
export interface SharedChange {
  readonly group: string;
  readonly index: number;
  readonly names: readonly string[];
}

/** Rows whose shared part will change in other records too when the entry is saved. */
export function sharedChanges(
  register: Register,
  base: RecordValues | null,
  values: RecordValues,
  sharing: Sharing,
): SharedChange[] {
  return Object.entries(register.rows).flatMap(([group, { shared }]) => {
    if (shared === undefined || base === null) return [];
    return (values.rows[group] ?? []).flatMap((row, index) => {
      const names = sharing.namesOf(row);
      const before = (base.rows[group] ?? []).find((each) => each[sharedKey] === row[sharedKey]);
      const differs = before && shared.fields.some((key) => JSON.stringify(before[key]) !== JSON.stringify(row[key]));
      return names.length > 0 && differs ? [{ group, index, names }] : [];
    });
  });
}
