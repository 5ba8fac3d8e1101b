import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation, useNavigate } from 'react-router';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { RecordValues, Register, Values } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { historyQuery, refreshRegister } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { useRights } from '../app/useRights.ts';
import { useWayAhead } from '../app/useWayAhead.ts';
import { useWork } from '../app/WorkContext.ts';
import { ClosableFields } from '../components/ClosableFields.tsx';
import { Key } from '../components/Key.tsx';
import { useShortcut } from '../components/useShortcut.ts';
import { fieldId, focusField, focusFirstField } from '../fields/FieldControl.tsx';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import { type FillState, ownFormRegister } from '../templates/ownFormRegister.ts';
import { backOf } from './cameFrom.ts';
import { DuplicateQuestionDialog } from './DuplicateQuestionDialog.tsx';
import { EntryFrame, EntryMessages } from './EntryFrame.tsx';
import { recordStore } from './entryStore.ts';
import { formSections, placeInForm, rowDetailsOf, sectionOf } from './formSections.ts';
import { formsOf } from './formsOf.ts';
import { GapSummary } from './GapSummary.tsx';
import { usePrintSelection } from './ListStatesProvider.tsx';
import { RecordForm, type RowPlace } from './RecordForm.tsx';
import { RecordPhoto } from './RecordPhoto.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { rowName } from './recordValues.ts';
import { useSheetChoice, useWay, type Way } from './recordWay.ts';
import { enterSection, SectionIndex } from './SectionIndex.tsx';
import { SheetChoice } from './SheetChoice.tsx';
import { SimilarRecords } from './SimilarRecords.tsx';
import { StandingDialog } from './StandingDialog.tsx';
import { StandingNotice } from './StandingNotice.tsx';
import { StoredParts, storedParts } from './StoredParts.tsx';
import { type Standing, standingOf, withStanding } from './standing.ts';
import { useDuplicateQuestion } from './useDuplicateQuestion.ts';
import { useEntryPage } from './useEntryPage.ts';
import type { EditorStart } from './useRecordEditor.ts';
import { type SharedChange, sharedChanges, useSharing } from './useSharing.ts';

interface RecordEditorViewProps {
  readonly register: Register;
  readonly id: string | null;
  readonly start: EditorStart;
}

