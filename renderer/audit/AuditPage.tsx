import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TableContainer from '@mui/material/TableContainer';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { acts } from '../../shared/audit/acts.ts';
import { type AuditLine, type AuditPlace, type AuditReport, auditPage } from '../../shared/contract/auditMethods.ts';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { PageSteps } from '../components/PageSteps.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { PrintDays } from '../prints/PrintDays.tsx';
import { FilterChip } from '../registers/FilterChip.tsx';
import { AuditDetails } from './AuditDetails.tsx';
import { AuditSheet } from './AuditSheet.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditFilter, auditChoicesQuery, auditListQuery, auditStatusQuery, everyRow } from './auditQueries.ts';
import { faultInWords, reviewInWords } from './faultInWords.ts';

type AuditStatus = MethodOutput<'audit.status'>;

/** What is to be printed, and of which time. */
interface Printed {
  readonly period: string;
  readonly report: AuditReport;
}

/** The records of use: who did what and when, with the check of all of them and the reports on paper. */
export function AuditPage() {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { context, office } = useWork();
  const [filter, setFilter] = useState<AuditFilter>(everyRow);
  /** Where the pages in front of this one ended. */
  const [places, setPlaces] = useState<readonly AuditPlace[]>([]);
  const [job, setJob] = useState<string | null>(null);
  const [printed, setPrinted] = useState<Printed | null>(null);
  const [opened, setOpened] = useState<AuditLine | null>(null);
  const choices = useQuery(auditChoicesQuery(api));
  const listed = useQuery(auditListQuery(api, filter, places.at(-1) ?? null));
  const status = useQuery(auditStatusQuery(api)).data;
  const verify = useMutation({
    mutationFn: () => {
      const name = crypto.randomUUID();
      setJob(name);
      return api.call('audit.verify', { job: name });
    },
    onSuccess: ({ rows, faults }) => {
      const open = faults.filter(({ review }) => review === null);
      const found = faults.length === 0 ? '全部完好' : `没有新的异常，以前的${faults.length}处已登记查明情况`;
      notice(
        open.length === 0
          ? { severity: 'success', text: `已核对${rows.toLocaleString('zh-CN')}条操作记录，${found}` }
          : { severity: 'error', text: open.map(faultInWords).join('；') },
      );
    },
    onSettled: async () => {
      setJob(null);
      await client.invalidateQueries({ queryKey: ['audit.status'] });
      await client.invalidateQueries({ queryKey: ['audit.list'] });
    },
  });
  const print = useMutation({
    mutationFn: (period: string) => api.call('audit.report', { period }),
    onSuccess: (report, period) => setPrinted({ period, report }),
  });
  useEffect(() => {
    if (printed === null) return;
    window.print();
    setPrinted(null);
  }, [printed]);
  const narrow = (next: Partial<AuditFilter>): void => {
    setFilter({ ...filter, ...next });
    setPlaces([]);
  };
  const { total, rows, next } = listed.data ?? { total: undefined, rows: [], next: null };
  const before = places.length * auditPage;
  const reviewed = (status?.faults ?? []).flatMap(({ review, ...fault }) => (review ? [{ ...fault, review }] : []));
  const isNarrowed = JSON.stringify(filter) !== JSON.stringify(everyRow);
  const error = listed.error ?? choices.error ?? verify.error ?? print.error;
  const thisMonth = context.today.slice(0, 7);
  const lastYear = String(Number(context.today.slice(0, 4)) - 1);
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title="审计"
        detail={`${total === undefined ? '正在读取' : `共${total.toLocaleString('zh-CN')}条操作记录，新的在前`}${
          status?.lastCheck ? `；${momentInWords(status.lastCheck.at)}核对过，${resultInWords(status)}` : ''
        }`}
      >
        <Button onClick={() => print.mutate(thisMonth)} disabled={print.isPending}>
          打印本月审计表
        </Button>
        <Button onClick={() => print.mutate(previousMonth(thisMonth))} disabled={print.isPending}>
          打印上月审计表
        </Button>
        <Button onClick={() => print.mutate(thisMonth.slice(0, 4))} disabled={print.isPending}>
          打印本年度审计报告
        </Button>
        {choices.data?.years.includes(Number(lastYear)) && (
          <Button onClick={() => print.mutate(lastYear)} disabled={print.isPending}>
            打印上年度审计报告
          </Button>
        )}
        <Button variant="contained" onClick={() => verify.mutate()} disabled={verify.isPending}>
          核对全部记录
        </Button>
      </PageHeader>
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'flex-start', flexWrap: 'wrap', flex: 'none' }}>
        <PrintDays from={filter.from} to={filter.to} onChange={narrow} />
        <LabelledInput
          label="记录编号"
          value={filter.object}
          onChange={(object) => narrow({ object: object.trim().slice(0, 60) })}
          width={220}
        />
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mt: 2.75 }}>
          <FilterChip
            label="谁"
            options={(choices.data?.users ?? []).map((user) => ({ code: user, label: user === '' ? '程序' : user }))}
            codes={filter.users}
            onChange={(users) => narrow({ users: [...users] })}
          />
          <FilterChip
            label="做了什么"
            options={(choices.data?.acts ?? []).map((act) => ({ code: act, label: acts[act].label }))}
            codes={filter.acts}
            onChange={(codes) => narrow({ acts: (choices.data?.acts ?? []).filter((act) => codes.includes(act)) })}
          />
          {isNarrowed && (
            <Button size="small" onClick={() => narrow(everyRow)} sx={{ minHeight: 32 }}>
              清除条件
            </Button>
          )}
        </Box>
      </Box>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      {reviewed.length > 0 && (
        <Box
          role="region"
          tabIndex={0}
          aria-label="异常和查明情况"
          sx={{ flex: 'none', maxHeight: 96, overflow: 'auto', fontSize: 14 }}
        >
          {reviewed.map(({ review, ...fault }) => (
            <div key={fault.mark}>{reviewInWords(fault, review)}</div>
          ))}
        </Box>
      )}
      <TableContainer sx={{ flex: 1, minHeight: 0, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
        {total === 0 ? (
          <EmptyState title="没有符合条件的操作记录" text="放宽条件再找。" />
        ) : (
          <AuditTable rows={rows} onOpen={setOpened} />
        )}
      </TableContainer>
      {total !== undefined && total > auditPage && (
        <PageSteps
          first={before + 1}
          last={before + rows.length}
          measure="条"
          onNewer={before === 0 ? null : () => setPlaces(places.slice(0, -1))}
          onOlder={next && (() => setPlaces([...places, next]))}
        />
      )}
      {opened && (
        <AuditDetails
          row={opened}
          onObject={(object) => {
            narrow({ object });
            setOpened(null);
          }}
          onClose={() => setOpened(null)}
        />
      )}
      {job !== null && <ProgressDialog job={job} label="正在核对全部记录" delay={300} />}
      {printed && <AuditSheet unit={`${office.county}${office.township}`} {...printed} />}
    </Box>
  );
}

/** What the last check found. */
function resultInWords({ faults, lastCheck }: AuditStatus): string {
  if (faults.some(({ review }) => review === null)) return '发现异常';
  return lastCheck?.isSound === true && faults.length === 0 ? '全部完好' : '没有新的异常';
}

/** The month before a month (YYYY-MM). */
function previousMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
