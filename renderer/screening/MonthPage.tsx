import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import { child } from '../../shared/registers/child.ts';
import { addMonths, daysLeft, monthInWords, monthOf } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { useSetListQuery } from '../registers/ListStatesProvider.tsx';
import { firstQuery } from '../registers/listQueries.ts';
import { isEmptyVillage, monthQuery, type ScreenedVillage, type ScreeningMonth } from './screeningQueries.ts';
import { VillageTable } from './VillageTable.tsx';

/** The villages of a month: which are screened, how far they are, and the way into each. */
export function MonthPage() {
  const { context } = useWork();
  const thisMonth = monthOf(context.today);
  const { month = thisMonth } = useParams();
  // Nothing is screened before its month has come.
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month) || month > thisMonth)
    return <Navigate to={addresses.screening()} replace />;
  return <Month key={month} month={month} thisMonth={thisMonth} />;
}

function Month({ month, thisMonth }: { readonly month: string; readonly thisMonth: string }) {
  const { context } = useWork();
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const { has } = useRights();
  const mayWrite = has('children.write');
  const setListQuery = useSetListQuery();
  const found = useQuery(monthQuery(api, month));
  const [asked, setAsked] = useState<readonly ScreenedVillage[] | null>(null);
  const fail = (error: unknown): void => notice({ severity: 'error', text: messageOf(error) });
  const open = useMutation({
    mutationFn: (village: string) => api.call('screening.open', { month, village }),
    onSuccess: ({ round }) => void navigate(addresses.screeningRound(round)),
    onError: fail,
  });
  const report = useMutation({
    mutationFn: (villages: readonly ScreenedVillage[]) =>
      api.call('screening.zeroReport', { month, villages: villages.map((village) => village.code) }),
    onSuccess: (_, villages) => notice({ severity: 'success', text: `已归档${namesOf(villages)}的零报告` }),
    onError: fail,
    onSettled: () => client.invalidateQueries({ queryKey: ['screening.month', month] }),
  });
  const villages = found.data?.villages ?? [];
  const empty = villages.filter(isEmptyVillage);
  const noZeroReport = empty.length === 0 ? whyNoZeroReport(villages) : undefined;
  const showUnplaced = (): void => {
    const query = firstQuery(child);
    setListQuery({ ...query, filters: { ...query.filters, village: [''] } });
    void navigate(addresses.list(child.key));
  };
  const go = (to: string): void => void navigate(addresses.screening(to === thisMonth ? undefined : to));

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title={`${monthInWords(month)}排查`} detail={found.data && progressInWords(found.data)}>
        {/* A disabled button takes no pointer, so what is around it says why. */}
        {mayWrite && (
          <span title={noZeroReport}>
            <ActionButton
              variant="outlined"
              shortcut="0"
              disabled={empty.length === 0}
              aria-description={noZeroReport}
              onClick={() => setAsked(empty)}
            >
              零报告{empty.length > 0 && `（${empty.length}个村）`}
            </ActionButton>
          </span>
        )}
        {has('children.print') && (
          <>
            <ActionButton
              variant="outlined"
              shortcut="4"
              disabled={villages.length === 0}
              onClick={() => void navigate(addresses.screeningPrint('fourLacks', month))}
            >
              “四失”汇总表
            </ActionButton>
            <ActionButton
              variant="contained"
              shortcut="Ctrl+P"
              disabled={villages.length === 0}
              onClick={() => void navigate(addresses.screeningPrint('month', month))}
            >
              打印汇总表
            </ActionButton>
          </>
        )}
      </PageHeader>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flex: 'none', '& .MuiAlert-root': { flex: 1 } }}>
        <ActionButton variant="outlined" shortcut="[" onClick={() => go(addMonths(month, -1))}>
          上月
        </ActionButton>
        <ActionButton
          variant="outlined"
          shortcut="]"
          disabled={month >= thisMonth}
          onClick={() => go(addMonths(month, 1))}
        >
          下月
        </ActionButton>
        {found.data && <Deadline month={month} today={context.today} villages={villages} />}
      </Box>
      {found.isError && <Alert severity="error">{messageOf(found.error)}</Alert>}
      {found.data !== undefined && found.data.unplaced > 0 && (
        <Alert
          severity="warning"
          role="note"
          action={
            <Button color="inherit" size="small" onClick={showUnplaced}>
              去补填
            </Button>
          }
        >
          有{found.data.unplaced.toLocaleString('zh-CN')}名在册儿童没有填村（社区），不在任何一个村的排查里。
        </Alert>
      )}
      {villages.length > 0 && (
        <VillageTable
          villages={villages}
          busy={open.isPending || report.isPending}
          onOpen={({ code, round }) => {
            if (round === null && !mayWrite) notice({ severity: 'info', text: '这个村本月还没有开始排查' });
            else if (round === null) open.mutate(code);
            else void navigate(addresses.screeningRound(round));
          }}
          onZeroReport={mayWrite ? (village) => setAsked([village]) : undefined}
        />
      )}
      {found.data && villages.length === 0 && (
        <Paper sx={{ flex: 1, border: `1px solid ${colours.line}` }}>
          <EmptyState title="还没有村（社区）" text="先在设置里填上本单位的村（社区），再开始排查。">
            <Button variant="outlined" onClick={() => void navigate('/settings')}>
              打开设置
            </Button>
          </EmptyState>
        </Paper>
      )}
      <ConfirmDialog
        open={asked !== null}
        title={`为${asked?.length ?? 0}个村归档零报告？`}
        text={`${namesOf(asked ?? [])}没有在册儿童，本月无新增、变更、移出。请先确认村里已经排查、确实没有发现。归档后不能改，以后发现的记入下个月的排查。`}
        confirm="归档零报告"
        cancel="先不归档"
        onConfirm={() => {
          if (asked) report.mutate(asked);
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      />
    </Box>
  );
}

