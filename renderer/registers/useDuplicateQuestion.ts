import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { similarQuery } from './duplicateQueries.ts';
import { matchedValues } from './matchedValues.ts';

/** A record of the register that an entry surely repeats, by its values. */
export type CertainDouble = MethodOutput<'duplicate.similar'>['records'][number];

/** A question that is open, and the way to answer it. */
export interface DuplicateQuestion {
  readonly records: readonly CertainDouble[];
  readonly answer: (registersAnyway: boolean) => void;
}

/**
 * Asks before a new record is stored that surely repeats others. Somebody who has said once that it is another person is
 * not asked about the same records again. Stored records are not asked about.
 */
export function useDuplicateQuestion(register: Register, id: string | null) {
  const api = useApi();
  const client = useQueryClient();
  const [question, setQuestion] = useState<DuplicateQuestion | null>(null);
  const toldApart = useRef<ReadonlySet<string>>(new Set());
  /** Whether an entry may be stored; answered when the user has. */
  const mayStore = async (values: RecordValues): Promise<boolean> => {
    if (id !== null) return true;
    const input = { register: register.key, id, values: matchedValues(register, values) };
    // A register that cannot be asked now refuses the record itself, in words.
    const found = await client.fetchQuery({ ...similarQuery(api, input), staleTime: 0 }).catch(() => null);
    const records = (found?.records ?? []).filter(
      (record) => record.strength === 'certain' && !toldApart.current.has(record.id),
    );
    if (records.length === 0) return true;
    return new Promise((resolve) => {
      setQuestion({
        records,
        answer: (registersAnyway) => {
          if (registersAnyway) toldApart.current = new Set([...toldApart.current, ...records.map((each) => each.id)]);
          setQuestion(null);
          resolve(registersAnyway);
        },
      });
    });
  };
  return { question, mayStore };
}
