import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { TemplateHead } from '../../../shared/contract/templateMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { type Register, readValue } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { TemplateContent } from '../../../shared/templates/templateModel.ts';
import type { runJob } from '../../jobs/runJob.ts';
import type { PlaceValue, TemplateFilling } from '../../jobs/templateFilling.ts';
import { noteDetail } from '../../vault/currentAct.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import type { ExportService, Leaving, Outlet } from '../exports/createExportService.ts';
import { inNewFolder, runningNumber } from '../exports/inNewFolder.ts';
import type { Job, JobRegistry } from '../jobs/createJobRegistry.ts';
import { readInParts, selectedRows } from '../lists/selectedRecords.ts';
import { readRecord, type StoredRecord } from '../registers/recordStore.ts';
import type { SheetOutput } from '../sheets/createSheetService.ts';
import { fillingNotes } from './fillingNotes.ts';
import { differsInEdges, holdsNumbers } from './templateDecisions.ts';
import type { StoredTemplate } from './templateStore.ts';
import { type FillingContext, fillingsOf, shownValue } from './templateValues.ts';

/** Forms that are filled at once; more are filled village by village. */
const maxForms = 1_000;
/** Lines of one list. */
const maxLines = 2_000;
/** Copies of a form in one file: beyond it Word and Excel become slow. */
const maxTogether = 300;
/** Forms that one job fills before they are saved. */
const sliceSize = 50;

/** The templates that are kept, as far as filling needs them. */
export interface TemplateShelf {
  /** @throws AppError missing */
  find(id: string): StoredTemplate;
  /** A form as it is to be filled. @throws AppError missing | conflict when it was decided about since */
  findUnchanged(input: Pick<MethodInput<'template.fill'>, 'id' | 'revision'>): StoredTemplate;
  /** @throws AppError missing */
  fileOf(id: string): Uint8Array;
  contentOf(stored: StoredTemplate, signal?: AbortSignal): Promise<TemplateContent>;
}

/** What filling needs from around it. */
export interface TemplateFillingDependencies {
  /** What the forms are about. */
  readonly register: Register;
  readonly records: () => ReadableDatabase;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave'>;
  readonly output: Pick<SheetOutput, 'showInFolder'>;
  readonly runJob: typeof runJob;
  readonly jobs: Pick<JobRegistry, 'run'>;
  readonly user: () => string;
  readonly now: () => Date;
}

