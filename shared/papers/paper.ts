import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import { checkShape } from '../registers/checkShape.ts';
import { emptyRecord, findField, type RecordShape, type RecordValues, readValue } from '../registers/register.ts';

/** What is written on an official form and belongs to no register: a plan, a visit, an application. */
export interface Paper extends RecordShape {
  /** Whether entries are stored, beside the record they are about; others are filled in for printing only. */
  readonly kept: boolean;
  /** Fields and views by which a list tells its entries apart: the day, the outcome. */
  readonly summary: readonly string[];
  /** What a new entry begins with beside what its fields have initially, as far as it follows from what is known. */
  prefill?(origin: PaperOrigin): Partial<RecordValues>;
}

/** What is known when a new entry is begun. */
export interface PaperOrigin {
  /** The record that it is about; null where it is about none, or is filled in without one. */
  readonly about: RecordValues | null;
  readonly office: OfficeSettings;
  /** Who begins it. */
  readonly user: string;
  readonly context: FieldContext;
}

/** What a simple paper does without; its entry form is then one group of all that it holds. */
const nothingMore = {
  rows: {},
  views: {},
  derive: (values) => values,
  rules: () => [],
} as const satisfies Partial<Paper>;

/** A paper as it is written down: what it does without may be left out; its first day tells its entries apart. */
export type PaperDeclaration = Omit<Paper, keyof typeof nothingMore | 'sections' | 'summary'> &
  Partial<Pick<Paper, keyof typeof nothingMore | 'sections' | 'summary'>>;

/**
 * Checks a paper's names once, when the program starts, and returns it.
 * @throws Error naming the part that refers to something undeclared, or that is kept and about nobody.
 */
export function definePaper<const D extends PaperDeclaration>(declaration: D): Paper & D {
  const { title, fields, rows = {} } = declaration;
  const sections = [{ title, fields: [...Object.keys(fields), ...Object.keys(rows)] }];
  const summary = Object.keys(fields)
    .filter((key) => fields[key]?.kind.control === 'date')
    .slice(0, 1);
  const paper = { ...nothingMore, sections, summary, ...declaration };
  checkShape(paper);
  if (paper.kept && paper.about === undefined) throw new Error(`${paper.key}: is kept and about no record`);
  for (const key of paper.summary) {
    if (findField(paper, key) === undefined) throw new Error(`${paper.key}: ${key} is not declared`);
  }
  return paper;
}

/** A new entry of a paper, with what is known already. */
export function newEntry(paper: Paper, origin: PaperOrigin): RecordValues {
  const empty = emptyRecord(paper);
  const { fields, rows } = paper.prefill?.(origin) ?? {};
  return paper.derive({ fields: { ...empty.fields, ...fields }, rows: { ...empty.rows, ...rows } }, origin.context);
}

/** What tells an entry from others of its paper, in words: 评估日期：2026年11月21日　风险等级：高. Empty while nothing is entered. */
export function summaryOf(paper: Paper, values: RecordValues, context: FieldContext): string {
  return paper.summary
    .flatMap((key) => {
      const field = findField(paper, key);
      const value = readValue(paper, values, key, context);
      return field && value !== null ? `${field.label}：${field.kind.brief(value, context)}` : [];
    })
    .join('　');
}
