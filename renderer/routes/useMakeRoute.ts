import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { useNotice } from '../components/NoticeProvider.tsx';

/** Makes a route sheet of chosen children or a village, and opens it for printing. */
export function useMakeRoute() {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  return useMutation({
    mutationFn: (children: MethodInput<'route.create'>) => api.call('route.create', children),
    onSuccess: ({ sheet }) => {
      void client.invalidateQueries({ queryKey: ['route.list'] });
      void navigate(addresses.routePrint(sheet));
    },
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
}
