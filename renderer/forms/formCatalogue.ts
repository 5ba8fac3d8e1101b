import { findSheet, sheets } from '../../shared/forms/index.ts';
import { findRegisterForm, registerForms } from '../../shared/forms/registerForms.ts';
import type { SheetSource } from '../../shared/forms/sheet.ts';
import { fourLacksReturn } from '../../shared/papers/fourLacksReturn.ts';
import { findPaper } from '../../shared/papers/index.ts';
import { findRegister } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';
import { formGroups } from './formGroups.ts';

/** An official form as the list of forms shows it. */
export interface ListedForm {
  readonly key: string;
  readonly title: string;
  /** What it is about; empty for a form that no group names. */
  readonly about: string;
  readonly source: SheetSource;
  /** Pages of one blank. */
  readonly pages: number;
  readonly isLandscape: boolean;
}

export interface ListedGroup {
  readonly title: string;
  readonly forms: readonly ListedForm[];
}

/** Every official form of the program by what the clerk is doing; groups without a form are left out. */
export function formCatalogue(): ListedGroup[] {
  const forms = new Map<string, Omit<ListedForm, 'about'>>([
    ...sheets.map(
      ({ key, title, source, pages = 1 }) => [key, { key, title, source, pages, isLandscape: false }] as const,
    ),
    ...registerForms.map(
      ({ key, title, source }) => [key, { key, title, source, pages: 1, isLandscape: true }] as const,
    ),
  ]);
  const grouped = formGroups.map((group) => ({
    title: group.title,
    forms: Object.entries(group.forms).flatMap(([key, about]) => {
      const form = forms.get(key);
      forms.delete(key);
      return form ? [{ ...form, about }] : [];
    }),
  }));
  const others = [...forms.values()].map((form) => ({ ...form, about: '' }));
  return [...grouped, { title: '其他', forms: others }].filter(({ forms: listed }) => listed.length > 0);
}

/** The form of a number, or undefined. */
export function findListedForm(groups: readonly ListedGroup[], key: string): ListedForm | undefined {
  return groups.flatMap(({ forms }) => forms).find((form) => form.key === key);
}

/** The groups with only those forms whose number, title, group, subject or source has every word that is typed. */
export function searchForms(groups: readonly ListedGroup[], typed: string): ListedGroup[] {
  return groups
    .map((group) => ({
      ...group,
      forms: group.forms.filter(({ key, title, about, source }) =>
        hasWords([key, title, about, source.text, group.title].join(' '), typed),
      ),
    }))
    .filter(({ forms }) => forms.length > 0);
}

/** Whether a text has every word that is typed; nothing typed is in every text. */
export function hasWords(text: string, typed: string): boolean {
  const words = normalised(typed).split(/\s+/u).filter(Boolean);
  return words.every((word) => normalised(text).includes(word));
}

/** Full-width letters and capitals as plain ones; quotation marks of titles are rarely typed. */
function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”"《》]/gu, '');
}

/** Where a form is filled in. */
export type FillingPlace =
  /** About a record that has to be chosen first. */
  | { readonly kind: 'record'; readonly register: Register }
  /** From the records that its list shows. */
  | { readonly kind: 'list'; readonly register: Register }
  /** From the month of screening. */
  | { readonly kind: 'screening' }
  /** On a page that keeps nothing, for printing. */
  | { readonly kind: 'once' }
  /** With the pen alone. */
  | { readonly kind: 'pen' };

/** Where the form of a number is filled in. */
export function fillingPlace(key: string): FillingPlace {
  const listed = findRegisterForm(key);
  const shape = listed?.register ?? findSheet(key)?.register;
  if (shape === undefined) return { kind: 'pen' };
  if (shape.key === fourLacksReturn.key) return { kind: 'screening' };
  const register = shape.about ?? findRegister(shape.key);
  if (listed) return register ? { kind: 'list', register } : { kind: 'pen' };
  if (findPaper(shape.key)?.kept === false) return { kind: 'once' };
  return register ? { kind: 'record', register } : { kind: 'pen' };
}
