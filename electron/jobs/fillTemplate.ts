import { zipSync } from 'fflate';
import { findPlaces } from '../../shared/templates/findPlaces.ts';
import { checkTemplateFile } from './checkTemplateFile.ts';
import { type ChangedParts, createDocumentFiller } from './fillDocument.ts';
import { createWorkbookFiller } from './fillWorkbook.ts';
import { readDocumentTemplate } from './readDocumentTemplate.ts';
import { readWorkbookTemplate } from './readWorkbookTemplate.ts';
import type { TemplateFilling } from './templateFilling.ts';

/** What is filled with what: a file for each filling, or one with all of them. */
export interface FillRequest {
  readonly file: Uint8Array;
  readonly fillings: readonly TemplateFilling[];
  readonly as: 'files' | 'one';
}

/**
 * Fills a template. Parts that nothing is written into are packed as they are, in their order.
 * @throws AppError refused when the file is no template; invalid when it cannot be filled as asked
 */
export async function fillTemplate({ file, fillings, as }: FillRequest): Promise<Uint8Array[]> {
  const template = await checkTemplateFile(file);
  const isDocument = template.format === 'docx';
  const { model } = isDocument ? readDocumentTemplate(template) : readWorkbookTemplate(template);
  const content = findPlaces(model);
  const filler = isDocument ? createDocumentFiller(template, content) : createWorkbookFiller(template, content);
  if (as === 'one') return [pack(template.parts, filler.fillTogether(fillings))];
  return fillings.map((filling) => pack(template.parts, filler.fill(filling)));
}

/** Pictures are packed already; packing them again takes time and saves nothing. */
const packed = /\.(?:png|jpe?g|gif|wdp)$/iu;
/** One moment for all, so that equal forms are equal files. */
const moment = new Date(2000, 0, 1);

function pack(parts: ReadonlyMap<string, Uint8Array>, changed: ChangedParts): Uint8Array {
  const all = new Map<string, Uint8Array>([...parts, ...changed]);
  return zipSync(
    Object.fromEntries(
      [...all].map(([name, bytes]) => [name, [bytes, { level: packed.test(name) ? 0 : 6, mtime: moment }] as const]),
    ),
  );
}
