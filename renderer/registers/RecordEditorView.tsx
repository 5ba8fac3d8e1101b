import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation, useNavigate } from 'react-router';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { RecordValues, Register, Values } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { historyQuery, refreshRegister } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { Key } from '../components/Key.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { useShortcut } from '../components/useShortcut.ts';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import { PapersOfRecord } from '../papers/PapersOfRecord.tsx';
import { paperFormsOf } from '../papers/paperForms.ts';
import { RecordPrints } from '../prints/RecordPrints.tsx';
import { FiledSheets } from '../screening/FiledSheets.tsx';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import { type FillState, ownFormRegister } from '../templates/ownFormRegister.ts';
import { Attachments } from './Attachments.tsx';
import { DuplicateQuestionDialog } from './DuplicateQuestionDialog.tsx';
import { firstOnPage, focusOf, stateInWords } from './entryState.ts';
import { recordStore } from './entryStore.ts';
import { type FormSection, formSections, placeInForm, rowDetailsOf, sectionOf } from './formSections.ts';
import { formsOf } from './formsOf.ts';
import { GapSummary } from './GapSummary.tsx';
import { GiveUpDialog } from './GiveUpDialog.tsx';
import { HistoryDrawer } from './HistoryDrawer.tsx';
import { IssueSummary } from './IssueSummary.tsx';
import { usePrintSelection } from './ListStatesProvider.tsx';
import { RecordForm, type RowPlace } from './RecordForm.tsx';
import { RecordMenu } from './RecordMenu.tsx';
import { RecordPhoto } from './RecordPhoto.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { rowName } from './recordValues.ts';
import { useSheetChoice, useWay, type Way } from './recordWay.ts';
import { enterSection, SectionIndex, sectionId } from './SectionIndex.tsx';
import { SheetChoice } from './SheetChoice.tsx';
import { SimilarRecords } from './SimilarRecords.tsx';
import { StaleDialog } from './StaleDialog.tsx';
import { StandingDialog } from './StandingDialog.tsx';
import { StandingNotice } from './StandingNotice.tsx';
import { standingOf, withStanding } from './standing.ts';
import { useDuplicateQuestion } from './useDuplicateQuestion.ts';
import { type EditorStart, useRecordEditor } from './useRecordEditor.ts';
import { type SharedChange, sharedChanges, useSharing } from './useSharing.ts';

interface RecordEditorViewProps {
  readonly register: Register;
  readonly id: string | null;
  readonly start: EditorStart;
}

/** What follows the sections of the form, for records that are stored. */
const attachmentsPart: FormSection = { title: '附件', fields: [], errors: 0, gaps: 0, idle: false };
const papersPart: FormSection = { ...attachmentsPart, title: '表格' };
const filedPart: FormSection = { ...attachmentsPart, title: '归档' };

