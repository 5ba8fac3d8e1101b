import { checkShape, type RecordShape } from '../registers/register.ts';

/** What is written on an official form and belongs to no register: a plan, a visit, an application. */
export interface Paper extends RecordShape {
  /** Whether entries are stored, beside the record they are about; others are filled in for printing only. */
  readonly kept: boolean;
}

/** What a simple paper does without; its entry form is then one group of all that it holds. */
const nothingMore = {
  rows: {},
  views: {},
  derive: (values) => values,
  rules: () => [],
} as const satisfies Partial<Paper>;

/** A paper as it is written down: what it does without may be left out. */
export type PaperDeclaration = Omit<Paper, keyof typeof nothingMore | 'sections'> &
  Partial<Pick<Paper, keyof typeof nothingMore | 'sections'>>;

/**
 * Checks a paper's names once, when the program starts, and returns it.
 * @throws Error naming the part that refers to something undeclared, or that is kept and about nobody.
 */
export function definePaper<const D extends PaperDeclaration>(declaration: D): Paper & D {
  const { title, fields, rows = {} } = declaration;
  const sections = [{ title, fields: [...Object.keys(fields), ...Object.keys(rows)] }];
  const paper = { ...nothingMore, sections, ...declaration };
  checkShape(paper);
  if (paper.kept && paper.about === undefined) throw new Error(`${paper.key}: is kept and about no record`);
  return paper;
}
