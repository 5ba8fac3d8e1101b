import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sealedBases } from '../../shared/codes/sealed.ts';
import { findSealedGroup } from '../../shared/seal/sealedGroups.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { ScrolledPage } from '../components/ScrolledPage.tsx';
import { PrintFrame } from '../prints/PrintFrame.tsx';
import { person } from '../room/person.ts';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import type { GrantedView } from './SealedViewPage.tsx';
import type { ShownEntry } from './sealQueries.ts';
import { secondsInWords, useCountdown } from './useCountdown.ts';

interface SealedEntriesProps {
  readonly who: string;
  readonly granted: GrantedView;
  /** Called when nothing is to be shown any more, with the reason. */
  readonly onEnd: (said: string) => void;
}

/** What is sealed of a record, until its time is over or somebody closes it. It cannot be marked, copied or printed from here. */
export function SealedEntries({ who, granted, onEnd }: SealedEntriesProps) {
  const api = useApi();
  const client = useQueryClient();
  const { view } = granted;
  const [releasing, setReleasing] = useState<ShownEntry | null>(null);
  const shown = useQuery({
    queryKey: ['seal.view', view],
    queryFn: () => api.call('seal.view', { view }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const left = useCountdown(shown.data?.secondsLeft ?? null, () => onEnd('查看时间已到，内容已经收起。'));
  // Whatever takes the page away ends the view: another page, the lock, the end of its time.
  useEffect(
    () => () => {
      client.removeQueries({ queryKey: ['seal.view', view] });
      api.call('seal.close', { view }).catch(() => undefined);
    },
    [api, client, view],
  );
  const printing = useMutation({
    mutationFn: async () => {
      const { ticket } = await api.call('seal.print', { view });
      return api.call('sheet.print', { ticket });
    },
    gcTime: 0,
  });
  return (
    <>
      <ScrolledPage
        head={
          <PageHeader
            title={`${who}：封存内容`}
            named
            detail={
              <>
                <strong>还可查看{secondsInWords(left ?? 0)}</strong>，批准人{granted.approvedBy}
                {granted.alone ? '（本人，例外）' : ''}
              </>
            }
          >
            {granted.print && (
              <Button variant="outlined" loading={printing.isPending} onClick={() => printing.mutate()}>
                打印
              </Button>
            )}
            <Button variant="contained" autoFocus onClick={() => onEnd('已收起。')}>
              收起
            </Button>
          </PageHeader>
        }
        messages={
          <>
            {shown.isError && <Alert severity="error">{messageOf(shown.error)}</Alert>}
            {printing.isError && <Alert severity="error">{messageOf(printing.error)}</Alert>}
            {printing.data?.print && (
              <Alert severity="info" role="status">
                打印编号{printing.data.print.serial}。纸件随案保管，用后按规定退回或销毁，并在打印登记里记下结果。
              </Alert>
            )}
          </>
        }
      >
        <Box
          onCopy={(event) => event.preventDefault()}
          sx={{
            display: 'flex',
            flexDirection: 'column',
            gap: 1.5,
            pb: 3,
            userSelect: 'none',
            '@media print': { display: 'none' },
          }}
        >
          {shown.data?.entries.map((entry) => (
            <EntryPaper key={entry.id} entry={entry} onRelease={() => setReleasing(entry)} />
          ))}
        </Box>
      </ScrolledPage>
      {printing.data && (
        <PrintFrame key={printing.submittedAt} ticket={printing.data.ticket} onPrinted={() => undefined} />
      )}
      {releasing && (
        <ReleaseDialog
          view={view}
          entry={releasing}
          onReleased={() => {
            void client.invalidateQueries({ queryKey: ['seal.status'] });
            onEnd('已解除封存，内容不再保存。还要看其余内容的，请重新申请。');
          }}
          onClose={() => setReleasing(null)}
        />
      )}
    </>
  );
}

function EntryPaper({ entry, onRelease }: { readonly entry: ShownEntry; readonly onRelease: () => void }) {
  const { context } = useWork();
  const group = findSealedGroup(entry.matter);
  const lines = Object.entries(group?.fields ?? {}).flatMap(([key, { label, kind }]) => {
    const value = entry.values[key] ?? null;
    return value === null ? [] : [{ key, label, text: kind.format(value, context) }];
  });
  const title = group?.title ?? '';
  return (
    <Paper component="section" aria-label={title} sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, mb: 0.5 }}>
        <Typography variant="h3" component="h2" color="primary">
          {title}
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
          登记依据：{sealedBases.label(entry.basis)}；{entry.enteredBy}，{momentInWords(entry.enteredAt)}
        </Typography>
        <Button onClick={onRelease}>解除封存…</Button>
      </Box>
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, rowGap: 0.5, m: 0 }}
      >
        {lines.map(({ key, label, text }) => (
          <Box key={key} sx={{ display: 'contents' }}>
            <Typography component="dt" color="textSecondary">
              {label}
            </Typography>
            <Typography component="dd" {...person} sx={{ m: 0, whiteSpace: 'pre-wrap' }}>
              {text}
            </Typography>
          </Box>
        ))}
      </Box>
    </Paper>
  );
}
