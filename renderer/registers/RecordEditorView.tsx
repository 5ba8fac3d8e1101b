import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
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
import { GiveUpDialog } from './GiveUpDialog.tsx';
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
  const [way, setWay] = useWay();
  const [history, setHistory] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  const saveButton = useRef<HTMLButtonElement>(null);
  const location = useLocation();
  const page = useRef<HTMLDivElement>(null);
  const editor = useRecordEditor({
    register,
    id,
    start,
    onSaved: (saved) => {
      const kept = saved.warnings.length === 0 ? '' : `，有${saved.warnings.length}处请以后核对`;
      notice({ severity: 'success', text: `已保存${kept}` });
      const { activeElement } = document;
      const focus = activeElement === document.body ? null : (activeElement?.id ?? null);
      if (id === null) {
        stays.current = true;
        void navigate(addresses.record(register.key, saved.id), { replace: true, state: { focus } });
      } else if (focus === null) saveButton.current?.focus();
    },
    onRefused: (paths) => {
      // The messages are there after the next drawing.
      requestAnimationFrame(() => {
        const first = firstOnPage(paths) ?? paths[0];
        if (first !== undefined) jump(first);
      });
    },
  });
  const [firstField] = register.sections[0]?.fields ?? [];
  const [focusAtStart] = useState(() => focusOf(location.state));
  useEffect(() => {
    if (id === null && firstField !== undefined) focusField(firstField);
    // The page of a new record gives way to that of the stored one; the cursor stays where it was.
    if (id !== null && focusAtStart !== undefined) {
      const element = focusAtStart === null ? null : document.getElementById(focusAtStart);
      (element ?? saveButton.current)?.focus();
    }
  }, [id, firstField, focusAtStart]);
  // What is said about a record goes with it.
  const stays = useRef(false);
  useEffect(() => {
    stays.current = false;
    return () => {
      if (!stays.current) notice(null);
    };
  }, [notice]);
  const nameValue = editor.values.fields[register.nameField];
  const name = typeof nameValue === 'string' ? nameValue : `${id === null ? '新增' : ''}${register.title}`;
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
          {(editor.changed || editor.restored) && (
            <Button variant="outlined" onClick={() => setGivingUp(true)} disabled={editor.saving}>
              放弃
            </Button>
          )}
          <ActionButton
            ref={saveButton}
            variant="contained"
            shortcut="Ctrl+S"
            onClick={editor.save}
            loading={editor.saving}
          >
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
            <Alert severity="info" role="status">
              恢复了未保存的内容，可以接着填；不要的话点右上角的“放弃”。
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
      {givingUp && (
        <GiveUpDialog
          stored={id !== null}
          onGiveUp={() => {
            setGivingUp(false);
            editor.revert();
          }}
          onClose={() => setGivingUp(false)}
        />
      )}
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

const wayKey = 'record-way';

/** Form or sheet, as the clerk left it; kept for this run of the program, across records and a reload. */
function useWay(): readonly [Way, (way: Way) => void] {
  const [way, setWay] = useState<Way>(() => (sessionStorage.getItem(wayKey) === 'sheet' ? 'sheet' : 'form'));
  const choose = (next: Way): void => {
    sessionStorage.setItem(wayKey, next);
    setWay(next);
  };
  return [way, choose];
}

/** Of several paths the one whose field stands first on the page. */
function firstOnPage(paths: readonly string[]): string | undefined {
  const ids = new Map(paths.map((path) => [fieldId(path), path]));
  const element = document.querySelector([...ids.keys()].map((each) => `#${CSS.escape(each)}`).join(',') || 'none');
  return element ? ids.get(element.id) : undefined;
}

/** The id of what had the cursor when a new record was saved; null for nothing, undefined on any other way here. */
function focusOf(state: unknown): string | null | undefined {
  if (typeof state !== 'object' || state === null || !('focus' in state)) return undefined;
  return typeof state.focus === 'string' ? state.focus : null;
}
