import type { QueryClient } from '@tanstack/react-query';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { Finding, RecordValues, Register } from '../../shared/registers/register.ts';
import type { Api } from '../api/call.ts';
import { refreshRegister } from '../api/queries.ts';

/** The shape of values in a request; from that of the page only read-only marks differ. */
export type WireValues = MethodInput<'register.save'>['values'];

/** An entry as it is stored now, and who stored it. */
export interface StoredEntry {
  readonly id: string;
  readonly version: number;
  readonly values: RecordValues;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What became of a saved entry. */
export interface SavedEntry {
  readonly id: string;
  readonly version: number;
  readonly warnings: readonly Finding[];
}

/** Where an entry is kept: a record in its register, a form about a record beside that. */
export interface EntryStore {
  /** The name of what is not saved yet among the drafts. */
  readonly draft: { readonly register: string; readonly id: string | null };
  save(entry: { readonly version: number | null; readonly values: WireValues }): Promise<SavedEntry>;
  read(id: string): Promise<StoredEntry>;
  /** What other pages show of it is read again. */
  refresh(id: string): Promise<void>;
}

/** The store of a record; `id` null for a new one. */
export function recordStore(api: Api, client: QueryClient, register: Register, id: string | null): EntryStore {
  return {
    draft: { register: register.key, id },
    save: ({ version, values }) => api.call('register.save', { register: register.key, id, version, values }),
    read: (saved) => api.call('register.get', { register: register.key, id: saved }),
    refresh: async (saved) => {
      client.removeQueries({ queryKey: ['register.get', register.key, saved], type: 'inactive' });
      await refreshRegister(client, register.key);
    },
  };
}

/** A form about a record. */
export interface PaperAddress {
  readonly register: string;
  readonly record: string;
  readonly paper: string;
}

/** The store of a form about a record; `id` null for a new one, whose draft is kept under the name of the record. */
export function paperStore(api: Api, client: QueryClient, address: PaperAddress, id: string | null): EntryStore {
  return {
    draft: { register: address.paper, id: id ?? address.record },
    save: ({ version, values }) => api.call('paper.save', { ...address, id, version, values }),
    read: (saved) => api.call('paper.get', { id: saved }),
    refresh: async (saved) => {
      client.removeQueries({ queryKey: ['paper.get', saved], type: 'inactive' });
      await Promise.all([
        client.invalidateQueries({ queryKey: ['paper.list', address.register, address.record] }),
        client.invalidateQueries({ queryKey: ['paper.history', saved] }),
      ]);
    },
  };
}