/** One record, entered as a form or on its official sheet; both share one editor. */
export function RecordEditorView({ register, id, start }: RecordEditorViewProps) {
  const { context, office } = useWork();
  const { may, has } = useRights();
  const mayWrite = may(register, 'write');
  const navigate = useNavigate();
  const wayAhead = useWayAhead();
  const location = useLocation();
  const { setPrintSelection } = usePrintSelection();
  const sheets = formsOf(register);
  const [sheet, setSheet] = useSheetChoice(register);
  const [way, setWay] = useWay();
  const [startsWith] = useState(way);
  const [removing, setRemoving] = useState(false);
  const [departure, setDeparture] = useState<CodeEntry | null>(null);
  const [details, setDetails] = useState<RowPlace | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const api = useApi();
  const client = useQueryClient();
  const scrolled = useRef<HTMLDivElement>(null);
  const { question, mayStore } = useDuplicateQuestion(register, id);
  const page = useEntryPage({
    shape: register,
    store: recordStore(api, client, register, id),
    id,
    start,
    mayStore,
    addressOf: (saved) => addresses.record(register.key, saved),
    onJump: (path) => jump(path),
  });
  const { editor, saveButton, focusAtStart } = page;
  const { values, shownIssues, gaps } = editor;
  const [firstField] = register.sections[0]?.fields ?? [];
  const beginsWith = id === null ? firstField : undefined;
  useLayoutEffect(() => {
    if (id === null && firstField !== undefined) {
      focusField(firstField);
      wayAhead.arrive();
    }
    // The page of a new record gives way to that of the stored one; the cursor stays where it was.
    if (id !== null && focusAtStart !== undefined) {
      const element = focusAtStart === null ? null : document.getElementById(focusAtStart);
      (element ?? saveButton.current)?.focus();
    } else if (id !== null) focusInWay(startsWith, undefined, undefined);
  }, [id, firstField, focusAtStart, startsWith, saveButton, wayAhead]);
  const nameValue = editor.values.fields[register.nameField];
  const name = typeof nameValue === 'string' ? nameValue : `${id === null ? '新增' : ''}${register.title}`;
  const print = (): void => {
    if (id === null || !page.isStored()) return;
    setPrintSelection({ ids: [id] }, undefined, way === 'sheet' ? sheet?.key : undefined);
    void navigate(addresses.print(register.key));
  };
  const fillOwnForms = (): void => {
    if (id === null || !page.isStored()) return;
    setPrintSelection({ ids: [id] });
    void navigate(addresses.fillOwnForms(), { state: { chosen: true } satisfies FillState });
  };
  const hasAttachments = !register.without.includes('attachments');
  const parts = storedParts(register, { seesSealed: has('seal.ask') });
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
    focusField(place);
  };
  const goToSection = (title: string): void => {
    flushSync(() => openSection(title, true));
    enterSection(title);
  };
  const switchWay = (): void => {
    const next: Way = way === 'form' ? 'sheet' : 'form';
    const field = document.activeElement?.closest('[id^="field-"]')?.id;
    flushSync(() => setWay(next));
    focusInWay(next, field, beginsWith);
  };
  const chooseSheet = (next: Sheet): void => {
    const { activeElement } = document;
    const field = activeElement?.closest('[id^="field-"]')?.id;
    flushSync(() => setSheet(next));
    // The field that had the cursor may be gone with the last sheet; what is beside the sheets keeps it.
    if (field !== undefined || activeElement === document.body) focusInWay('sheet', field, beginsWith);
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
    scrolled.current?.scrollTo({ top: 0 });
  };
  const removed = (batch: string): void =>
    page.leave({
      to: addresses.list(register.key),
      said: `已把${name}移入回收站`,
      bringBack: () => api.call('batch.undo', { register: register.key, batch }),
      saidWhenBack: `已恢复${name}`,
      refresh: () => refreshRegister(client, register.key),
    });

  return (
    <>
      <EntryFrame
        ref={scrolled}
        page={page}
        shape={register}
        title={name}
        picture={id !== null && hasAttachments && <RecordPhoto register={register.key} id={id} />}
        detail={
          standing &&
          typeof stored === 'string' &&
          stored !== standing.present && (
            <Box component="strong" sx={{ color: 'text.primary', mr: 1 }}>
              {standing.field.kind.format(stored, context)}
            </Box>
          )
        }
        back={backOf(location.state) ?? { label: '返回名册', to: addresses.list(register.key) }}
        actions={[
          ...(mayWrite ? (standing?.departures ?? []) : [])
            .filter(({ code }) => code !== stored)
            .map((entry) => ({ label: `${entry.label}…`, run: () => setDeparture(entry) })),
          ...(mayWrite && standing && stored !== standing.present ? [{ label: returnInWords, run: comeBack }] : []),
          ...(register.key === ownFormRegister.key && has('children.export')
            ? [{ label: '用本单位表样填写…', run: fillOwnForms }]
            : []),
          ...(id === null
            ? []
            : [{ label: '打印登记', run: () => void navigate(addresses.printsOf(register.key, id)) }]),
          ...(mayWrite ? [{ label: '移入回收站…', run: () => setRemoving(true) }] : []),
        ]}
        readOnly={!mayWrite}
        onPrint={sheet && id !== null && may(register, 'print') ? print : undefined}
        history={id === null ? null : historyQuery(api, register.key, id)}
        ways={
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
              <SheetChoice sheets={sheets} chosen={sheet} onChoose={chooseSheet} />
            )}
            {way === 'form' && (
              <SectionIndex sections={id === null ? sections : [...sections, ...parts]} onGo={goToSection} />
            )}
          </Box>
        }
        messages={
          <>
            {standing && editor.base.values && (
              <StandingNotice register={register} standing={standing} values={editor.base.values} onReturn={comeBack} />
            )}
            <EntryMessages page={page} shape={register} sheet={way === 'sheet' ? (sheet ?? null) : null} />
            {sharedChanges(register, editor.base.values, values, sharing).map((change) => (
              <Alert key={`${change.group}.${change.index}`} severity="info" role="status">
                {sharedChangeInWords(register, values, change, context)}
              </Alert>
            ))}
            <SimilarRecords register={register} id={id} values={values} />
            {mayWrite && <GapSummary register={register} gaps={gaps} onJump={jump} />}
          </>
        }
      >
        <ClosableFields
          closed={!mayWrite}
          role={sheet ? 'tabpanel' : undefined}
          id={`panel-${way}`}
          labelledBy={sheet ? `tab-${way}` : undefined}
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
        </ClosableFields>
        {id !== null && <StoredParts id={id} parts={parts} />}
      </EntryFrame>
      {question && <DuplicateQuestionDialog register={register} question={question} />}
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
          title={`把${name}移入回收站？`}
          advice={`登记错了、重复登记的才移入回收站，以后可以恢复。${departuresInWords(standing)}`}
          action="移入回收站"
          changed={editor.changed}
          remove={(reason) => api.call('recycle.remove', { register: register.key, selection: { ids: [id] }, reason })}
          onRemoved={({ batch }) => removed(batch)}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
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

/** How somebody leaves the list who was rightly on it. */
function departuresInWords(standing: Standing | undefined): string {
  return standing ? `不再在册的，请用${standing.departures.map(({ label }) => `“${label}”`).join('')}。` : '';
}

/**
 * Puts the cursor into the field that had it in the other way of entry, or where it is not asked for into the first one. A
 * new record begins with `beginsWith`: what the paper does not ask for stands above it, and is not what an entry begins with.
 */
function focusInWay(way: Way, field: string | undefined, beginsWith: string | undefined): void {
  const panel = document.getElementById(`panel-${way}`);
  const first = beginsWith === undefined ? undefined : fieldId(beginsWith);
  const target = [field, first].find((each) => each !== undefined && panel?.querySelector(`#${CSS.escape(each)}`));
  if (target !== undefined) focusField(target.slice('field-'.length));
  else focusFirstField(panel);
}

/** The views that show what stands at a path: cells of a sheet for one person of the family. */
function viewsOf(register: Register, values: RecordValues, path: string): string[] {
  return Object.entries(register.views).flatMap(([key, view]) => (view.placeOf?.(values) === path ? key : []));
}
