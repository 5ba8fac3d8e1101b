import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { createHashRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { codeTable } from '../../shared/codes/codeTable.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { officeQuery } from '../api/queries.ts';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { createDraftKeeper } from '../registers/draftKeeper.ts';
import type { KeptImport } from '../registers/keptImport.ts';
import { ListStatesProvider } from '../registers/ListStatesProvider.tsx';
import { RoomProvider } from '../room/RoomProvider.tsx';
import { routes } from './routes.tsx';
import { type Session, WorkContext } from './WorkContext.ts';

interface WorkspaceProps {
  readonly session: Session;
  readonly today: string;
  readonly notices: readonly string[];
}

/** Everything behind the lock. What it holds is gone when it is taken off the page. */
export function Workspace({ session, today, notices }: WorkspaceProps) {
  const api = useApi();
  const office = useQuery(officeQuery(api));
  const [router] = useState(() => createHashRouter(routes));
  const [drafts] = useState(() =>
    createDraftKeeper({
      save: (draft) => api.call('draft.save', draft),
      discard: (register, id) => api.call('draft.discard', { register, id }),
    }),
  );
  const [imports] = useState(() => new Map<string, KeptImport>());
  const work = useMemo(
    () =>
      office.data && {
        session,
        notices,
        office: office.data,
        drafts,
        imports,
        context: {
          today,
          villages: codeTable(
            '村（社区）',
            '本单位设置',
            office.data.villages.map((village) => ({ code: village.code, label: village.name })),
          ),
          ...(session.villages === null ? {} : { villagesInReach: new Set(session.villages) }),
        },
      },
    [session, notices, office.data, drafts, imports, today],
  );
  if (office.isError) return <CenteredPage title="没能读出单位设置">{messageOf(office.error)}</CenteredPage>;
  if (!work) return null;
  return (
    <WorkContext value={work}>
      <RoomProvider>
        <ListStatesProvider>
          <RouterProvider router={router} />
        </ListStatesProvider>
      </RoomProvider>
    </WorkContext>
  );
}
