import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import type { RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import { firstOnPage, focusOf, stateInWords } from '../registers/entryState.ts';
import { paperStore } from '../registers/entryStore.ts';
import { GapSummary } from '../registers/GapSummary.tsx';
import { GiveUpDialog } from '../registers/GiveUpDialog.tsx';
import { HistoryDrawer } from '../registers/HistoryDrawer.tsx';
import { IssueSummary } from '../registers/IssueSummary.tsx';
import { RecordMenu } from '../registers/RecordMenu.tsx';
import { StaleDialog } from '../registers/StaleDialog.tsx';
import { type EditorStart, useRecordEditor } from '../registers/useRecordEditor.ts';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import type { PaperForm } from './paperForms.ts';
import { paperHistoryQuery, refreshPapers } from './paperQueries.ts';
import { RemovePaperDialog } from './RemovePaperDialog.tsx';

interface PaperEditorViewProps {
  readonly register: Register;
  readonly record: string;
  /** The record that the form is about, as it is stored. */
  readonly about: RecordValues;
  readonly form: PaperForm;
  readonly id: string | null;
  readonly start: EditorStart;
}

/** One form about a record, entered in the shape of its paper. */
export function PaperEditorView({ register, record, about, form, id, start }: PaperEditorViewProps) {
  const { sheet, paper } = form;
  const { context, office, drafts } = useWork();
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const notice = useNotice();
  const saveButton = useRef<HTMLButtonElement>(null);
  const [history, setHistory] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  const [removing, setRemoving] = useState(false);
  const address = { register: register.key, record, paper: paper.key };
  const list = addresses.paper(register.key, record, sheet.key);
  const editor = useRecordEditor({
    shape: paper,
    store: paperStore(api, client, address, id),
    id,
    start,
    mayStore: () => Promise.resolve(true),
    onSaved: (saved) => {
      const odd = saved.warnings.length === 0 ? '' : `，有${saved.warnings.length}处请以后核对`;
      notice({ severity: 'success', text: `已保存${odd}` });
      const { activeElement } = document;
      const focus = activeElement === document.body ? null : (activeElement?.id ?? null);
      if (id === null) {
        stays.current = true;
        void navigate(addresses.paperEntry(register.key, record, sheet.key, saved.id), {
          replace: true,
          state: { focus },
        });
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
  const { values, shownIssues, gaps } = editor;
  const jump = (path: string): void => {
    const shown = [path, ...Object.keys(paper.views).filter((key) => paper.views[key]?.placeOf?.(values) === path)];
    focusField(shown.find((each) => document.getElementById(fieldId(each)) !== null) ?? path);
  };
  const panel = useRef<HTMLDivElement>(null);
  const [focusAtStart] = useState(() => focusOf(location.state));
  useEffect(() => {
    // The page of a new form gives way to that of the stored one; the cursor stays where it was.
    const kept = typeof focusAtStart === 'string' ? document.getElementById(focusAtStart) : null;
    const first = panel.current?.querySelector<HTMLElement>('[id^="field-"]')?.id;
    if (kept) kept.focus();
    else if (focusAtStart === null) saveButton.current?.focus();
    else if (first !== undefined) focusField(first.slice('field-'.length));
  }, [focusAtStart]);
  // What is said about a form goes with it.
  const stays = useRef(false);
  useEffect(() => {
    stays.current = false;
    return () => {
      if (!stays.current) notice(null);
    };
  }, [notice]);
  const print = (): void => {
    if (id === null || editor.changed) {
      notice({ severity: 'info', text: '打印的是保存过的内容，请先保存', action: { label: '保存', run: editor.save } });
      return;
    }
    void navigate(addresses.paperPrint(register.key, record, sheet.key, id));
  };
  const removed = (): void => {
    if (id === null) return;
    stays.current = true;
    void drafts.discard(paper.key, id);
    void refreshPapers(client);
    void navigate(list);
    notice({
      severity: 'success',
      text: `已移除这张${sheet.shortTitle}`,
      action: { label: '撤销', run: () => void bringBack(id) },
    });
  };
  const bringBack = async (taken: string): Promise<void> => {
    try {
      await api.call('paper.restore', { id: taken });
      await refreshPapers(client);
      notice({ severity: 'success', text: `已恢复这张${sheet.shortTitle}` });
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
    }
  };
  const name = about.fields[register.nameField];
  const who = typeof name === 'string' ? name : register.title;

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Box sx={{ flex: 'none', borderBottom: `1px solid ${colours.line}` }}>
        <PageHeader title={`${who}：${sheet.shortTitle}`} detail={stateInWords(editor, id)}>
          <Button onClick={() => void navigate(list)}>返回</Button>
          {id !== null && (
            <>
              <Button variant="outlined" onClick={() => setHistory(true)}>
                历史
              </Button>
              <RecordMenu actions={[{ label: '移除这张表…', run: () => setRemoving(true) }]} />
            </>
          )}
          <ActionButton variant="outlined" shortcut="Ctrl+P" onClick={print}>
            打印
          </ActionButton>
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
      </Box>
      <Box sx={{ flex: 1, position: 'relative', minHeight: 0, overflow: 'auto', mx: -2.5, px: 2.5, mb: -1 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, py: 1 }}>
          {editor.restored && (
            <Alert severity="info" role="status">
              恢复了未保存的内容，可以接着填；不要的话点右上角的“放弃”。
            </Alert>
          )}
          {editor.saveError && editor.theirs === null && <Alert severity="error">{messageOf(editor.saveError)}</Alert>}
          <IssueSummary register={paper} issues={shownIssues} onJump={jump} />
          <GapSummary register={paper} gaps={gaps} onJump={jump} />
          <Box role="note" sx={{ color: 'text.secondary' }}>
            灰底格里的内容取自登记，要改请到
            <MuiLink component={Link} to={addresses.record(register.key, record)}>
              {who}的登记
            </MuiLink>
            ，改好后这里随着变。
          </Box>
        </Box>
        <Box ref={panel} sx={{ pb: 3 }}>
          <SheetEntry
            sheet={sheet}
            values={values}
            about={about}
            office={office}
            context={context}
            issues={shownIssues}
            isGap={editor.isGap}
            onChange={editor.setValue}
            onRowsChange={editor.setRows}
            onLeave={editor.leaveField}
          />
        </Box>
      </Box>
      {history && id !== null && <HistoryDrawer query={paperHistoryQuery(api, id)} onClose={() => setHistory(false)} />}
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
      {removing && id !== null && (
        <RemovePaperDialog
          id={id}
          title={sheet.title}
          changed={editor.changed}
          onRemoved={removed}
          onClose={() => setRemoving(false)}
        />
      )}
      {editor.theirs && (
        <StaleDialog
          register={paper}
          base={editor.base.values}
          mine={values}
          theirs={editor.theirs}
          onMerge={(merged) => {
            editor.merge(merged);
            notice({ severity: 'info', text: '已按所选合并，请检查后保存' });
          }}
          onClose={editor.keepEditing}
        />
      )}
    </Box>
  );
}