/** Fills the office's own forms: one on the screen, those of chosen records in files. */
export function createTemplateFilling(options: TemplateFillingDependencies & { readonly shelf: TemplateShelf }) {
  const { register, records, output, jobs, now, shelf } = options;
  let savedTo: string | null = null;

  function around(numbers: 'masked' | 'full'): FillingContext {
    return { shape: register, office: options.office(), context: options.context(), user: options.user(), numbers };
  }

  /** What one form would say. @throws AppError missing */
  async function preview(input: MethodInput<'template.preview'>): Promise<MethodOutput<'template.preview'>> {
    const stored = shelf.find(input.id);
    const content = await shelf.contentOf(stored);
    const record = readRecord(records(), register, input.record);
    if (!record) throw new AppError('missing', '这条记录已不在册，请返回列表核对');
    const [filling] = fillingsOf(content, stored.bindings, [record.values], around(input.numbers));
    const places = new Map(content.places.map((place) => [place.address, place]));
    const shown = (values: Readonly<Record<string, PlaceValue>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(values).flatMap(([address, value]) => {
          const place = places.get(address);
          return place ? [[address, shownValue(value, place)]] : [];
        }),
      );
    const values = filling?.values ?? {};
    return {
      values: shown(values),
      ticked: Object.fromEntries(
        Object.entries(values).flatMap(([address, value]) =>
          value.kind === 'ticks' ? [[address, [...value.ticked]]] : [],
        ),
      ),
      rows: Object.fromEntries(
        Object.entries(filling?.rows ?? {}).map(([address, rows]) => [address, rows.map(shown)]),
      ),
    };
  }

  /** @throws AppError missing | conflict | invalid | cancelled | full | readonly */
  function fill({ permit, job: name, ...input }: MethodInput<'template.fill'>): Promise<MethodOutput<'template.fill'>> {
    return jobs.run(name, '正在填表', async (job) => {
      const stored = shelf.findUnchanged(input);
      if (stored.head.state !== 'active') throw new AppError('conflict', '这份表样没有启用，请先启用再填');
      const content = await shelf.contentOf(stored, job.signal);
      const isList = stored.head.use === 'list';
      const isOne = isList || input.as === 'one';
      if (input.as === 'one' && !isList && differsInEdges(content, stored.bindings)) {
        throw new AppError('invalid', '页眉页脚里有每人不同的内容，不能合在一个文件里，请选“每人一个文件”');
      }
      const limit = isList ? maxLines : isOne ? maxTogether : maxForms;
      const { chosen, fillings } = await chosenFillings(input, limit, stored, content);
      const notes = fillingNotes(content, stored.bindings, fillings, register);
      const order: LeavingOrder = { method: 'template.fill', ...input };
      const leaving: Leaving = {
        compartment: register.compartment,
        form: stored.head.family,
        title: stored.head.title,
        way: stored.head.format,
        copies: 1,
        // How Word breaks the pages nobody knows before it opens them: one is counted for each form.
        pages: fillings.length,
        numbers: holdsNumbers(content, stored.bindings, register) ? input.numbers : 'none',
        records: chosen.map(({ id }) => ({ register: register.key, id })),
      };
      noteDetail({ title: stored.head.title });
      const { fact, saved: path } = await options.exports.leave({ permit, order }, leaving, (outlet) =>
        isOne
          ? saveOne(outlet, stored.head, fillings, chosen.length, job)
          : saveFiles(outlet, stored.head, fillings, chosen, job),
      );
      return {
        path,
        serial: fact.serial,
        records: chosen.length,
        files: path === null ? 0 : isOne ? 1 : fillings.length,
        notes,
      };
    });
  }

  /** The chosen records in the order of the list with their forms, made part by part, or with the one list of them all. */
  async function chosenFillings(
    { selection, sort, numbers }: Pick<MethodInput<'template.fill'>, 'selection' | 'sort' | 'numbers'>,
    limit: number,
    { head, bindings }: StoredTemplate,
    content: TemplateContent,
  ): Promise<{ readonly chosen: readonly StoredRecord[]; readonly fillings: readonly TemplateFilling[] }> {
    const rows = selectedRows(records(), register, selection, { limit, sort }, options.context());
    const fill = (some: readonly StoredRecord[]): TemplateFilling[] =>
      fillingsOf(
        content,
        bindings,
        some.map(({ values }) => values),
        around(numbers),
      );
    const [chosen, fillings]: [StoredRecord[], TemplateFilling[]] = [[], []];
    for await (const part of readInParts(records(), register, rows)) {
      chosen.push(...part);
      if (head.use === 'each') fillings.push(...fill(part));
    }
    return { chosen, fillings: head.use === 'list' ? fill(chosen) : fillings };
  }

  async function saveOne(
    outlet: Outlet,
    head: TemplateHead,
    fillings: readonly TemplateFilling[],
    people: number,
    job: Job,
  ): Promise<string | null> {
    const file = shelf.fileOf(head.id);
    const [bytes] = await options.runJob('fillTemplate', { file, fillings, as: 'one' }, { signal: job.signal });
    if (bytes === undefined) throw new Error('a template was filled without a result');
    job.refuseCancelled();
    const path = await outlet.saveFile(`${head.title}-${people}名-${today()}.${head.format}`, bytes);
    savedTo = path ?? savedTo;
    return path;
  }

  /** Stopped or failed, nothing of the folder stays. Names of files say form, place in the list and number of the record. */
  async function saveFiles(
    outlet: Outlet,
    head: TemplateHead,
    fillings: readonly TemplateFilling[],
    chosen: readonly StoredRecord[],
    job: Job,
  ): Promise<string | null> {
    return inNewFolder(outlet, `${head.title}-${fillings.length}份-${today()}`, async (folder) => {
      let saved = savedTo;
      const file = shelf.fileOf(head.id);
      for (let from = 0; from < fillings.length; from += sliceSize) {
        const slice = fillings.slice(from, from + sliceSize);
        const files = await options.runJob(
          'fillTemplate',
          { file, fillings: slice, as: 'files' },
          { signal: job.signal },
        );
        for (const [index, bytes] of files.entries()) {
          job.refuseCancelled();
          job.report({ done: from + index, total: fillings.length, label: '已存好' });
          const name = [head.title, runningNumber(from + index, fillings.length), ...numberOf(chosen[from + index])];
          saved = await outlet.saveInFolder(folder, `${name.join('-')}.${head.format}`, bytes);
        }
      }
      savedTo = saved;
      return folder;
    });
  }

  function numberOf(record: StoredRecord | undefined): string[] {
    const { numberField } = register;
    if (record === undefined || numberField === undefined) return [];
    const number = readValue(register, record.values, numberField, options.context());
    return typeof number === 'string' ? [number] : [];
  }

  function today(): string {
    return calendarDateOf(now()).replaceAll('-', '');
  }

  return {
    preview,
    fill,

    /** Shows the folder of what was saved last; a page cannot name a path of its own. @throws AppError missing */
    async showFolder(): Promise<void> {
      if (savedTo === null) throw new AppError('missing', '还没有填好的表，请先填表');
      await output.showInFolder(savedTo);
    },
  };
}
