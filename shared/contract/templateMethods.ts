import { z } from 'zod';
import { templateBindings, templateIssue, templateProposal } from '../templates/templateBindings.ts';
import { templateContent } from '../templates/templateModel.ts';
import { jobName } from './jobMethods.ts';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { listQuery, nothing, recordId, selection } from './shapes.ts';

/** In preparation, in use, or kept so that what was printed from it can be understood. */
export const templateStates = { draft: '待核对', active: '使用中', retired: '已停用' } as const;
export type TemplateState = keyof typeof templateStates;

const templateId = z.uuid();
const revision = z.int();
const title = z.string().trim().min(1, '请填写表样名称').max(60, '表样名称不能超过60字，请缩短');
const documentNumber = z.string().trim().max(60, '文号不能超过60字，请缩短');

const templateHead = z.strictObject({
  id: templateId,
  /** The same for all versions of a form. */
  family: templateId,
  /** From 1. */
  version: z.int(),
  title: z.string(),
  /** 文号 of the document that the form came with; empty when there is none. */
  documentNumber: z.string(),
  format: z.enum(['docx', 'xlsx']),
  state: z.enum(Object.keys(templateStates) as [TemplateState, ...TemplateState[]]),
  fileName: z.string(),
  bytes: z.int(),
  /** SHA-256 of the file, hexadecimal. */
  digest: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  /** How many places and rows it has, and how many of them are decided. */
  places: z.int(),
  decided: z.int(),
  /** One form for each child, or one list with a row for each child. */
  use: z.enum(['each', 'list']),
  /** Counts the changes of its decisions; `template.save` and `template.fill` are told it again. */
  revision,
});
export type TemplateHead = z.infer<typeof templateHead>;

const opened = z.strictObject({
  template: templateHead,
  content: templateContent,
  bindings: templateBindings,
  /** By address, for every place and all rows that the program recognises, decided or not. */
  proposals: z.record(z.string(), templateProposal),
  issues: z.array(templateIssue),
});
export type OpenedTemplate = z.infer<typeof opened>;

const numbers = z.enum(['masked', 'full']);

/** One of the office's own forms that is filled, as it was decided about when that was asked for. */
export const fillOrder = {
  id: templateId,
  revision,
  selection,
  sort: listQuery.shape.sort.optional(),
  as: z.enum(['files', 'one']),
  numbers,
};

/**
 * The office's own forms. A file that is dropped in is checked, read and kept as a draft, decided where the program is sure; the
 * clerk looks through it, decides the rest (proposals that are only likely among them) and puts it to use. What can be chosen for a place: `templateSources` and `rowSources`
 * of shared/templates, which the page calls itself.
 */
export const templateMethods = {
  /** Newest versions first within each family; families by title. */
  'template.list': unlockedMethod(nothing, z.strictObject({ templates: z.array(templateHead) })),
  /**
   * Takes a .docx or .xlsx that was posted to `/upload`. `replaces`: the template of which this is a new version; its decisions are
   * carried over. A file that is refused leaves nothing behind. Stoppable.
   */
  'template.add': unlockedMethod(
    z.strictObject({
      upload: z.string(),
      fileName: z.string().max(255),
      replaces: templateId.nullable(),
      job: jobName,
    }),
    /** `carried`: how many decisions came from the version before. */
    z.strictObject({ ...opened.shape, carried: z.int() }),
  ),
  'template.open': unlockedMethod(z.strictObject({ id: templateId }), opened),
  /** Stores name, number and decisions; `stale` when somebody did so since `revision`. Only of a draft, or an active one. */
  'template.save': unlockedMethod(
    z.strictObject({ id: templateId, revision, title, documentNumber, bindings: templateBindings }),
    z.strictObject({ template: templateHead, issues: z.array(templateIssue) }),
  ),
  /** Puts a draft, or a retired version, to use; the version that was in use is retired. `invalid` while it has errors. */
  'template.activate': unlockedMethod(z.strictObject({ id: templateId }), z.strictObject({ template: templateHead })),
  'template.retire': unlockedMethod(z.strictObject({ id: templateId }), z.strictObject({ template: templateHead })),
  /** Removes a draft that was never put to use, with its file. */
  'template.discard': unlockedMethod(z.strictObject({ id: templateId }), nothing),
  /** Shows the folder of the form that was filled last. */
  'template.showFolder': unlockedMethod(nothing, nothing),
  /** Saves the file as it was dropped in; the path is null when the user cancelled. */
  'template.saveOriginal': unlockedMethod(
    z.strictObject({ id: templateId }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  /** What would stand in each place for one child, by address; of ticks, the words of the ticked options. Rows: by `row` from 0. */
  'template.preview': unlockedMethod(
    z.strictObject({ id: templateId, record: recordId, numbers }),
    z.strictObject({
      values: z.record(z.string(), z.string()),
      ticked: z.record(z.string(), z.array(z.int())),
      /** By the address of the rows: values by the address of the place in the first row. */
      rows: z.record(z.string(), z.array(z.record(z.string(), z.string()))),
    }),
  ),
  /**
   * Fills the form for the chosen children. `as`: a file for each child, put into one folder, or one file with all of them; a list
   * is always one file. It is entered in the register of prints. The path is that of the file, or of the folder; null when the user
   * cancelled. `conflict` when the form was decided about since `revision`. Stoppable.
   */
  'template.fill': unlockedMethod(
    z.strictObject({ ...fillOrder, permit, job: jobName }),
    z.strictObject({
      path: z.string().nullable(),
      /** The number under which the register of prints holds it. */
      serial: z.string().nullable(),
      records: z.int(),
      files: z.int(),
      /** What to look at before handing the forms over, in sentences without names. */
      notes: z.array(z.string()),
    }),
  ),
} as const;
