import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import type { RecordShape, RecordValues } from '../registers/register.ts';
import { findSheet } from './index.ts';
import { layoutBlankRegister } from './layoutRegister.ts';
import { layoutSheet, type SheetPage } from './layoutSheet.ts';
import { findRegisterForm } from './registerForms.ts';

/** What stands on a form before anybody has written on it. */
export interface BlankPaper {
  readonly office: OfficeSettings;
  readonly context: FieldContext;
}

/** A form without entries, laid out. */
export interface BlankForm {
  readonly title: string;
  /** What the office calls it, in names of files. */
  readonly shortTitle: string;
  readonly pages: readonly SheetPage[];
}

/** Lays a form out with nothing filled in but the office's own name, for the pen; undefined when there is no such form. */
export function layoutBlankForm(key: string, { office, context }: BlankPaper): BlankForm | undefined {
  const sheet = findSheet(key);
  if (sheet) {
    const { title, shortTitle } = sheet;
    return {
      title,
      shortTitle,
      pages: layoutSheet(sheet, { values: nothingEntered(sheet.register), office, context }),
    };
  }
  const form = findRegisterForm(key);
  if (!form) return undefined;
  const pages = layoutBlankRegister(form.sheet, { unit: `${office.county}${office.township}` });
  return { title: form.title, shortTitle: form.title, pages };
}

/** Not the record that a new entry begins with: what is entered at first, such as 在册, is not printed for the pen. */
function nothingEntered(shape: RecordShape): RecordValues {
  return {
    fields: Object.fromEntries(Object.keys(shape.fields).map((key) => [key, null])),
    rows: Object.fromEntries(Object.keys(shape.rows).map((key) => [key, []])),
  };
}
