import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { longestSealedLine } from '../../shared/contract/sealMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, isUnchecked, messageOf } from '../api/CallError.ts';
import { missingOf, nobodyYet, SecondPersonFields } from '../approvals/SecondPersonFields.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import type { ShownEntry } from './sealQueries.ts';

interface ReleaseDialogProps {
  readonly view: string;
  readonly entry: ShownEntry;
  readonly onReleased: () => void;
  readonly onClose: () => void;
}

/** Asks by which decision an entry is no longer sealed, and for a second person. Nothing of it is kept then. */
export function ReleaseDialog({ view, entry, onReleased, onClose }: ReleaseDialogProps) {
  const api = useApi();
  const [body, setBody] = useState('');
  const [document, setDocument] = useState('');
  const [second, setSecond] = useState(nobodyYet);
  const [faults, setFaults] = useState<Readonly<Record<string, string | undefined>>>({});
  const { form, goToFault } = useFaultFocus();
  const releasing = useMutation({
    mutationFn: () =>
      api.call('seal.release', { view, id: entry.id, body: body.trim(), document: document.trim(), second }),
    gcTime: 0,
    onSuccess: onReleased,
    onError: (refusal) => {
      setFaults(refusal instanceof CallError ? refusal.fields : {});
      if (!isUnchecked(refusal)) setSecond({ ...second, password: '' });
      goToFault();
    },
  });
  const release = (event: FormEvent): void => {
    event.preventDefault();
    const missing = {
      ...(body.trim() === '' ? { body: '请填决定机关' } : {}),
      ...(document.trim() === '' ? { document: '请填决定文书的文号' } : {}),
      ...missingOf(second),
    };
    setFaults(missing);
    if (Object.keys(missing).length > 0) goToFault();
    else if (!releasing.isPending) releasing.mutate();
  };
  const short = (text: string): string => [...text].slice(0, longestSealedLine).join('');
  const { error } = releasing;
  const isAtField = error instanceof CallError && Object.keys(error.fields).length > 0;
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="release-title" onClose={onClose}>
      <form ref={form} onSubmit={release} noValidate>
        <DialogTitle id="release-title">解除封存？</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          <DialogContentText>
            只能凭决定机关的文书解除。解除后这一项的内容从台账里清除，不能恢复，只留下谁在什么时候凭哪份文书解除；解除后仍要用的内容，请凭文书登记到相应的表格。
          </DialogContentText>
          <LabelledInput
            label="决定机关"
            value={body}
            onChange={(next) => setBody(short(next))}
            error={faults.body}
            autoFocus
          />
          <LabelledInput
            label="决定文书的文号"
            value={document}
            onChange={(next) => setDocument(short(next))}
            error={faults.document}
          />
          <SecondPersonFields right="seal.approve" value={second} onChange={setSecond} faults={faults} />
          {error && !isAtField && <Alert severity="error">{messageOf(error)}</Alert>}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={releasing.isPending}>
            取消
          </Button>
          <Button type="submit" variant="contained" color="error" loading={releasing.isPending}>
            解除封存
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
