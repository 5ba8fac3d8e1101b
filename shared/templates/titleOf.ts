import { paragraphsOf } from './paragraphsOf.ts';
import type { TemplateModel, TemplateParagraph } from './templateModel.ts';

const longestTitle = 60;
/** 望政办〔2026〕12号 */
const documentNumber = /[\p{Script=Han}]{1,12}[〔[（(【]\d{4}[〕\]）)】]第?\d{1,5}号/u;

/**
 * What a form calls itself: its largest line near the top that stands in the middle, of a sheet the first; the name of its file
 * when there is none.
 */
export function titleOf(model: TemplateModel, fileName: string): string {
  const body = model.parts.find(({ kind }) => kind === 'body' || kind === 'sheet');
  const lines = paragraphsOf(body?.blocks ?? [])
    .filter(({ text }) => text.trim() !== '')
    .slice(0, 5)
    .filter(({ align }, index) => align === 'center' || (model.format === 'xlsx' && index === 0))
    .filter(({ text }) => !/[_：:{]/u.test(text));
  const largest = lines.toSorted((left, right) => sizeOf(right) - sizeOf(left))[0];
  const plain = (text: string): string => text.replace(/\s+/gu, '');
  const title = largest === undefined ? '' : plain(largest.text);
  const name = plain(fileName.replace(/^.*[\\/]/u, '').replace(/\.[A-Za-z0-9]{1,5}$/u, ''));
  const found = [...title].length >= 4 && [...title].length <= longestTitle ? title : name;
  return [...found].slice(0, longestTitle).join('').slice(0, longestTitle).toWellFormed() || '未命名表样';
}

/** The number of the document that a form came with, where the form prints it; else nothing. */
export function documentNumberIn(model: TemplateModel): string {
  for (const { blocks } of model.parts) {
    for (const { text } of paragraphsOf(blocks)) {
      const found = documentNumber.exec(text.replace(/\s+/gu, ''));
      if (found) return found[0];
    }
  }
  return '';
}

function sizeOf({ spans, size }: TemplateParagraph): number {
  return Math.max(size, ...spans.map((span) => span.size));
}
