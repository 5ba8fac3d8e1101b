import { createHash } from 'node:crypto';
import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { OpenedTemplate, TemplateHead } from '../../../shared/contract/templateMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { sheets as officialSheets } from '../../../shared/forms/index.ts';
import { findField, type Register, readValue } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { carryBindings } from '../../../shared/templates/carryBindings.ts';
import { checkBindings, isDecided, purposeOf } from '../../../shared/templates/checkBindings.ts';
import { proposeBindings } from '../../../shared/templates/proposeBindings.ts';
import { taughtOptions } from '../../../shared/templates/taughtOptions.ts';
import type { TemplateBindings, TemplateIssue, TemplateProposals } from '../../../shared/templates/templateBindings.ts';
import type { TemplateContent } from '../../../shared/templates/templateModel.ts';
import { documentNumberIn, titleOf } from '../../../shared/templates/titleOf.ts';
import type { runJob } from '../../jobs/runJob.ts';
import type { PlaceValue, TemplateFilling } from '../../jobs/templateFilling.ts';
import { type ReadableDatabase, transaction, type WritableDatabase } from '../../vault/database.ts';
import { contentChanged } from '../exports/contentChanged.ts';
import type { ExportService, Leaving, Outlet } from '../exports/createExportService.ts';
import type { Job, JobRegistry } from '../jobs/createJobRegistry.ts';
import { readInParts, selectedRows } from '../lists/selectedRecords.ts';
import { type Authorship, readRecord, type StoredRecord } from '../registers/recordStore.ts';
import type { SheetOutput } from '../sheets/createSheetService.ts';
import { fillingNotes } from './fillingNotes.ts';
import {
  deleteTemplate,
  findTemplate,
  insertTemplate,
  listTemplates,
  nextVersion,
  readTemplateFile,
  retireActive,
  type StoredTemplate,
  sameFile,
  setTemplateState,
  updateTemplate,
} from './templateStore.ts';
import { type FillingContext, fillingsOf, shownValue } from './templateValues.ts';

export type TemplateService = ReturnType<typeof createTemplateService>;

/** Forms that are filled at once; more are filled village by village. */
const maxForms = 1_000;
/** Lines of one list. */
const maxLines = 2_000;
/** Copies of a form in one file: beyond it Word and Excel become slow. */
const maxTogether = 300;
/** Forms that one job fills before they are saved. */
const sliceSize = 50;
/** Forms that were read lately; reading one takes a fraction of a second. */
const keptContents = 4;