/** One record, entered as a form or on its official sheet; both share one editor. */
export function RecordEditorView({ register, id, start }: RecordEditorViewProps) {
  const { context, office, drafts } = useWork();
  const navigate = useNavigate();
  const notice = useNotice();
  const { setPrintSelection } = usePrintSelection();
  const sheets = formsOf(register);
  const [sheet, setSheet] = useSheetChoice(register);
  const [way, setWay] = useWay();
  const [history, setHistory] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [departure, setDeparture] = useState<CodeEntry | null>(null);
  const [details, setDetails] = useState<RowPlace | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const api = useApi();
  const client = useQueryClient();
  const saveButton = useRef<HTMLButtonElement>(null);
  const location = useLocation();
  const page = useRef<HTMLDivElement>(null);
  const { question, mayStore } = useDuplicateQuestion(register, id);
  const editor = useRecordEditor({
    shape: register,
    store: recordStore(api, client, register, id),
    id,
    start,
    mayStore,
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
  const { values, shownIssues, gaps } = editor;
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
  /** Whether what is stored is what is seen; says so when it is not. */
  const isStored = (): boolean => {
    if (!editor.changed) return true;
    notice({ severity: 'info', text: '打印的是保存过的内容，请先保存', action: { label: '保存', run: editor.save } });
    return false;
  };
  const print = (): void => {
    if (id === null || !isStored()) return;
    setPrintSelection({ ids: [id] }, undefined, way === 'sheet' ? sheet?.key : undefined);
    void navigate(addresses.print(register.key));
  };
  const fillOwnForms = (): void => {
    if (id === null || !isStored()) return;
    setPrintSelection({ ids: [id] });
    void navigate(addresses.fillOwnForms(), { state: { chosen: true } satisfies FillState });
  };
  const hasPapers = paperFormsOf(register).length > 0;
  const storedParts = [...(hasPapers ? [papersPart] : []), attachmentsPart, filedPart];
  const openSection = (title: string, open: boolean): void => {
    setOpened((known) => {
      if (known.has(title) === open) return known;
      return open ? new Set([...known, title]) : new Set([...known].filter((each) => each !== title));
    });
  };
  const jump = (path: string): void => {
    const onSheet = [path, ...viewsOf(register, values, path)].find(
      (each) => way === 'sheet' && document.getElementById(fieldId(each)) !== null,
    );
    if (onSheet !== undefined) {
      focusField(onSheet);
      return;
    }
    const place = placeInForm(register, path);
    flushSync(() => {
      // The paper does not ask for every field; the form does.
      setWay('form');
      setDetails(rowDetailsOf(register, place) ?? null);
      const section = sectionOf(register, place);
      if (section !== undefined) openSection(section, true);
    });
    requestAnimationFrame(() => focusField(place));
  };
  const goToSection = (title: string): void => {
    flushSync(() => openSection(title, true));
    enterSection(title);
  };
  const switchWay = (): void => {
    const next: Way = way === 'form' ? 'sheet' : 'form';
    const field = document.activeElement?.closest('[id^="field-"]')?.id;
    flushSync(() => setWay(next));
    requestAnimationFrame(() => focusInWay(next, field));
  };
  useShortcut(sheet ? 'F2' : undefined, switchWay);
  const sharing = useSharing(register, id);
  const sections = useMemo(
    () => formSections(register, values, { issues: shownIssues, gaps }, context),
    [register, values, shownIssues, gaps, context],
  );
  const standing = useMemo(() => standingOf(register, context), [register, context]);
  const stored = editor.base.values?.fields[standing?.key ?? ''];
  const comeBack = (): void => {
    if (standing) setStanding(standing.present, {});
  };
  const returnInWords = standing ? `恢复${standing.field.kind.format(standing.present, context)}` : '';
  const setStanding = (code: string, answers: Values): void => {
    if (!standing) return;
    setDeparture(null);
    editor.setValues(withStanding(standing, editor.values, code, answers));
    editor.save();
    page.current?.scrollTo({ top: 0 });
  };
  const removed = (batch: string): void => {
    stays.current = true;
    void drafts.discard(register.key, id);
    void refreshRegister(client, register.key);
    void navigate(addresses.list(register.key));
    notice({
      severity: 'success',
      text: `已把${name}移入回收站`,
      action: { label: '撤销', run: () => void takeBack(batch) },
    });
  };
  const takeBack = async (batch: string): Promise<void> => {
    try {
      await api.call('batch.undo', { register: register.key, batch });
      await refreshRegister(client, register.key);
      notice({ severity: 'success', text: `已恢复${name}` });
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
    }
  };

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Box sx={{ flex: 'none', borderBottom: `1px solid ${colours.line}` }}>
        <PageHeader
          title={name}
          picture={id !== null && <RecordPhoto register={register.key} id={id} />}
          detail={
            <>
              {standing && typeof stored === 'string' && stored !== standing.present && (
                <Box component="strong" sx={{ color: 'text.primary', mr: 1 }}>
                  {standing.field.kind.format(stored, context)}
                </Box>
              )}
              {stateInWords(editor, id)}
            </>
          }
        >
          <Button onClick={() => void navigate(addresses.list(register.key))}>返回名册</Button>
          {id !== null && (
            <Button variant="outlined" onClick={() => setHistory(true)}>
              历史
            </Button>
          )}
          {id !== null && (
            <RecordMenu
              actions={[
                ...(standing?.departures ?? [])
                  .filter(({ code }) => code !== stored)
                  .map((entry) => ({ label: `${entry.label}…`, run: () => setDeparture(entry) })),
                ...(standing && stored !== standing.present ? [{ label: returnInWords, run: comeBack }] : []),
                ...(register.key === ownFormRegister.key ? [{ label: '用本单位表样填写…', run: fillOwnForms }] : []),
                { label: '打印登记', run: () => void navigate(addresses.printsOf(register.key, id)) },
                { label: '移入回收站…', run: () => setRemoving(true) },
              ]}
            />
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
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1.5 }}>
          {sheet && (
            <Tabs
              value={way}
              onChange={(_, next: Way) => setWay(next)}
              aria-label="填写方式"
              sx={{ flex: 'none', '& .MuiTab-root': { minWidth: 0, px: 1.5 } }}
            >
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
          {way === 'sheet' && sheet && sheets.length > 1 && (
            <SheetChoice sheets={sheets} chosen={sheet} onChoose={setSheet} />
          )}
          {way === 'form' && (
            <SectionIndex sections={id === null ? sections : [...sections, ...storedParts]} onGo={goToSection} />
          )}
        </Box>
      </Box>
      <Box ref={page} sx={{ flex: 1, position: 'relative', minHeight: 0, overflow: 'auto', mx: -2.5, px: 2.5, mb: -1 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, py: 1 }}>
          {standing && editor.base.values && (
            <StandingNotice register={register} standing={standing} values={editor.base.values} onReturn={comeBack} />
          )}
          {editor.restored && (
            <Alert severity="info" role="status">
              恢复了未保存的内容，可以接着填；不要的话点右上角的“放弃”。
            </Alert>
          )}
          {editor.saveError && editor.theirs === null && <Alert severity="error">{messageOf(editor.saveError)}</Alert>}
          <IssueSummary register={register} issues={shownIssues} onJump={jump} />
          {sharedChanges(register, editor.base.values, values, sharing).map((change) => (
            <Alert key={`${change.group}.${change.index}`} severity="info" role="status">
              {sharedChangeInWords(register, values, change, context)}
            </Alert>
          ))}
          <SimilarRecords register={register} id={id} values={values} />
          <GapSummary register={register} gaps={gaps} onJump={jump} />
        </Box>
        <Box
          role={sheet ? 'tabpanel' : undefined}
          id={`panel-${way}`}
          aria-labelledby={sheet ? `tab-${way}` : undefined}
          sx={{ pb: 3 }}
        >
          {way === 'sheet' && sheet ? (
            <SheetEntry
              key={sheet.key}
              sheet={sheet}
              values={values}
              office={office}
              context={context}
              issues={shownIssues}
              isGap={editor.isGap}
              onChange={editor.setValue}
              onRowsChange={editor.setRows}
              onLeave={editor.leaveField}
            />
          ) : (
            <RecordForm
              register={register}
              id={id}
              editor={editor}
              sections={sections}
              sharing={sharing}
              opened={opened}
              onOpen={openSection}
              details={details}
              onDetails={setDetails}
            />
          )}
        </Box>
        {id !== null && (
          <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, pb: 3 }}>
            {hasPapers && (
              <Box id={sectionId(papersPart.title)}>
                <PapersOfRecord register={register} record={id} title={papersPart.title} />
              </Box>
            )}
            <Box id={sectionId(attachmentsPart.title)}>
              <Attachments register={register.key} recordId={id} />
            </Box>
            <Paper
              component="section"
              id={sectionId(filedPart.title)}
              aria-label={filedPart.title}
              sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}
            >
              <Typography variant="h3" component="h2" color="primary" sx={{ mb: 1 }}>
                {filedPart.title}
              </Typography>
              <FiledSheets register={register.key} id={id} />
              <Typography variant="h3" sx={{ mt: 2, mb: 1 }}>
                打印记录
              </Typography>
              <RecordPrints register={register.key} id={id} />
            </Paper>
          </Box>
        )}
      </Box>
      {history && id !== null && (
        <HistoryDrawer query={historyQuery(api, register.key, id)} onClose={() => setHistory(false)} />
      )}
      {question && <DuplicateQuestionDialog register={register} question={question} />}
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
      {standing && departure && (
        <StandingDialog
          register={register}
          standing={standing}
          departure={departure}
          name={name}
          changed={editor.changed}
          onConfirm={(answers) => setStanding(departure.code, answers)}
          onClose={() => setDeparture(null)}
        />
      )}
      {removing && id !== null && (
        <RemoveDialog
          register={register.key}
          id={id}
          name={name}
          changed={editor.changed}
          onRemoved={removed}
          onClose={() => setRemoving(false)}
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

/** That a change of somebody who is shared will show in other records too. */
function sharedChangeInWords(
  register: Register,
  values: RecordValues,
  { group, index, names }: SharedChange,
  context: FieldContext,
): string {
  const declared = register.rows[group];
  const row = values.rows[group]?.[index];
  const who = declared && row ? rowName(declared, row, context) : '';
  const others = names.join('、');
  return `改了${declared?.label ?? ''}“${who}”，${others}也用这份资料，保存后${others}那里一起改。`;
}

/** Puts the cursor into the field that had it in the other way of entry, or into the first one where it is not asked for. */
function focusInWay(way: Way, field: string | undefined): void {
  const panel = document.getElementById(`panel-${way}`);
  const same = field === undefined ? null : panel?.querySelector(`#${CSS.escape(field)}`);
  const id = same?.id ?? panel?.querySelector('[id^="field-"]')?.id;
  if (id !== undefined) focusField(id.slice('field-'.length));
}

/** The views that show what stands at a path: cells of a sheet for one person of the family. */
function viewsOf(register: Register, values: RecordValues, path: string): string[] {
  return Object.entries(register.views).flatMap(([key, view]) => (view.placeOf?.(values) === path ? key : []));
}
