import { sheets } from '../../shared/forms/index.ts';
import type { Sheet } from '../../shared/forms/sheet.ts';
import { findPaper } from '../../shared/papers/index.ts';
import type { Paper } from '../../shared/papers/paper.ts';
import type { Register } from '../../shared/registers/register.ts';
import { formGroups } from '../forms/formGroups.ts';

/** A form with the paper that is entered on it. */
export interface PaperForm {
  readonly sheet: Sheet;
  readonly paper: Paper;
}

/** The form of a number that something is entered on beside the registers, or undefined. */
export function findPaperForm(form: string): PaperForm | undefined {
  const sheet = sheets.find(({ key }) => key === form);
  const paper = sheet && findPaper(sheet.register.key);
  return sheet && paper && { sheet, paper };
}

/** The form on which a paper is entered; the first one where there are several. */
export function formOfPaper(paper: string): PaperForm | undefined {
  const sheet = sheets.find(({ register }) => register.key === paper);
  return sheet && findPaperForm(sheet.key);
}

/** The forms that are filled in about records of a register, by what the clerk is doing. */
export function paperFormsOf(register: Register): { readonly title: string; readonly forms: readonly PaperForm[] }[] {
  const forms = sheets.flatMap(({ key }) => {
    const form = findPaperForm(key);
    return form?.paper.kept === true && form.paper.about?.key === register.key ? form : [];
  });
  const grouped = formGroups.map((group) => ({
    title: group.title,
    forms: forms.filter(({ sheet }) => Object.hasOwn(group.forms, sheet.key)),
  }));
  const others = forms.filter((form) => !grouped.some((group) => group.forms.includes(form)));
  return [...grouped, { title: '其他', forms: others }].filter((group) => group.forms.length > 0);
}
