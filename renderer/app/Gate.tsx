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
const readWorkspace = () => import('./Workspace.tsx');
const Workspace = lazy(async () => ({ default: (await readWorkspace()).Workspace }));
const SetupWizard = lazy(async () => ({ default: (await import('../pages/SetupWizard.tsx')).SetupWizard }));
const EntrySteps = lazy(async () => ({ default: (await import('../people/EntrySteps.tsx')).EntrySteps }));
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
  useEffect(() => void readWorkspace(), []);
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
        session && (
          <EntrySteps session={session} onDone={enter}>
            <Workspace session={session} today={state.data.today} notices={state.data.notices} />
          </EntrySteps>
        )
      );
  }
}
