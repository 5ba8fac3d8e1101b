import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Navigate, useBlocker, useNavigate, useParams } from 'react-router';
import { newEntry } from '../../shared/papers/paper.ts';
import type { RecordValues } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { focusField } from '../fields/FieldControl.tsx';
import { firstOnPage } from '../registers/entryState.ts';
import { IssueSummary } from '../registers/IssueSummary.tsx';
import { wire } from '../registers/useRecordEditor.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import { findPaperForm, type PaperForm } from './paperForms.ts';
import { useUnkeptEntry } from './useUnkeptEntry.ts';

/** A form that is filled in for printing only: what is entered lives in this page and nowhere else. */
export function FillPage() {
  const { form = '' } = useParams();
  const found = findPaperForm(form);
  if (!found || found.paper.kept) return <Navigate to={addresses.form(form)} replace />;
  return <Filling key={form} form={found} />;
}

function Filling({ form: { sheet, paper } }: { readonly form: PaperForm }) {
  const { context, office, session } = useWork();
  const navigate = useNavigate();
  const [empty] = useState(() => newEntry(paper, { about: null, office, context, user: session.user }));
  const entry = useUnkeptEntry(paper, empty, context);
  const [printed, setPrinted] = useState<RecordValues | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const blocker = useBlocker(entry.changed);
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('[id^="field-"]')?.id;
    if (printed === null && first !== undefined) focusField(first.slice('field-'.length));
  }, [printed]);
  const print = (): void => {
    const finished = entry.finish();
    if ('values' in finished) setPrinted(finished.values);
    // The messages are there after the next drawing.
    else requestAnimationFrame(() => focusField(firstOnPage(finished.wrong) ?? finished.wrong[0] ?? ''));
  };
  const leaving = blocker.state === 'blocked' && (
    <Dialog open aria-labelledby="leave-title" onClose={blocker.reset}>
      <DialogTitle id="leave-title">离开这张表？</DialogTitle>
      <DialogContent>
        <DialogContentText>这张表不保存，离开后所填的内容不能找回。要用的请先打印。</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={blocker.reset} autoFocus>
          接着填
        </Button>
        <Button variant="contained" color="error" onClick={blocker.proceed}>
          离开
        </Button>
      </DialogActions>
    </Dialog>
  );
  if (printed !== null) {
    return (
      <>
        <Printed form={sheet.key} title={sheet.title} values={printed} onBack={() => setPrinted(null)} />
        {leaving}
      </>
    );
  }
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Box sx={{ flex: 'none', borderBottom: `1px solid ${colours.line}` }}>
        <PageHeader title={sheet.shortTitle} detail="只填写和打印，不保存">
          <Button onClick={() => void navigate(addresses.forms())}>返回表格</Button>
          {entry.changed && (
            <Button variant="outlined" onClick={entry.clear}>
              清空重填
            </Button>
          )}
          <ActionButton variant="contained" shortcut="Ctrl+P" onClick={print}>
            打印预览
          </ActionButton>
        </PageHeader>
      </Box>
      <Box sx={{ flex: 1, position: 'relative', minHeight: 0, overflow: 'auto', mx: -2.5, px: 2.5, mb: -1 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, py: 1 }}>
          <Alert severity="info" role="note">
            这张表只在这里填写和打印，程序不保存所填的内容：离开这一页、锁定或关闭程序后就没有了。
          </Alert>
          <IssueSummary register={paper} issues={entry.shownIssues} onJump={focusField} />
        </Box>
        <Box ref={panel} sx={{ pb: 3 }}>
          <SheetEntry
            sheet={sheet}
            values={entry.values}
            office={office}
            context={context}
            issues={entry.shownIssues}
            isGap={() => false}
            onChange={entry.setValue}
            onRowsChange={entry.setRows}
            onLeave={entry.leaveField}
          />
        </Box>
      </Box>
      {leaving}
    </Box>
  );
}

interface PrintedProps {
  readonly form: string;
  readonly title: string;
  readonly values: RecordValues;
  readonly onBack: () => void;
}

function Printed({ form, title, values, onBack }: PrintedProps) {
  const api = useApi();
  const [numbers, setNumbers] = useState<'masked' | 'full'>('full');
  const opened = useQuery({
    queryKey: ['paper.printEntry', form, values, numbers],
    queryFn: () => api.call('paper.printEntry', { form, values: wire(values), printing: { numbers } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const numbersChosen = opened.data?.numbersChosen === true;
  return (
    <PreparedSheets
      detail={opened.data ? `${title}，共${opened.data.pages}页A4纸` : '正在打开'}
      opened={opened.data}
      failure={opened.error}
      onBack={onBack}
      {...(numbersChosen && { numbers: { value: numbers, onChange: setNumbers } })}
    />
  );
}
