import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { errorsOf } from '../../shared/registers/checkRecord.ts';
import type { Register } from '../../shared/registers/register.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { Key } from '../components/Key.tsx';
import { timeInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { useShortcut } from '../components/useShortcut.ts';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import { formOf } from './formOf.ts';
import { HistoryDrawer } from './HistoryDrawer.tsx';
import { IssueSummary } from './IssueSummary.tsx';
import { usePrintSelection } from './ListStatesProvider.tsx';
import { RecordForm } from './RecordForm.tsx';
import { StaleDialog } from './StaleDialog.tsx';
import { type EditorStart, type RecordEditor, useRecordEditor } from './useRecordEditor.ts';

interface RecordEditorViewProps {
  readonly register: Register;
  readonly id: string | null;
  readonly start: EditorStart;
}

type Way = 'form' | 'sheet';

/** One record, entered as a form or on its official sheet; both share one editor. */
export function RecordEditorView({ register, id, start }: RecordEditorViewProps) {
  const { context, office } = useWork();
  const navigate = useNavigate();
  const notice = useNotice();
  const { setPrintSelection } = usePrintSelection();
  const sheet = formOf(register);
  const [way, setWay] = useState<Way>('form');
  const [history, setHistory] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const editor = useRecordEditor({
    register,
    id,
    start,
    onSaved: (saved) => {
      const kept = saved.warnings.length === 0 ? '' : `，有${saved.warnings.length}处请以后核对`;
      notice({ severity: 'success', text: `已保存${kept}` });
      if (id === null) void navigate(addresses.record(register.key, saved.id), { replace: true });
    },
    onRefused: () => {
      // The summary stands above the fields, and is there after the next drawing.
      requestAnimationFrame(() => page.current?.scrollTo({ top: 0 }));
    },
  });
  const [firstField] = register.sections[0]?.fields ?? [];
  useEffect(() => {
    if (id === null && firstField !== undefined) focusField(firstField);
  }, [id, firstField]);
  const nameValue = editor.values.fields[register.nameField];
  const name = typeof nameValue === 'string' ? nameValue : `新增${register.title}`;
  const print = (): void => {
    if (id === null) return;
    if (editor.changed) {
      notice({ severity: 'info', text: '打印的是保存过的内容，请先保存', action: { label: '保存', run: editor.save } });
      return;
    }
    setPrintSelection({ ids: [id] });
    void navigate(addresses.print(register.key));
  };
  const jump = (path: string): void => {
    // The paper does not ask for every field; the form does.
    if (document.getElementById(fieldId(path)) === null) setWay('form');
    requestAnimationFrame(() => focusField(path));
  };
  const switchWay = (): void => setWay(way === 'form' ? 'sheet' : 'form');
  useShortcut(sheet ? 'F2' : undefined, switchWay);

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Box sx={{ flex: 'none', borderBottom: `1px solid ${colours.line}` }}>
        <PageHeader title={name} detail={stateInWords(editor, id)}>
          <Button onClick={() => void navigate(addresses.list(register.key))}>返回名册</Button>
          {id !== null && (
            <Button variant="outlined" onClick={() => setHistory(true)}>
              历史
            </Button>
          )}
          {sheet && id !== null && (
            <ActionButton variant="outlined" shortcut="Ctrl+P" onClick={print}>
              打印
            </ActionButton>
          )}
          <ActionButton variant="contained" shortcut="Ctrl+S" onClick={editor.save} loading={editor.saving}>
            保存
          </ActionButton>
        </PageHeader>
        {sheet && (
          <Tabs value={way} onChange={(_, next: Way) => setWay(next)} aria-label="填写方式">
            <Tab value="form" label="表单" id="tab-form" aria-controls="panel-form" />
            <Tab
              value="sheet"
              label="纸样"
              id="tab-sheet"
              aria-controls="panel-sheet"
              aria-keyshortcuts="F2"
              icon={<Key>F2</Key>}
              iconPosition="end"
              sx={{ gap: 0.75 }}
            />
          </Tabs>
        )}
      </Box>
      <Box ref={page} sx={{ flex: 1, position: 'relative', minHeight: 0, overflow: 'auto', mx: -2.5, px: 2.5, mb: -1 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, py: 1 }}>
          {editor.restored && (
            <Alert
              severity="info"
              role="status"
              action={
                <Button color="inherit" size="small" onClick={editor.revert}>
                  放弃
                </Button>
              }
            >
              恢复了未保存的内容，可以接着填；不要的话点“放弃”。
            </Alert>
          )}
          {editor.saveError && editor.theirs === null && <Alert severity="error">{messageOf(editor.saveError)}</Alert>}
          <IssueSummary register={register} issues={editor.shownIssues} onJump={jump} />
        </Box>
        <Box
          role={sheet ? 'tabpanel' : undefined}
          id={`panel-${way}`}
          aria-labelledby={sheet ? `tab-${way}` : undefined}
          sx={{ pb: 3 }}
        >
          {way === 'sheet' && sheet ? (
            <SheetEntry
              sheet={sheet}
              values={editor.values}
              office={office}
              context={context}
              issues={editor.shownIssues}
              onChange={editor.setValue}
              onRowsChange={editor.setRows}
              onLeave={editor.leaveField}
            />
          ) : (
            <RecordForm register={register} editor={editor} />
          )}
        </Box>
      </Box>
      {history && id !== null && <HistoryDrawer register={register} id={id} onClose={() => setHistory(false)} />}
      {editor.theirs && (
        <StaleDialog
          register={register}
          base={editor.base.values}
          mine={editor.values}
          theirs={editor.theirs}
          onMerge={(values) => {
            editor.merge(values);
            notice({ severity: 'info', text: '已按所选合并，请检查后保存' });
          }}
          onClose={editor.keepEditing}
        />
      )}
    </Box>
  );
}

function stateInWords(editor: RecordEditor, id: string | null): string {
  if (editor.saving) return '正在保存';
  const errors = errorsOf(editor.shownIssues).length;
  const trouble = errors > 0 ? `，${errors}处需要改正` : '';
  if (!editor.changed) return id === null ? '还没有填写' : '已保存';
  if (editor.draftState.kind === 'kept') return `没有保存，草稿存于${timeInWords(editor.draftState.at)}${trouble}`;
  if (editor.draftState.kind === 'failed') return '没有保存，草稿也没有存上，请尽快保存';
  return `没有保存${trouble}`;
}
