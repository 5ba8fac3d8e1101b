import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { destructionWord, recycleReason } from '../../shared/contract/recycleMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { archivedQuery } from './recycleQueries.ts';

interface DestroyDialogProps {
  readonly register: Register;
  readonly ids: readonly string[];
  readonly onDestroyed: (count: number) => void;
  readonly onClose: () => void;
}

/** Asks why records are destroyed for good and for the word, says what goes and what stays, and destroys them. */
export function DestroyDialog({ register, ids, onDestroyed, onClose }: DestroyDialogProps) {
  const api = useApi();
  const [reason, setReason] = useState('');
  const [word, setWord] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string | undefined>>>({});
  const archived = useQuery(archivedQuery(api, register.key, ids));
  const destroying = useMutation({
    mutationFn: () => api.call('recycle.destroy', { register: register.key, ids: [...ids], reason, word }),
    onSuccess: ({ destroyed }) => onDestroyed(destroyed),
    onError: (refusal) => setFaults(refusal instanceof CallError ? refusal.fields : {}),
  });
  const destroy = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      reason: recycleReason.safeParse(reason).error?.issues[0]?.message,
      word: word === destructionWord ? undefined : '',
    };
    setFaults(found);
    if (found.reason === undefined && found.word === undefined && !destroying.isPending) destroying.mutate();
  };
  const count = `${ids.length.toLocaleString('zh-CN')}${register.noun}`;
  const { records = 0, sheets = 0 } = archived.data ?? {};
  const { error } = destroying;
  const isAtField = error instanceof CallError && Object.keys(error.fields).length > 0;
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      aria-labelledby="destroy-title"
      onClose={() => {
        if (!destroying.isPending) onClose();
      }}
    >
      <form onSubmit={destroy}>
        <DialogTitle id="destroy-title">永久销毁{count}？</DialogTitle>
        <DialogContent>
          <DialogContentText>
            登记内容、填过的表格、照片、草稿和修改内容全部删除，不能恢复，也不能撤销。只留下谁在什么时候、因为什么原因销毁。以前的加密备份里还有，随旧备份清除，最长12个月。
          </DialogContentText>
          {archived.error && (
            <Alert severity="error" sx={{ mt: 1.5 }}>
              {messageOf(archived.error)}
            </Alert>
          )}
          {records > 0 && (
            <Alert severity="warning" sx={{ mt: 1.5 }}>
              {`其中${records.toLocaleString('zh-CN')}${register.noun}已列入归档的排查。`}
              {`归档名单${sheets > 0 ? `和${sheets.toLocaleString('zh-CN')}份排查表` : ''}是上报档案，不随同销毁，仍可在当月排查里查到。`}
            </Alert>
          )}
          <TextField
            autoFocus
            label="原因"
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setFaults({ ...faults, reason: undefined });
            }}
            error={faults.reason !== undefined}
            helperText={faults.reason ?? '会一直保留，不要写姓名和身份证号'}
            sx={{ mt: 2 }}
          />
          <TextField
            label="确认销毁"
            value={word}
            onChange={(event) => {
              setWord(event.target.value);
              setFaults({ ...faults, word: undefined });
            }}
            autoComplete="off"
            error={faults.word !== undefined}
            helperText={`请输入“${destructionWord}”两个字`}
            sx={{ mt: 2 }}
          />
          {error && !isAtField && (
            <Alert severity="error" sx={{ mt: 1.5 }}>
              {messageOf(error)}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={destroying.isPending}>
            取消
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="error"
            // What stays has to be known before it is decided.
            disabled={archived.data === undefined}
            loading={destroying.isPending}
          >
            永久销毁
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
