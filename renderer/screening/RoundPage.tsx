import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import {
  filedOutcomes,
  isZeroReport,
  registeredOf,
  type ScreeningOutcome,
  screeningOutcomes,
} from '../../shared/contract/screeningOutcomes.ts';
import { child } from '../../shared/registers/child.ts';
import { monthInWords } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
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
import { useShortcut } from '../components/useShortcut.ts';
import type { CameFrom } from '../registers/cameFrom.ts';
import { firstQuery } from '../registers/listQueries.ts';
import { FileRoundDialog } from './FileRoundDialog.tsx';
import { isMarkable, markedRound } from './markedRound.ts';
import { NotSeenDialog } from './NotSeenDialog.tsx';
import { RoundTable } from './RoundTable.tsx';
import { type Mark, roundQuery, type ScreenedChild, type ScreeningRound } from './screeningQueries.ts';

/** Most children that a search within a village can name. */
const searchLimit = 500;

/** One village in one month: its children, and what is known of each. */
export function RoundPage() {
  const { round = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const found = useQuery(roundQuery(api, round));
  if (found.isError) {
    return (
      <Box>
        <PageHeader title="排查">
          <Button variant="contained" onClick={() => void navigate(addresses.screening())}>
            返回排查
          </Button>
        </PageHeader>
        <Alert severity="error">{messageOf(found.error)}</Alert>
      </Box>
    );
  }
  return found.data ? (
    <Round key={round} id={round} round={found.data} />
  ) : (
    <PageHeader title="排查" detail="正在读取" />
  );
}

/** Where the clerk was before a child was opened; kept with the page's place in the history, so it names nobody. */
interface LeftAt {
  readonly child?: string;
  readonly outcome?: ScreeningOutcome | null;
}

function Round({ id, round }: { readonly id: string; readonly round: ScreeningRound }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const { session } = useWork();
  const { has } = useRights();
  const mayWrite = has('children.write');
  const left = (useLocation().state ?? {}) as LeftAt;
  const [search, setSearch] = useState('');
  const [outcome, setOutcome] = useState<ScreeningOutcome | null>(left.outcome ?? null);
  /** Who was not seen, and how the cursor goes on from there. */
  const [explained, setExplained] = useState<{ readonly child: ScreenedChild; readonly goOn: () => void } | null>(null);
  const [filing, setFiling] = useState(false);
  /** Children that are about to be marked together. */
  const [asked, setAsked] = useState<readonly string[] | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  useShortcut('/', () => searchBox.current?.focus());
  const isFiled = round.filedAt !== null;
  const outcomes = Object.keys(isFiled ? filedOutcomes : screeningOutcomes) as ScreeningOutcome[];
  const matches = useMatches(round, search);
  const shown = round.children.filter(
    (each) => (outcome === null || each.outcome === outcome) && (matches === null || matches(each)),
  );

  const queryKey = roundQuery(api, id).queryKey;
  const marking = useMutation({
    mutationFn: ({ records, mark }: { readonly records: readonly string[]; readonly mark: Mark }) =>
      api.call('screening.mark', { round: id, records: [...records], mark }),
    onMutate: ({ records, mark }) => {
      const author = { at: new Date().toISOString(), by: session.user };
      client.setQueryData(
        queryKey,
        (known: ScreeningRound | undefined) => known && markedRound(known, records, mark, author),
      );
    },
    onError: (error) => {
      notice({ severity: 'error', text: messageOf(error) });
      void client.invalidateQueries({ queryKey });
    },
  });
  const toggle = (each: ScreenedChild): void => {
    if (isFiled || !mayWrite) return;
    if (!isMarkable(each)) {
      notice({ severity: 'info', text: `这名儿童已列为“${screeningOutcomes[each.outcome]}”，不用再标核实` });
    } else marking.mutate({ records: [each.id], mark: { kind: each.outcome === 'confirmed' ? 'none' : 'seen' } });
  };
  const explain = (each: ScreenedChild, goOn: () => void): void => {
    if (!isFiled && mayWrite && isMarkable(each)) setExplained({ child: each, goOn });
  };
  const rest = shown.filter((each) => each.outcome === 'unchecked').map((each) => each.id);
  const markAll = async (records: readonly string[]): Promise<void> => {
    setAsked(null);
    // Awaited, because what is passed to `mutate` is forgotten as soon as the next child is marked.
    const isMarked = await marking.mutateAsync({ records, mark: { kind: 'seen' } }).then(
      () => true,
      () => false,
    );
    if (!isMarked) return;
    notice({
      severity: 'success',
      text: `已把${records.length}名标为已核实`,
      action: { label: '撤销', run: () => marking.mutate({ records, mark: { kind: 'none' } }) },
    });
  };
  const open = (each: ScreenedChild): void => {
    const here: LeftAt = { child: each.id, outcome };
    const back = { label: '返回排查', to: addresses.screeningRound(id), state: here };
    void navigate('.', { replace: true, state: here });
    void navigate(addresses.record(child.key, each.id), { state: { back } satisfies CameFrom });
  };

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title={round.villageName} detail={`${monthInWords(round.month)}排查　${stateInWords(round)}`}>
        <Button onClick={() => void navigate(addresses.screening(round.month))}>返回各村</Button>
        {isFiled
          ? has('children.print') && (
              <ActionButton
                variant="contained"
                shortcut="Ctrl+P"
                disabled={!round.children.some(hasSheet)}
                onClick={() => void navigate(addresses.screeningPrint('round', id))}
              >
                打印归档表
              </ActionButton>
            )
          : mayWrite && (
              <>
                <ActionButton
                  variant="outlined"
                  shortcut="A"
                  disabled={rest.length === 0}
                  onClick={() => setAsked(rest)}
                >
                  全部标为已核实{rest.length > 0 && `（${rest.length}）`}
                </ActionButton>
                <ActionButton variant="contained" shortcut="Ctrl+Enter" onClick={() => setFiling(true)}>
                  {round.children.length === 0 ? '零报告归档' : '归档'}
                </ActionButton>
              </>
            )}
      </PageHeader>
      <Box sx={{ display: 'flex', columnGap: 1.5, rowGap: 0.5, flexWrap: 'wrap', alignItems: 'center', flex: 'none' }}>
        <RowSearch
          label="在本村查找"
          placeholder="在本村查找"
          value={search}
          onChange={setSearch}
          onLeave={() => grid.current?.focus()}
          width={230}
          hint={<Key>/</Key>}
          inputRef={searchBox}
        />
        <ToggleButtonGroup
          size="small"
          exclusive
          value={outcome ?? 'all'}
          aria-label="按结果筛选"
          onChange={(_, next: ScreeningOutcome | 'all' | null) => setOutcome(next === 'all' ? null : next)}
          sx={{
            bgcolor: 'background.paper',
            '& button': { py: 0.25, px: 1.25, fontSize: 14, color: 'text.primary', whiteSpace: 'nowrap' },
          }}
        >
          <ToggleButton value="all">全部 {round.children.length}</ToggleButton>
          {outcomes.map((each) => (
            <ToggleButton key={each} value={each}>
              {screeningOutcomes[each]} {round.counts[each]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {!isFiled && (
          <Box
            sx={{ ml: 'auto', display: 'flex', gap: 1, fontSize: 14, color: 'text.secondary', whiteSpace: 'nowrap' }}
          >
            <span>
              <Key>空格</Key> 已核实
            </span>
            <span>
              <Key>N</Key> {screeningOutcomes.notSeen}
            </span>
            <span>
              <Key>Enter</Key> 打开登记
            </span>
          </Box>
        )}
      </Box>
      {shown.length > 0 ? (
        <RoundTable
          ref={grid}
          rows={shown}
          isFiled={isFiled}
          start={left.child}
          onToggle={toggle}
          onExplain={explain}
          onOpen={open}
        />
      ) : (
        <Paper sx={{ flex: 1, border: `1px solid ${colours.line}` }}>
          <NoChildren
            round={round}
            narrowed={search.trim() !== '' || outcome !== null}
            onClear={() => {
              setSearch('');
              setOutcome(null);
            }}
          />
        </Paper>
      )}
      {explained && (
        <NotSeenDialog
          child={explained.child}
          onClose={() => setExplained(null)}
          onSave={(reason) => {
            marking.mutate({ records: [explained.child.id], mark: { kind: 'notSeen', reason } });
            explained.goOn();
            setExplained(null);
          }}
        />
      )}
      <ConfirmDialog
        open={asked !== null}
        title={`把${asked?.length ?? 0}名未核实的儿童都标为已核实？`}
        text="请确认这些儿童都已见到；未见到的，先按 N 逐个写明原因。"
        confirm="都标为已核实"
        cancel="先不标"
        onConfirm={() => {
          if (asked) void markAll(asked);
        }}
        onCancel={() => setAsked(null)}
      />
      {filing && <FileRoundDialog id={id} round={round} onClose={() => setFiling(false)} />}
    </Box>
  );
}

/** Whether a sheet of the child was filed. */
function hasSheet({ outcome }: ScreenedChild): boolean {
  return outcome === 'confirmed' || outcome === 'new' || outcome === 'changed';
}

/** Which children a search means, by everything the register is searched by; those that left the village by their names. */
function useMatches(round: ScreeningRound, search: string): ((each: ScreenedChild) => boolean) | null {
  const api = useApi();
  const term = search.trim();
  const query = {
    ...firstQuery(child),
    search: term,
    filters: { village: [round.village], status: ['1'] },
  };
  const found = useQuery({
    queryKey: ['screening.search', query],
    queryFn: () => api.call('register.list', { ...query, offset: 0, limit: searchLimit, columns: ['name'] }),
    enabled: term !== '',
    placeholderData: keepPreviousData,
  });
  if (term === '') return null;
  const ids = new Set(found.data?.rows.map((row) => row.id));
  return (each) => ids.has(each.id) || each.name.includes(term);
}

function stateInWords(round: ScreeningRound): string {
  const registered = `在册${registeredOf(round.counts).toLocaleString('zh-CN')}名`;
  if (round.filedAt !== null) {
    const zero = isZeroReport(round.counts) ? '，零报告：本月无新增、变更、移出' : '';
    return `${registered}${zero}，${round.filedBy ?? ''}于${momentInWords(round.filedAt)}归档`;
  }
  return `${registered}，变动从${momentInWords(round.since)}算起`;
}

interface NoChildrenProps {
  readonly round: ScreeningRound;
  readonly narrowed: boolean;
  readonly onClear: () => void;
}

function NoChildren({ round, narrowed, onClear }: NoChildrenProps) {
  const mayWrite = useRights().has('children.write');
  const navigate = useNavigate();
  if (narrowed) {
    return (
      <EmptyState title="没有符合条件的儿童" text="换个写法再找，或清除条件看全部。">
        <Button variant="outlined" onClick={onClear}>
          清除条件
        </Button>
      </EmptyState>
    );
  }
  if (round.filedAt !== null)
    return <EmptyState title="零报告" text="归档时这个村没有在册儿童，本月无新增、变更、移出。" />;
  return (
    <EmptyState
      title="这个村没有在册儿童"
      text="排查中发现的，先登记到这个村，就会列在这里；确实没有的，点“零报告归档”。"
    >
      {mayWrite && (
        <Button variant="outlined" onClick={() => void navigate(addresses.create(child.key))}>
          新增{child.title}
        </Button>
      )}
    </EmptyState>
  );
}
