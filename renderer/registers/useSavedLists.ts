import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedList } from '../../shared/contract/listMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { savedListsQuery } from '../api/queries.ts';
import { useNotice } from '../components/NoticeProvider.tsx';

/** The user's own lists and columns of a register, and the ways to change them. */
export function useSavedLists(register: Register) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const saved = useQuery(savedListsQuery(api, register.key));
  const renew = (): Promise<void> => client.invalidateQueries({ queryKey: ['list.saved', register.key] });
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      await renew();
      return true;
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
      return false;
    }
  };
  return {
    lists: saved.data?.lists ?? [],
    /** Null while the user has chosen none. */
    columns: saved.data?.columns ?? null,
    /** Whether the answer is there; without one the list shows the register's own columns. */
    ready: saved.data !== undefined || saved.isError,
    /** Keeps a list; the error is returned for the box that the name stands in. */
    save: async (list: SavedList): Promise<string | null> => {
      try {
        await api.call('list.save', list);
        await renew();
        return null;
      } catch (error) {
        return messageOf(error);
      }
    },
    discard: async (list: SavedList): Promise<void> => {
      const done = await attempt(() => api.call('list.discard', { register: register.key, id: list.id }));
      if (!done) return;
      notice({
        severity: 'success',
        text: `已删除名册“${list.title}”，儿童资料不受影响`,
        action: { label: '撤销', run: () => void attempt(() => api.call('list.save', list)) },
      });
    },
    saveColumns: (columns: readonly string[] | null): Promise<boolean> =>
      attempt(() =>
        api.call('list.saveColumns', { register: register.key, columns: columns === null ? null : [...columns] }),
      ),
  };
}

export type SavedLists = ReturnType<typeof useSavedLists>;
