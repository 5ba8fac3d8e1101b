import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { theme } from '../../renderer/app/theme.ts';
import { withValue } from '../../renderer/registers/recordValues.ts';
import { SheetEntry } from '../../renderer/sheets/SheetEntry.tsx';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import { sheets } from '../../shared/forms/index.ts';
import type { Sheet } from '../../shared/forms/sheet.ts';
import { emptyRecord, type Finding, type RecordValues } from '../../shared/registers/register.ts';
import { inventedTownship, sheetContext } from './sheetOffice.ts';

/** What the test reads and sets in the page. */
interface EntryPage {
  values: RecordValues;
  left: string[];
  /** Shows a form of its own, empty or with its sample, and nothing of the one before. */
  open(form: string, content: 'empty' | 'filled'): void;
  show(issues: readonly Finding[]): void;
  set(path: string, value: FieldValue): void;
}

const page: EntryPage = {
  values: { fields: {}, rows: {} },
  left: [],
  open: () => {},
  show: () => {},
  set: () => {},
};
Object.assign(globalThis, { entryPage: page });

/** The form that is shown; each opening is another one, so that nothing of the last stays in it. */
function Forms() {
  const [opened, setOpened] = useState<{ readonly sheet: Sheet; readonly time: number } | null>(null);
  page.open = (form, content) => {
    const sheet = sheets.find(({ key }) => key === form);
    if (!sheet) throw new Error(`no form ${form}`);
    page.values = content === 'filled' ? sheet.register.sample : emptyRecord(sheet.register);
    page.left = [];
    flushSync(() => setOpened((before) => ({ sheet, time: (before?.time ?? 0) + 1 })));
    scrollTo(0, 0);
  };
  return opened && <Entry key={opened.time} sheet={opened.sheet} />;
}

/** One form alone on a page, for the tests of entry. */
function Entry({ sheet }: { readonly sheet: Sheet }) {
  const { register } = sheet;
  const [values, setValues] = useState(page.values);
  const [issues, setIssues] = useState<readonly Finding[]>([]);
  const take = (next: (before: RecordValues) => RecordValues): void =>
    setValues((before) => {
      page.values = next(before);
      return page.values;
    });
  page.show = setIssues;
  page.set = (path, value) => take((before) => withValue(register, before, path, value, sheetContext));
  return (
    <SheetEntry
      sheet={sheet}
      values={values}
      about={register.about?.sample ?? null}
      issues={issues}
      isGap={() => false}
      context={sheetContext}
      office={inventedTownship}
      onChange={(path, value) => take((before) => withValue(register, before, path, value, sheetContext))}
      onRowsChange={(group, rows) => take((before) => ({ ...before, rows: { ...before.rows, [group]: rows } }))}
      onLeave={(path) => page.left.push(path)}
    />
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <Forms />
    </ThemeProvider>
  </StrictMode>,
);
