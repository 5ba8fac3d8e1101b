import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { appStateQuery } from '../api/queries.ts';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { DamagedPage } from '../pages/DamagedPage.tsx';
import { UnlockPage } from '../pages/UnlockPage.tsx';

// The unlock page must be there at once, so everything else is read while the password is typed.
const readDesk = async () => {
  const [{ EntrySteps }, { Workspace }] = await Promise.all([
    import('../people/EntrySteps.tsx'),
    import('./Workspace.tsx'),
  ]);
  return { EntrySteps, Workspace };
};
const SetupWizard = lazy(async () => ({ default: (await import('../pages/SetupWizard.tsx')).SetupWizard }));
const RecoveryPage = lazy(async () => ({ default: (await import('../pages/RecoveryPage.tsx')).RecoveryPage }));

/** What the user may see now: set-up, unlocking, what is wrong, or the work itself. */
export function Gate() {
  return (
    <Suspense fallback={null}>
      <GatedPage />
    </Suspense>
  );
}

function GatedPage() {
  const api = useApi();
  const client = useQueryClient();
  const [recovering, setRecovering] = useState(false);
  const state = useQuery(appStateQuery(api));
  const desk = useDesk();
  const enter = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['app.state'] });
    setRecovering(false);
    // Why the desk was locked is no news at the next unlock page.
    history.replaceState(history.state, '', location.pathname + location.hash);
  };

  if (state.data === undefined) {
    if (!state.isError) return null;
    return (
      <CenteredPage title="程序没有应答">
        <p>{messageOf(state.error)}</p>
        <Button variant="contained" onClick={() => void state.refetch()}>
          重试
        </Button>
      </CenteredPage>
    );
  }
  const { session } = state.data;
  switch (state.data.state) {
    case 'first-run':
      return <SetupWizard onDone={enter} />;
    case 'damaged':
      return <DamagedPage problem={state.data.problem ?? '数据不完整，请用备份恢复。'} onRestored={enter} />;
    case 'locked':
      return recovering ? (
        <RecoveryPage onDone={enter} onBack={() => setRecovering(false)} />
      ) : (
        <UnlockPage
          demo={state.data.demo}
          notices={state.data.notices}
          version={state.data.version}
          onUnlocked={enter}
          onBroken={() => void client.invalidateQueries({ queryKey: ['app.state'] })}
          onRecover={() => setRecovering(true)}
        />
      );
    case 'unlocked':
      return (
        session &&
        desk && (
          <desk.EntrySteps session={session} onDone={enter}>
            <desk.Workspace session={session} today={state.data.today} notices={state.data.notices} />
          </desk.EntrySteps>
        )
      );
  }
}

type Desk = Awaited<ReturnType<typeof readDesk>>;

/**
 * What stands behind the lock, once it is read. Held in a state, because what is lazy suspends when it is first drawn even if it
 * is there already, and React then waits 300 ms before it shows it.
 */
function useDesk(): Desk | undefined {
  const [desk, setDesk] = useState<Desk>();
  useEffect(() => {
    readDesk().then(setDesk, (error: unknown) =>
      // Thrown where it is drawn, so that the page says that it failed.
      setDesk(() => {
        throw error;
      }),
    );
  }, []);
  return desk;
}
