import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { auditedFiles, longestFaultReason, type ShownFault } from '../../shared/contract/auditMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { faultInWords } from './faultInWords.ts';

interface FaultReviewDialogProps {
  readonly fault: ShownFault;
  readonly onClose: () => void;
}

/** What somebody found out about a fault of the records of use; from then on it is told quietly. */
export function FaultReviewDialog({ fault, onClose }: FaultReviewDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const { file, kind, mark } = fault;
  const review = useMutation({
    mutationFn: () => api.call('audit.review', { file, kind, mark, reason }),
    onSuccess: () => {
      notice({ severity: 'success', text: '已登记查明情况；再有别的异常还会用红色提示' });
      onClose();
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['audit.status'] });
      await client.invalidateQueries({ queryKey: ['audit.list'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const length = [...reason.trim()].length;
    const found =
      length === 0
        ? '请写明查到了什么、怎样处理'
        : length > longestFaultReason
          ? `不能超过${longestFaultReason}字，现有${length}字，请缩短`
          : undefined;
    setProblem(found);
    if (found === undefined && !review.isPending) review.mutate();
  };
  return (
    <Dialog open onClose={() => !review.isPending && onClose()} aria-labelledby="fault-title" fullWidth maxWidth="sm">
      <Box component="form" noValidate onSubmit={submit}>
        <DialogTitle id="fault-title">登记异常的查明情况</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <div>
              {auditedFiles[file]}：{faultInWords(fault)}
            </div>
            <LabelledInput
              label="查到了什么，怎样处理"
              value={reason}
              onChange={setReason}
              error={problem}
              help="不写儿童和重点人员的姓名"
              autoFocus
            />
            <div>登记后不再用红色提示；这处异常仍写在“审计”页、月度审计表和年度审计报告里。</div>
            {review.isError && <Alert severity="error">{messageOf(review.error)}</Alert>}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose} disabled={review.isPending}>
            取消
          </Button>
          <Button type="submit" variant="contained" loading={review.isPending}>
            登记
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
