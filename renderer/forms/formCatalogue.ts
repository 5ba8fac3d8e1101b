import { findSheet, sheets } from '../../shared/forms/index.ts';
import { type BlankPaper, layoutBlankForm } from '../../shared/forms/layoutBlankForm.ts';
import { findRegisterForm, registerForms } from '../../shared/forms/registerForms.ts';
import type { SheetSource } from '../../shared/forms/sheet.ts';
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
export function formCatalogue(paper: BlankPaper): ListedGroup[] {
  const forms = new Map(
    [...sheets, ...registerForms].map(({ key, title, source }) => {
      const pages = layoutBlankForm(key, paper)?.pages ?? [];
      const isLandscape = pages.some(({ width, height }) => width > height);
      return [key, { key, title, source, pages: pages.length, isLandscape }];
    }),
  );
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
  const words = normalised(typed).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups
    .map((group) => ({
      ...group,
      forms: group.forms.filter((form) => {
        const text = normalised([form.key, form.title, form.about, form.source.text, group.title].join(' '));
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ forms }) => forms.length > 0);
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
  /** With the pen alone. */
  | { readonly kind: 'pen' };

/** Where the form of a number is filled in. */
export function fillingPlace(key: string): FillingPlace {
  const listed = findRegister(findRegisterForm(key)?.register.key ?? '');
  if (listed) return { kind: 'list', register: listed };
  const shape = findSheet(key)?.register;
  const register = shape && (shape.about ?? findRegister(shape.key));
  return register ? { kind: 'record', register } : { kind: 'pen' };
}
