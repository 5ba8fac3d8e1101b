import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { LeavingOrder } from '../../shared/contract/exportMethods.ts';
import type { ListQuery, Selection } from '../../shared/contract/shapes.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { LeavingFields } from '../exports/LeavingFields.tsx';
import { useLeaving } from '../exports/useLeaving.ts';

interface ExportListDialogProps {
  readonly register: Register;
  readonly selection: Selection;
  readonly sort: ListQuery['sort'];
  /** The columns that the list shows. */
  readonly columns: readonly string[];
  /** How many records are meant. */
  readonly count: number;
  readonly onClose: () => void;
}

type ListOrder = Extract<LeavingOrder, { method: 'list.export' }>;

/** Saves a list as a workbook: which columns, and whether numbers that belong to a person are written in full. */
export function ExportListDialog({ register, selection, sort, columns, count, onClose }: ExportListDialogProps) {
  const titleId = useId();
  const api = useApi();
  const notice = useNotice();
  const [whole, setWhole] = useState(false);
  const [full, setFull] = useState(false);
  const leaving = useLeaving(count);
  const { form, goToFault } = useFaultFocus();
  const job = useRef('');
  const save = useMutation({
    mutationFn: ({ permit, order: { method, ...order } }: { permit: string; order: ListOrder }) => {
      job.current = crypto.randomUUID();
      return api.call(method, { ...order, permit, job: job.current });
    },
    onSuccess: ({ path, rows }) => {
      if (path === null) notice({ severity: 'info', text: '没有导出。' });
      else {
        const number = rows.toLocaleString('zh-CN');
        notice({
          severity: 'success',
          text: `已导出${number}${register.noun}：${path}。文件没有加密，用完请删除。`,
        });
      }
      onClose();
    },
  });
  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (save.isPending || leaving.isAsking) return;
    const order: ListOrder = {
      method: 'list.export',
      register: register.key,
      selection,
      sort,
      columns: whole ? 'all' : [...columns],
      numbers: full ? 'full' : 'masked',
    };
    const permit = await leaving.ask(order);
    if (permit === null) goToFault();
    else save.mutate({ permit, order });
  };
  return (
    <Dialog open onClose={save.isPending ? () => undefined : onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form ref={form} onSubmit={(event) => void start(event)} noValidate>
        <DialogTitle id={titleId}>
          导出{count.toLocaleString('zh-CN')}
          {register.noun}
        </DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          <Choice
            label="导出哪些列"
            value={whole}
            onChange={setWhole}
            no={`名册上的${columns.length}列`}
            yes="全部项目，可以再导入"
          />
          <Choice
            label="身份证号、电话和住址"
            value={full}
            onChange={setFull}
            no="遮住一部分，和名册上一样"
            yes="完整写出"
          />
          {whole && !full && <Alert severity="info">号码遮住的表不能再导入；要再导入，请选“完整写出”。</Alert>}
          <LeavingFields form={leaving} />
          {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
        </DialogContent>
        <DialogActions>
          {save.isPending ? (
            <Button onClick={() => void api.call('job.cancel', { job: job.current })}>停止</Button>
          ) : (
            <Button onClick={onClose}>取消</Button>
          )}
          <Button type="submit" variant="contained" loading={save.isPending || leaving.isAsking}>
            导出表格
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly no: string;
  readonly yes: string;
}

function Choice({ label, value, onChange, no, yes }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <FormLabel id={id}>{label}</FormLabel>
      <RadioGroup
        row
        aria-labelledby={id}
        value={value ? 'yes' : 'no'}
        onChange={(_, next) => onChange(next === 'yes')}
      >
        <FormControlLabel value="no" label={no} control={<Radio />} />
        <FormControlLabel value="yes" label={yes} control={<Radio />} />
      </RadioGroup>
    </div>
  );
}