/** Why there is no village to report as a whole. */
function whyNoZeroReport(villages: readonly ScreenedVillage[]): string {
  if (villages.length === 0) return '还没有村（社区），请先在设置里填上';
  if (villages.every(({ state }) => state === 'filed')) return '各村都已归档，不用再零报告';
  return '没有归档的村都有在册儿童或本月移出，请打开村逐个核实后归档';
}

function namesOf(villages: readonly ScreenedVillage[]): string {
  const names = villages.slice(0, 6).map((village) => village.name);
  return villages.length > names.length ? `${names.join('、')}等${villages.length}个村` : names.join('、');
}

function progressInWords({ villages }: ScreeningMonth): string {
  const count = (state: ScreenedVillage['state']): number =>
    villages.filter((village) => village.state === state).length;
  return `${villages.length}个村（社区）：已归档${count('filed')}，进行中${count('open')}，未开始${count('none')}`;
}

interface DeadlineProps {
  readonly month: string;
  readonly today: string;
  readonly villages: readonly ScreenedVillage[];
}

/** How long there is until the month ends, by when every village is to be reported (seed 003 三(一)4). */
function Deadline({ month, today, villages }: DeadlineProps) {
  const left = daysLeft(month, today);
  const open = villages.filter((village) => village.state !== 'filed').length;
  if (open === 0) return <Typography color="textSecondary">本月排查已全部归档。</Typography>;
  const when = left > 0 ? `离月底还有${left}天` : left === 0 ? '今天是月底' : `已过月底${-left}天`;
  const text = `${when}，还有${open}个村（社区）没有归档。每月至少排查一次，月底前上报。`;
  if (left > 5) return <Typography color="textSecondary">{text}</Typography>;
  return (
    <Alert severity={left < 0 ? 'error' : 'warning'} role="note">
      {text}
    </Alert>
  );
}