/** The office's own forms: taken in, decided about, put to use and filled. They are kept in the office's compartment. */
export function createTemplateService(options: {
  /** What the forms are about. */
  readonly register: Register;
  readonly database: WritableDatabase;
  readonly records: () => ReadableDatabase;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave'>;
  readonly output: Pick<SheetOutput, 'saveFile' | 'createFolder' | 'saveInFolder' | 'discardFolder' | 'showInFolder'>;
  readonly runJob: typeof runJob;
  readonly jobs: Pick<JobRegistry, 'run'>;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { register, database, records, output, jobs, now, newId } = options;
  const taught = taughtOptions(officialSheets, register.key);
  const contents = new Map<string, TemplateContent>();
  let savedTo: string | null = null;
  const authorship = (): Authorship => ({ by: options.user(), at: now().toISOString() });

  function find(id: string): StoredTemplate {
    const found = findTemplate(database, id);
    if (!found) throw new AppError('missing', '这份表样已不在，请刷新后再看');
    return found;
  }

  function fileOf(id: string): Uint8Array {
    const file = readTemplateFile(database, id);
    if (!file) throw new AppError('missing', '这份表样已不在，请刷新后再看');
    return file;
  }

  async function contentOf({ head }: StoredTemplate, signal?: AbortSignal): Promise<TemplateContent> {
    const known = contents.get(head.digest);
    if (known) return known;
    return keep(head.digest, await read(fileOf(head.id), signal));
  }

  function read(file: Uint8Array, signal?: AbortSignal): Promise<TemplateContent> {
    return options.runJob('readTemplate', { file }, signal ? { signal } : {});
  }

  function keep(digest: string, content: TemplateContent): TemplateContent {
    for (const oldest of contents.keys()) if (contents.size >= keptContents) contents.delete(oldest);
    contents.set(digest, content);
    return content;
  }

  function opened(stored: StoredTemplate, content: TemplateContent): OpenedTemplate {
    return {
      template: stored.head,
      content,
      bindings: stored.bindings,
      proposals: proposeBindings(content, register, taught),
      issues: issuesOf(content, stored.bindings),
    };
  }

  function issuesOf(content: TemplateContent, bindings: TemplateBindings): TemplateIssue[] {
    return checkBindings(content, bindings, register, options.context().today);
  }

  function refuseSameFile(digest: string): void {
    const known = sameFile(database, digest);
    if (known !== undefined) throw new AppError('conflict', `这份表样已经放入过，名称是“${known}”，不用再放入`);
  }

  /**
   * Takes a file in as a draft, decided as far as the program is sure, or as the version before it was.
   * @throws AppError refused | conflict | missing
   */
  function add(
    { fileName, replaces, job: name }: Omit<MethodInput<'template.add'>, 'upload'>,
    file: Uint8Array,
  ): Promise<MethodOutput<'template.add'>> {
    return jobs.run(name, '正在识别表样', async (job) => {
      const before = replaces === null ? undefined : find(replaces);
      const digest = createHash('sha256').update(file).digest('hex');
      refuseSameFile(digest);
      const content = keep(digest, await read(file, job.signal));
      const proposals = proposeBindings(content, register, taught);
      const carried = before
        ? carryBindings(await contentOf(before, job.signal), before.bindings, content, proposals)
        : {};
      job.refuseCancelled();
      const bindings = { ...sureBindings(proposals), ...carried };
      const id = newId();
      const { by, at } = authorship();
      const stored = transaction(database, () => {
        // Another one may have been taken in while this one was read.
        refuseSameFile(digest);
        const family = before?.head.family ?? newId();
        const head: TemplateHead = {
          id,
          family,
          version: nextVersion(database, family),
          title: before?.head.title ?? titleOf(content.model, fileName),
          documentNumber: documentNumberIn(content.model),
          format: content.model.format,
          state: 'draft',
          fileName: [...fileName].slice(-120).join(''),
          bytes: file.length,
          digest,
          addedAt: at,
          addedBy: by,
          revision: 1,
          ...counted(content, bindings),
        };
        insertTemplate(database, { head, bindings }, file);
        return { head, bindings };
      });
      return { ...opened(stored, content), carried: Object.keys(carried).length };
    });
  }

  async function open(id: string): Promise<OpenedTemplate> {
    const stored = find(id);
    return opened(stored, await contentOf(stored));
  }

  /** @throws AppError missing | stale | conflict for a retired version | invalid when an active one would have errors */
  async function save(input: MethodInput<'template.save'>): Promise<MethodOutput<'template.save'>> {
    const content = await contentOf(find(input.id));
    const bindings = known(content, input.bindings);
    const issues = issuesOf(content, bindings);
    const template = transaction(database, () => {
      const { head } = find(input.id);
      if (head.revision !== input.revision) throw new AppError('stale', '这份表样刚被别处改过，请重新打开后再改');
      if (head.state === 'retired') throw new AppError('conflict', '已停用的表样不能再改，请先重新启用');
      if (head.state === 'active') refuseErrors(issues);
      const changed: TemplateHead = {
        ...head,
        title: input.title,
        documentNumber: input.documentNumber,
        revision: head.revision + 1,
        ...counted(content, bindings),
      };
      updateTemplate(database, { head: changed, bindings }, authorship());
      return changed;
    });
    return { template, issues };
  }

  /** @throws AppError missing | invalid while there are errors */
  async function activate(id: string): Promise<{ template: TemplateHead }> {
    const stored = find(id);
    refuseErrors(issuesOf(await contentOf(stored), stored.bindings));
    return transaction(database, () => {
      const { head } = find(id);
      if (head.revision !== stored.head.revision)
        throw new AppError('stale', '这份表样刚被别处改过，请重新打开后再启用');
      retireActive(database, head.family, authorship());
      setTemplateState(database, id, 'active', authorship());
      return { template: { ...head, state: 'active' } };
    });
  }

  /** @throws AppError missing */
  function retire(id: string): { template: TemplateHead } {
    return transaction(database, () => {
      const { head } = find(id);
      if (head.state === 'draft') throw new AppError('conflict', '还没有启用的表样不用停用，可以删去');
      setTemplateState(database, id, 'retired', authorship());
      return { template: { ...head, state: 'retired' } };
    });
  }

  /** @throws AppError missing | conflict for a version that was in use */
  function discard(id: string): void {
    transaction(database, () => {
      if (find(id).head.state !== 'draft') throw new AppError('conflict', '用过的表样要留底，不能删去，可以停用');
      deleteTemplate(database, id);
    });
  }

  async function saveOriginal(id: string): Promise<{ path: string | null }> {
    const { head } = find(id);
    return { path: await output.saveFile(`${head.title}-空白表样.${head.format}`, fileOf(id)) };
  }

  function around(numbers: 'masked' | 'full'): FillingContext {
    return { shape: register, office: options.office(), context: options.context(), user: options.user(), numbers };
  }

  /** What one form would say. @throws AppError missing */
  async function preview(input: MethodInput<'template.preview'>): Promise<MethodOutput<'template.preview'>> {
    const stored = find(input.id);
    const content = await contentOf(stored);
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

  /** A form as it is to be filled. @throws AppError missing | conflict when it was decided about since */
  function findUnchanged({ id, revision }: Pick<MethodInput<'template.fill'>, 'id' | 'revision'>): StoredTemplate {
    const stored = find(id);
    if (stored.head.revision !== revision) throw contentChanged();
    return stored;
  }

  /** @throws AppError missing | conflict | invalid | cancelled | full | readonly */
  function fill({ permit, job: name, ...input }: MethodInput<'template.fill'>): Promise<MethodOutput<'template.fill'>> {
    return jobs.run(name, '正在填表', async (job) => {
      const stored = findUnchanged(input);
      if (stored.head.state !== 'active') throw new AppError('conflict', '这份表样没有启用，请先启用再填');
      const content = await contentOf(stored, job.signal);
      const isList = stored.head.use === 'list';
      const isOne = isList || input.as === 'one';
      if (input.as === 'one' && !isList) refuseEdges(content, stored.bindings);
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
        numbers: holdsNumbers(content, stored.bindings) ? input.numbers : 'none',
        records: chosen.map(({ id }) => ({ register: register.key, id })),
      };
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
    const file = fileOf(head.id);
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
    const folder = await outlet.createFolder(`${head.title}-${fillings.length}份-${today()}`);
    if (folder === null) return null;
    try {
      let saved = savedTo;
      const file = fileOf(head.id);
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
    } catch (error) {
      // What went wrong first is what the user has to know.
      await outlet.discardFolder(folder).catch(() => undefined);
      throw error;
    }
  }

  function numberOf(record: StoredRecord | undefined): string[] {
    const { numberField } = register;
    if (record === undefined || numberField === undefined) return [];
    const number = readValue(register, record.values, numberField, options.context());
    return typeof number === 'string' ? [number] : [];
  }

  function holdsNumbers(content: TemplateContent, bindings: TemplateBindings): boolean {
    return content.places.some(({ address }) => {
      const binding = bindings[address];
      if (binding?.kind !== 'source') return false;
      const key = binding.source.replace(/^member\.\d+\./u, '');
      const fields = [findField(register, key), ...Object.values(register.rows).map((group) => group.fields[key])];
      return fields.some((field) => field?.kind.masked !== undefined);
    });
  }

  function today(): string {
    return calendarDateOf(now()).replaceAll('-', '');
  }

  return {
    list: (): MethodOutput<'template.list'> => ({ templates: listTemplates(database) }),
    add,
    open,
    save,
    activate,
    retire,
    discard,
    saveOriginal,
    preview,
    findUnchanged,
    fill,

    /** Shows the folder of what was saved last; a page cannot name a path of its own. @throws AppError missing */
    async showFolder(): Promise<void> {
      if (savedTo === null) throw new AppError('missing', '还没有填好的表，请先填表');
      await output.showInFolder(savedTo);
    },
  };
}

/** Decisions about places that the form has; others are what is left of an older page. */
function known(content: TemplateContent, bindings: TemplateBindings): TemplateBindings {
  const addresses = new Set([...content.places, ...content.rows].map(({ address }) => address));
  return Object.fromEntries(Object.entries(bindings).filter(([address]) => addresses.has(address)));
}

function sureBindings(proposals: TemplateProposals): TemplateBindings {
  return Object.fromEntries(
    Object.entries(proposals)
      .filter(([, { confidence }]) => confidence === 'sure')
      .map(([address, { binding }]) => [address, binding]),
  );
}

function counted(
  content: TemplateContent,
  bindings: TemplateBindings,
): Pick<TemplateHead, 'places' | 'decided' | 'use'> {
  return {
    places: content.places.length + content.rows.length,
    decided:
      content.places.filter((place) => isDecided(place, bindings)).length +
      content.rows.filter(({ address }) => bindings[address] !== undefined).length,
    use: purposeOf(content, bindings),
  };
}

function refuseErrors(issues: readonly TemplateIssue[]): void {
  const error = issues.find(({ severity }) => severity === 'error');
  if (error) throw new AppError('invalid', error.message);
}

/** All forms of one document share its headers and footers. */
function refuseEdges(content: TemplateContent, bindings: TemplateBindings): void {
  const edges = content.model.parts.filter(({ kind }) => kind === 'header' || kind === 'footer');
  const differs = content.places.some(({ address }) => {
    const binding = bindings[address];
    const isInEdge = edges.some((part) => address.startsWith(`${part.address}.`));
    return isInEdge && binding?.kind === 'source' && !binding.source.startsWith('office.');
  });
  if (differs) throw new AppError('invalid', '页眉页脚里有每人不同的内容，不能合在一个文件里，请选“每人一个文件”');
}

function runningNumber(index: number, total: number): string {
  return String(index + 1).padStart(Math.max(3, String(total).length), '0');
}
