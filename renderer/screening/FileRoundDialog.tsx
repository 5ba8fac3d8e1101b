import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { notSeenReason } from '../../shared/contract/screeningMethods.ts';
import { countsInWords, isZeroReport } from '../../shared/contract/screeningOutcomes.ts';
import { monthInWords } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { person } from '../room/person.ts';
import { ReasonButtons } from './ReasonButtons.tsx';
import { roundQuery, type ScreeningRound } from './screeningQueries.ts';

interface FileRoundDialogProps {
  readonly id: string;
  readonly round: ScreeningRound;
  readonly onClose: () => void;
}

/** What filing means, the numbers that will be reported, and everybody who was not seen, named before it is done. */
export function FileRoundDialog({ id, round, onClose }: FileRoundDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const titleId = useId();
  const [reason, setReason] = useState('');
  const { counts } = round;
  const missed = round.children.filter(({ outcome }) => outcome === 'notSeen' || outcome === 'unchecked');
  const filing = useMutation({
    mutationFn: () =>
      api.call('screening.file', { round: id, counts, notSeenReason: counts.unchecked > 0 ? reason.trim() : null }),
    onSuccess: ({ sheets }) => {
      notice({ severity: 'success', text: sheets > 0 ? `已归档，存下${sheets}份排查表` : '已归档' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: roundQuery(api, id).queryKey }),
  });
  const judged = notSeenReason.safeParse(reason);
  const isReady = counts.unchecked === 0 || judged.success;
  return (
    <Dialog open onClose={filing.isPending ? undefined : onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogTitle id={titleId}>
        归档{round.villageName}
        {monthInWords(round.month)}的排查？
      </DialogTitle>
      <DialogContent>
        <Typography>
          {countsInWords(counts)}
          {isZeroReport(counts) ? '，汇总表上记为零报告。' : '。'}
        </Typography>
        <Typography color="textSecondary" sx={{ mt: 0.5 }}>
          已核实、新增和变更的儿童，各按现在的登记存一份排查表，以后随时照原样打印。归档后不能改，以后的变动记入下个月的排查。
        </Typography>
        {missed.length > 0 && (
          <Box sx={{ mt: 1.5 }}>
            <Typography variant="h3">按未见到归档的{missed.length}名</Typography>
            <Box
              component="ul"
              // A list that scrolls has to be reached by the keyboard.
              tabIndex={0}
              aria-label="按未见到归档的儿童"
              sx={{
                m: 0,
                mt: 0.5,
                px: 1.5,
                py: 0.5,
                maxHeight: 170,
                overflow: 'auto',
                listStyle: 'none',
                border: `1px solid ${colours.line}`,
              }}
            >
              {missed.map((child) => (
                <Box component="li" key={child.id} sx={{ display: 'flex', gap: 2 }}>
                  <Box component="span" {...person} sx={{ flex: 'none', minWidth: 90, fontWeight: 600 }}>
                    {child.name}
                  </Box>
                  <Box component="span" sx={{ color: child.outcome === 'unchecked' ? 'error.main' : 'text.secondary' }}>
                    {child.outcome === 'unchecked' ? '未核实' : child.note}
                  </Box>
                </Box>
              ))}
            </Box>
          </Box>
        )}
        {counts.unchecked > 0 && (
          <Box sx={{ mt: 1.5 }}>
            <LabelledInput
              label={`其中${counts.unchecked}名未核实，归档为未见到，原因都记为`}
              value={reason}
              onChange={setReason}
              error={reason.trim() === '' ? undefined : judged.error?.issues[0]?.message}
              autoFocus
            />
            <ReasonButtons onChoose={setReason} />
          </Box>
        )}
        {filing.isError && (
          <Alert severity="error" sx={{ mt: 1.5 }}>
            {messageOf(filing.error)}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" disabled={filing.isPending} onClick={onClose}>
          先不归档
        </Button>
        <Button variant="contained" disabled={!isReady} loading={filing.isPending} onClick={() => filing.mutate()}>
          {missed.length > 0 ? `确认${missed.length}名未见到，归档` : '归档'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
