import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { approvedAbove, type LeavingOrder } from '../../shared/contract/exportMethods.ts';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError } from '../api/CallError.ts';
import type { Api } from '../api/call.ts';
import { useWork } from '../app/WorkContext.ts';

export type LeavingChoices = MethodOutput<'export.choices'>;

/** What a clerk writes before a file leaves the program. */
export interface LeavingEntry {
  readonly purpose: string;
  readonly receiver: string;
  /** The identifier of a stick, empty for a folder of this computer. */
  readonly stick: string;
  /** The second person. */
  readonly user: string;
  readonly password: string;
}

export type LeavingFaults = Partial<Readonly<Record<keyof LeavingEntry | 'whole', string>>>;

export interface LeavingForm {
  readonly entry: LeavingEntry;
  readonly change: (changes: Partial<LeavingEntry>) => void;
  readonly faults: LeavingFaults;
  readonly choices: LeavingChoices | undefined;
  /** Whether so many people need somebody's consent. */
  readonly needsSecond: boolean;
  readonly isAsking: boolean;
  /** Asks for the permit to let this leave; null when something is missing or refused, which `faults` then tell. */
  readonly ask: (order: LeavingOrder) => Promise<string | null>;
}

function exportChoicesQuery(api: Api) {
  return queryOptions({ queryKey: ['export.choices'], queryFn: () => api.call('export.choices', {}) });
}

/** The questions before a file about so many people leaves. Nothing of the password is kept longer than the dialog. */
export function useLeaving(persons: number): LeavingForm {
  const api = useApi();
  const client = useQueryClient();
  const { session } = useWork();
  const choices = useQuery(exportChoicesQuery(api)).data;
  const [entry, setEntry] = useState<LeavingEntry>({ purpose: '', receiver: '', stick: '', user: '', password: '' });
  const [faults, setFaults] = useState<LeavingFaults>({});
  const [isAsking, setAsking] = useState(false);
  const needsSecond = persons > approvedAbove;
  const user = choices?.approval.alone === true ? session.user : entry.user || (choices?.approval.people[0] ?? '');

  async function ask(order: LeavingOrder): Promise<string | null> {
    const missing: LeavingFaults = {
      ...(entry.purpose.trim() === '' && { purpose: '请填写用途' }),
      ...(entry.receiver.trim() === '' && { receiver: '请填写交给谁' }),
      ...(needsSecond &&
        entry.password === '' && { password: choices?.approval.alone === true ? '请输入密码' : '请同意人输入密码' }),
    };
    setFaults(missing);
    if (Object.keys(missing).length > 0) return null;
    setAsking(true);
    try {
      const { permit } = await api.call('export.permit', {
        purpose: entry.purpose.trim(),
        receiver: entry.receiver.trim(),
        order,
        persons,
        stick: entry.stick === '' ? null : entry.stick,
        second: needsSecond ? { user, password: entry.password } : null,
      });
      void client.invalidateQueries({ queryKey: ['export.choices'] });
      return permit;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const { 'second.user': userFault, 'second.password': passwordFault } = error.fields;
      setFaults(
        userFault !== undefined || passwordFault !== undefined
          ? { ...(userFault && { user: userFault }), ...(passwordFault && { password: passwordFault }) }
          : { whole: error.message },
      );
      return null;
    } finally {
      setAsking(false);
    }
  }

  return {
    entry: { ...entry, user },
    change: (changes) => setEntry((last) => ({ ...last, ...changes })),
    faults,
    choices,
    needsSecond,
    isAsking,
    ask,
  };
}
