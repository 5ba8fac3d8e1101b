import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { useRights } from '../app/useRights.ts';
import { useWork } from '../app/WorkContext.ts';
import { ClosableFields } from '../components/ClosableFields.tsx';
import { fieldId, focusField, focusFirstField } from '../fields/FieldControl.tsx';
import { EntryFrame, EntryMessages } from '../registers/EntryFrame.tsx';
import { paperStore } from '../registers/entryStore.ts';
import { GapSummary } from '../registers/GapSummary.tsx';
import { RemoveDialog } from '../registers/RemoveDialog.tsx';
import { useEntryPage } from '../registers/useEntryPage.ts';
import type { EditorStart } from '../registers/useRecordEditor.ts';
import { SheetEntry } from '../sheets/SheetEntry.tsx';
import type { PaperForm } from './paperForms.ts';
import { paperHistoryQuery, refreshPapers } from './paperQueries.ts';

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
  const { context, office } = useWork();
  const { may } = useRights();
  const mayHelp = may(register, 'help');
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const address = { register: register.key, record, paper: paper.key };
  const list = addresses.paper(register.key, record, sheet.key);
  const page = useEntryPage({
    shape: paper,
    store: paperStore(api, client, address, id),
    id,
    start,
    mayStore: () => Promise.resolve(true),
    addressOf: (saved) => addresses.paperEntry(register.key, record, sheet.key, saved),
    onJump: (path) => jump(path),
  });
  const { editor, saveButton, focusAtStart } = page;
  const { values, shownIssues, gaps } = editor;
  const jump = (path: string): void => {
    const shown = [path, ...Object.keys(paper.views).filter((key) => paper.views[key]?.placeOf?.(values) === path)];
    focusField(shown.find((each) => document.getElementById(fieldId(each)) !== null) ?? path);
  };
  const panel = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    // The page of a new form gives way to that of the stored one; the cursor stays where it was.
    const kept = typeof focusAtStart === 'string' ? document.getElementById(focusAtStart) : null;
    if (kept) kept.focus();
    else if (focusAtStart === null) saveButton.current?.focus();
    else focusFirstField(panel.current);
  }, [focusAtStart, saveButton]);
  const print = (): void => {
    if (page.isStored() && id !== null) void navigate(addresses.paperPrint(register.key, record, sheet.key, id));
  };
  const removed = (taken: string): void =>
    page.leave({
      to: list,
      said: `已移除这张${sheet.shortTitle}`,
      bringBack: () => api.call('paper.restore', { id: taken }),
      saidWhenBack: `已恢复这张${sheet.shortTitle}`,
      refresh: () => refreshPapers(client),
    });
  const name = about.fields[register.nameField];
  const who = typeof name === 'string' ? name : register.title;

  return (
    <>
      <EntryFrame
        page={page}
        shape={paper}
        title={`${who}：${sheet.shortTitle}`}
        back={{ label: '返回', to: list }}
        actions={mayHelp ? [{ label: '移除这张表…', run: () => setRemoving(true) }] : []}
        readOnly={!mayHelp}
        onPrint={may(register, 'print') ? print : undefined}
        history={id === null ? null : paperHistoryQuery(api, id)}
        messages={
          <>
            <EntryMessages page={page} shape={paper} sheet={sheet} />
            {mayHelp && <GapSummary register={paper} gaps={gaps} onJump={jump} />}
            <Box role="note" sx={{ color: 'text.secondary' }}>
              灰底格里的内容取自登记，要改请到
              <MuiLink component={Link} to={addresses.record(register.key, record)}>
                {who}的登记
              </MuiLink>
              ，改好后这里随着变。
            </Box>
          </>
        }
      >
        <ClosableFields ref={panel} closed={!mayHelp}>
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
        </ClosableFields>
      </EntryFrame>
      {removing && id !== null && (
        <RemoveDialog
          title={`移除这张${sheet.title}？`}
          advice="填错了、重复填的才移除，以后可以在这种表的列表里恢复。"
          action="移除"
          changed={editor.changed}
          remove={(reason) => api.call('paper.remove', { id, reason })}
          onRemoved={() => removed(id)}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  );
}
