import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate, useParams } from 'react-router';
import { child } from '../../shared/registers/child.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Key } from '../components/Key.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RowSearch } from '../components/RowSearch.tsx';
import { useKeysAhead } from '../components/useKeysAhead.ts';
import { useShortcut } from '../components/useShortcut.ts';
import { person } from '../room/person.ts';
import { ClosedStop } from './ClosedStop.tsx';
import { type Route, type RouteStop, routeQuery } from './routeQueries.ts';
import { StopForm, type StopFormHandle } from './StopForm.tsx';
import { StopList } from './StopList.tsx';
import { firstEntry, lastDayOf, nextWaiting, type StopEntry } from './stopEntry.ts';

/** A route sheet that came back: the children in the order of the paper, and what the paper says about each. */
export function RouteEntryPage() {
  const { sheet = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const found = useQuery(routeQuery(api, sheet));
  if (found.isError) {
    return (
      <Box>
        <PageHeader title="走访单">
          <Button variant="contained" onClick={() => void navigate(addresses.routes())}>
            返回走访单
          </Button>
        </PageHeader>
        <Alert severity="error">{messageOf(found.error)}</Alert>
      </Box>
    );
  }
  return found.data ? <OpenedRoute key={sheet} route={found.data} /> : <PageHeader title="走访单" detail="正在读取" />;
}

/** What is wrong with a stop, and where. */
interface Refusal {
  readonly position: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

function OpenedRoute({ route }: { readonly route: Route }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const { context } = useWork();
  const mayWrite = useRights().has('children.write');
  const place = useParams().position;
  const [find, setFind] = useState('');
  /** What is typed and not saved yet, by place. */
  const [entries, setEntries] = useState<Readonly<Record<number, StopEntry>>>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [closing, setClosing] = useState(false);
  const keysAhead = useKeysAhead();
  const findBox = useRef<HTMLInputElement>(null);
  const form = useRef<StopFormHandle>(null);
  const isClosed = route.closedAt !== null;
  const { stops } = route;
  const stop = stops.find(({ position }) => String(position) === place) ?? nextWaiting(stops, 0) ?? stops[0];
  const position = stop?.position ?? 0;
  const entry = stop && (entries[position] ?? firstEntry(stop, lastDayOf(route)));
  const errors = refusal?.position === position ? refusal.fields : {};
  const entered = stops.filter(({ enteredAt }) => enteredAt !== null).length;
  const queryKey = routeQuery(api, route.id).queryKey;
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey });

  useShortcut('/', () => findBox.current?.focus());
  // A child that comes up begins at its first question; one that was refused, where it is wrong. The cursor is there with
  // what is seen, or the first key would be lost and each one after it answer the question before its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another child or another refusal moves the cursor
  useLayoutEffect(() => form.current?.focus(), [position, refusal]);

  const go = (to: number): void => void navigate(addresses.route(route.id, to), { replace: true });
  const jump = (): void => {
    const wanted = Number(find.normalize('NFKC').replace(/[^\d]/gu, ''));
    setFind('');
    if (!stops.some((each) => each.position === wanted)) {
      notice({ severity: 'info', text: `这张走访单是第1户到第${stops.length}户，请重新输入户号` });
    } else if (wanted === position) form.current?.focus();
    else go(wanted);
  };

  const save = useMutation({
    mutationFn: ({ of, told }: { readonly of: RouteStop; readonly told: StopEntry }) =>
      api.call('route.enter', {
        sheet: route.id,
        position: of.position,
        version: of.version ?? 0,
        visitedOn: typeof told.visitedOn === 'string' ? told.visitedOn : null,
        met: told.met,
        problem: told.problem === '' ? null : told.problem,
        answers: told.answers,
      }),
    onSuccess: async ({ remaining }, { of, told }) => {
      setRefusal(null);
      setEntries(({ [of.position]: _saved, ...others }) => others);
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['route.list'] })]);
      const text = remaining === 0 ? '各户都已录完，请点“结束录入”' : `已录入第${of.position}户`;
      const writeDown = (): void => void navigate(addresses.paperEntry(child.key, of.record, 'F16'));
      notice({
        severity: 'success',
        text: told.problem === '' ? text : `${text}；发现的问题请填走访记录`,
        ...(told.problem !== '' && { action: { label: '填走访记录', run: writeDown } }),
      });
      const next = nextWaiting(stops, of.position);
      if (next) await navigate(addresses.route(route.id, next.position), { replace: true, flushSync: true });
      else keysAhead.drop();
    },
    onError: async (error, { of }) => {
      const isCall = error instanceof CallError;
      if (isCall && error.code === 'stale') await refresh();
      // The cursor is where it is wrong before the keys are free: none of them goes where it was.
      flushSync(() =>
        setRefusal({ position: of.position, message: messageOf(error), fields: isCall ? error.fields : {} }),
      );
    },
    // Whatever went wrong before, the keys are free again.
    onSettled: (_stored, error) => (error === null ? keysAhead.give() : keysAhead.drop()),
  });
  const close = useMutation({
    mutationFn: () => api.call('route.close', { sheet: route.id }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['route.list'] });
      notice({ severity: 'success', text: `走访单${route.code}已结束录入` });
      void navigate(addresses.routes());
    },
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
  const saveStop = (): void => {
    if (!mayWrite || !stop || !entry || stop.version === null || !keysAhead.hold()) return;
    save.mutate({ of: stop, told: entry });
  };
  const left = stops.filter(({ enteredAt, version }) => enteredAt === null && version !== null).length;

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title={`走访单${route.code}`}
        detail={`${route.place}　${isClosed ? `${route.closedBy ?? ''}于${momentInWords(route.closedAt ?? '')}结束录入，` : ''}已录${entered}户，共${stops.length}户`}
      >
        <Button onClick={() => void navigate(addresses.routes())}>返回走访单</Button>
        <ActionButton
          variant="outlined"
          shortcut="Ctrl+P"
          onClick={() => void navigate(addresses.routePrint(route.id))}
        >
          打印
        </ActionButton>
        {!isClosed && mayWrite && (
          <>
            <ActionButton
              variant="outlined"
              shortcut="Ctrl+Enter"
              onClick={() => (left > 0 ? setClosing(true) : close.mutate())}
            >
              结束录入
            </ActionButton>
            <ActionButton
              variant="contained"
              shortcut="Ctrl+S"
              disabled={stop?.version == null || save.isPending}
              onClick={saveStop}
            >
              保存这一户
            </ActionButton>
          </>
        )}
      </PageHeader>
      <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: '260px minmax(0, 1fr)', gap: 1.5 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, minHeight: 0 }}>
          <RowSearch
            label="按户号查找"
            placeholder="户号，如 7"
            value={find}
            onChange={setFind}
            onLeave={jump}
            width={260}
            hint={<Key>/</Key>}
            inputRef={findBox}
          />
          <StopList stops={stops} current={position} onChoose={go} />
        </Box>
        <Paper
          component="section"
          aria-label={`第${position}户`}
          sx={{ border: `1px solid ${colours.line}`, overflow: 'auto', minHeight: 0 }}
        >
          {stop && (
            <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2, px: 2, py: 1 }}>
              <Typography variant="h2" {...person}>
                第{String(position).padStart(2, '0')}户　{stop.name}
              </Typography>
              <Typography color="textSecondary">{stop.facts}</Typography>
              {stop.version !== null && (
                <Button
                  size="small"
                  sx={{ ml: 'auto', minHeight: 30 }}
                  onClick={() => void navigate(addresses.record(child.key, stop.record))}
                >
                  打开登记
                </Button>
              )}
            </Box>
          )}
          {refusal?.position === position && (
            <Alert severity="error" sx={{ mx: 1.5, mb: 1 }}>
              {refusal.message}
            </Alert>
          )}
          {stop?.version === null && <EmptyState title="这名儿童已不在册" text="这一户不用录入，请接着录下一户。" />}
          {stop && stop.version !== null && isClosed && <ClosedStop stop={stop} context={context} />}
          {stop && entry && stop.version !== null && !isClosed && (
            <>
              <StopForm
                key={position}
                ref={form}
                stop={stop}
                entry={entry}
                errors={errors}
                context={context}
                onChange={(next) => setEntries((known) => ({ ...known, [position]: next }))}
                onLast={saveStop}
              />
              <KeyHints />
            </>
          )}
        </Paper>
      </Box>
      <ConfirmDialog
        open={closing}
        title="还有没录的，结束录入？"
        text={`还有${left}户没有录入。结束后这张走访单不能再录，以后要改的请直接改儿童登记。`}
        confirm="结束录入"
        cancel="接着录"
        onConfirm={() => {
          setClosing(false);
          close.mutate();
        }}
        onCancel={() => setClosing(false)}
      />
    </Box>
  );
}

/** The keys of the entry, in words. */
function KeyHints() {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, px: 2, py: 1, fontSize: 14, color: 'text.secondary' }}>
      <span>
        <Key>1</Key> 属实
      </span>
      <span>
        <Key>2</Key> 变了，接着填
      </span>
      <span>
        <Key>0</Key> 没问到
      </span>
      <span>数字键勾选方框</span>
      <span>
        <Key>Enter</Key> 下一问，没问到的空着
      </span>
      <span>
        <Key>Ctrl+S</Key> 保存，录下一户
      </span>
    </Box>
  );
}
