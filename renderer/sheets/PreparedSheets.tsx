import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { printOutcomes } from '../../shared/contract/printMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { OutcomeDialog } from '../prints/OutcomeDialog.tsx';
import { type NumbersChoice, PrintDialog } from '../prints/PrintDialog.tsx';
import { PrintFrame } from '../prints/PrintFrame.tsx';
import { type OpenedSheets, refreshPrints } from '../prints/printQueries.ts';
import { type PrintChoice, paperOrder, type SaveWay, saveWays } from '../prints/saveWays.ts';
import { SheetPreview } from './SheetPreview.tsx';

interface PreparedSheetsProps {
  /** How many of what, in words. */
  readonly detail: string;
  /** Undefined until the core has laid the pages out. */
  readonly opened: OpenedSheets | undefined;
  /** Why there is nothing to show; null while there is. */
  readonly failure: unknown;
  readonly onBack: () => void;
  /** How ID numbers are printed, where that can be chosen. */
  readonly numbers?: NumbersChoice;
  /** What can be chosen about the pages, above them. */
  readonly children?: ReactNode;
}

/** Milliseconds before a window says how far it is; a few sheets are there sooner. */
const patience = 700;
const plain = { copies: 1, reason: '', each: false, permit: null } satisfies Omit<PrintChoice, 'ticket'>;

/** Laid-out pages as they will come out of the printer, and the ways to paper and to a file. */
export function PreparedSheets({ detail, opened, failure, onBack, numbers, children }: PreparedSheetsProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const ticket = opened?.ticket;
  /** The way out that is being asked about. */
  const [asked, setAsked] = useState<SaveWay | 'paper' | null>(null);
  /** The print whose outcome is asked for. */
  const [untold, setUntold] = useState<{ readonly id: string; readonly serial: string } | null>(null);
  const print = useMutation({
    mutationFn: ({ reason, permit, ...choice }: PrintChoice) => {
      const { method, ...order } = paperOrder(choice);
      return api.call(method, { ...order, reason, ...(permit === null ? {} : { permit }) });
    },
    onSettled: () => refreshPrints(client),
  });
  const save = useMutation({
    mutationFn: ({ way, job, choice }: { way: SaveWay; job: string; choice: PrintChoice }) =>
      way.save(api, choice, job),
    onSettled: () => refreshPrints(client),
  });
  const show = useMutation({ mutationFn: (of: string) => api.call('sheet.showFolder', { ticket: of }) });
  const ask = (way: SaveWay | 'paper'): void => {
    print.reset();
    save.reset();
    show.reset();
    // A blank form names nobody: there is nothing to choose and nothing to enter.
    if (opened?.blank === true) start(way, { ticket: opened.ticket, ...plain });
    else setAsked(way);
  };
  const start = (way: SaveWay | 'paper', choice: PrintChoice): void => {
    setAsked(null);
    if (way === 'paper') print.mutate(choice);
    else save.mutate({ way, job: crypto.randomUUID(), choice });
  };
  const isCancelled = save.error instanceof CallError && save.error.code === 'cancelled';
  // Other pages have another ticket: what was saved of the last ones counts no more.
  const isOfThese = save.variables?.choice.ticket === ticket;
  const saved = isOfThese ? save.data : undefined;
  const error = failure ?? print.error ?? (isOfThese && !isCancelled ? save.error : null) ?? show.error;
  const kind = save.variables?.way.kind ?? '';
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="打印预览" detail={detail}>
        <Button onClick={onBack}>返回</Button>
        <Button onClick={() => void navigate(addresses.prints())}>打印登记</Button>
        {saveWays.map((way) => (
          <Button
            key={way.key}
            variant="outlined"
            disabled={ticket === undefined}
            loading={save.isPending && save.variables.way.key === way.key}
            onClick={() => ask(way)}
          >
            {way.label}
          </Button>
        ))}
        <ActionButton
          variant="contained"
          shortcut="Ctrl+P"
          disabled={ticket === undefined || asked !== null || untold !== null}
          onClick={() => ask('paper')}
        >
          打印
        </ActionButton>
      </PageHeader>
      {children}
      {error !== null && <Alert severity="error">{messageOf(error)}</Alert>}
      {isCancelled && <Alert severity="info">{messageOf(save.error)}</Alert>}
      {saved && saved.path !== null && ticket !== undefined && (
        <Alert
          severity="success"
          role="status"
          action={
            <Button color="inherit" size="small" onClick={() => show.mutate(ticket)}>
              打开文件夹
            </Button>
          }
        >
          {saved.files === undefined ? `已存为${kind}` : `已存为${saved.files}个${kind}`}：{saved.path}。
          {saved.serial !== null && `编号${saved.serial}。`}文件没有加密，用完请删除。
        </Alert>
      )}
      {saved && saved.path === null && <Alert severity="info">没有保存{kind}。</Alert>}
      <Box sx={{ flex: 1, minHeight: 0 }}>{ticket !== undefined && <SheetPreview ticket={ticket} />}</Box>
      {asked !== null && (
        <PrintDialog
          title={asked === 'paper' ? '打印' : asked.label}
          confirm={asked === 'paper' ? '打印' : '保存'}
          paged={asked === 'paper' || asked.paged}
          inFiles={asked !== 'paper'}
          opened={opened}
          numbers={numbers}
          orderOf={asked === 'paper' ? paperOrder : asked.orderOf}
          onConfirm={(choice) => start(asked, choice)}
          onClose={() => setAsked(null)}
        />
      )}
      {save.isPending && (
        <ProgressDialog job={save.variables.job} label={`正在存为${save.variables.way.kind}`} delay={patience} />
      )}
      {print.data && (
        <PrintFrame
          key={print.submittedAt}
          ticket={print.data.ticket}
          onPrinted={() => {
            if (print.data.print) setUntold(print.data.print);
          }}
        />
      )}
      {untold && (
        <OutcomeDialog
          print={untold}
          onTold={(outcome) => {
            setUntold(null);
            notice({
              severity: outcome === 'printed' ? 'success' : 'info',
              text: `编号${untold.serial}已登记：${printOutcomes[outcome]}。`,
              action: { label: '打印登记', run: () => void navigate(addresses.prints()) },
            });
          }}
          onLater={() => {
            setUntold(null);
            notice({
              severity: 'info',
              text: `编号${untold.serial}还没登记是否打出，可在打印登记里补记。`,
              action: { label: '打印登记', run: () => void navigate(addresses.prints()) },
            });
          }}
        />
      )}
    </Box>
  );
}
