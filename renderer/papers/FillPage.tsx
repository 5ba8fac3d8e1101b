import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Navigate, useNavigate, useParams } from 'react-router';
import { newEntry } from '../../shared/papers/paper.ts';
import type { RecordValues } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { LeaveDialog } from '../components/LeaveDialog.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ScrolledPage } from '../components/ScrolledPage.tsx';
import { focusField, focusFirstField } from '../fields/FieldControl.tsx';
import { firstOnPage } from '../registers/entryState.ts';
import { IssueSummary } from '../registers/IssueSummary.tsx';
import { wire } from '../registers/useRecordEditor.ts';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import { PaperSheets } from './PaperSheets.tsx';
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
  const [clearing, setClearing] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (printed === null) focusFirstField(panel.current);
  }, [printed]);
  const print = (): void => {
    const finished = flushSync(entry.finish);
    if ('values' in finished) setPrinted(finished.values);
    else focusField(firstOnPage(finished.wrong) ?? finished.wrong[0] ?? '');
  };
  const leaving = (
    <LeaveDialog
      when={entry.changed}
      title="离开这张表？"
      text="这张表不保存，离开后所填的内容不能找回。要用的请先打印。"
      confirm="离开"
      cancel="接着填"
    />
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
    <>
      <ScrolledPage
        head={
          <PageHeader title={sheet.shortTitle} detail="只填写和打印，不保存">
            <Button onClick={() => void navigate(addresses.forms())}>返回表格</Button>
            {entry.changed && (
              <Button variant="outlined" onClick={() => setClearing(true)}>
                清空重填
              </Button>
            )}
            <ActionButton variant="contained" shortcut="Ctrl+P" onClick={print}>
              打印预览
            </ActionButton>
          </PageHeader>
        }
        messages={
          <>
            <Alert severity="info" role="note">
              这张表只在这里填写和打印，程序不保存所填的内容：离开这一页、锁定或关闭程序后就没有了。
            </Alert>
            <IssueSummary
              register={paper}
              issues={entry.shownIssues}
              sheet={sheet}
              values={entry.values}
              onJump={focusField}
              goal="打印"
            />
          </>
        }
      >
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
      </ScrolledPage>
      {leaving}
      <ConfirmDialog
        open={clearing}
        title="清空重填？"
        text="这张表不保存，清空后所填的内容不能找回。"
        confirm="清空"
        cancel="接着填"
        onConfirm={() => {
          // The dialogue gives the cursor back as it goes.
          flushSync(() => {
            setClearing(false);
            entry.clear();
          });
          focusFirstField(panel.current);
        }}
        onCancel={() => setClearing(false)}
      />
    </>
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
  return (
    <PaperSheets
      title={title}
      queryKey={['paper.printEntry', form, values]}
      open={(numbers) => api.call('paper.printEntry', { form, values: wire(values), printing: { numbers } })}
      onBack={onBack}
    />
  );
}
