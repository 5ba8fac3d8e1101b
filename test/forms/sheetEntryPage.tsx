import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode, useState } from 'react';
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
  show(issues: readonly Finding[]): void;
  set(path: string, value: FieldValue): void;
}

const asked = new URLSearchParams(location.search);
const form = asked.get('form');
const sheet = sheets.find(({ key }) => key === form);
if (!sheet) throw new Error(`no form ${form}`);
const { register } = sheet;
const page: EntryPage = {
  values: asked.has('filled') ? register.sample : emptyRecord(register),
  left: [],
  show: () => {},
  set: () => {},
};
Object.assign(globalThis, { entryPage: page });

/** One form alone on a page, for the tests of entry. */
function Entry({ sheet }: { readonly sheet: Sheet }) {
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
      <Entry sheet={sheet} />
    </ThemeProvider>
  </StrictMode>,
);
