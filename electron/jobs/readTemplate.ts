import { findPlaces } from '../../shared/templates/findPlaces.ts';
import type { TemplateContent, TemplateModel } from '../../shared/templates/templateModel.ts';
import { type CheckedTemplate, checkTemplateFile } from './checkTemplateFile.ts';
import { readDocumentTemplate } from './readDocumentTemplate.ts';
import { readWorkbookTemplate } from './readWorkbookTemplate.ts';

/**
 * Reads a .docx or .xlsx that may be hostile: what it looks like and where it can be filled.
 * @throws AppError refused, with one sentence that says what to do next
 */
export async function readTemplate(file: Uint8Array): Promise<TemplateContent> {
  const model = modelOf(await checkTemplateFile(file));
  return { model, ...findPlaces(model) };
}

function modelOf(template: CheckedTemplate): TemplateModel {
  return template.format === 'docx' ? readDocumentTemplate(template).model : readWorkbookTemplate(template).model;
}
