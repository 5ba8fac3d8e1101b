import { createHash } from 'node:crypto';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { OpenedTemplate, TemplateHead } from '../../../shared/contract/templateMethods.ts';
import { sheets as officialSheets } from '../../../shared/forms/index.ts';
import { carryBindings } from '../../../shared/templates/carryBindings.ts';
import { checkBindings } from '../../../shared/templates/checkBindings.ts';
import { proposeBindings } from '../../../shared/templates/proposeBindings.ts';
import { taughtOptions } from '../../../shared/templates/taughtOptions.ts';
import type { TemplateBindings, TemplateIssue } from '../../../shared/templates/templateBindings.ts';
import type { TemplateContent } from '../../../shared/templates/templateModel.ts';
import { documentNumberIn, titleOf } from '../../../shared/templates/titleOf.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { contentChanged } from '../exports/contentChanged.ts';
import type { Authorship } from '../registers/recordStore.ts';
import type { SheetOutput } from '../sheets/createSheetService.ts';
import { createTemplateFilling, type TemplateFillingDependencies } from './createTemplateFilling.ts';
import { countDecided, knownBindings, sureBindings } from './templateDecisions.ts';
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

export type TemplateService = ReturnType<typeof createTemplateService>;

/** Forms that were read lately; reading one takes a fraction of a second. */
const keptContents = 4;

/** The office's own forms: taken in, decided about, put to use and filled. They are kept in the office's compartment. */
export function createTemplateService(
  options: TemplateFillingDependencies & {
    readonly database: WritableDatabase;
    readonly output: Pick<SheetOutput, 'saveFile'>;
    readonly newId: () => string;
  },
) {
  const { register, database, output, jobs, now, newId } = options;
  const taught = taughtOptions(officialSheets, register.key);
  const contents = new Map<string, TemplateContent>();
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
          ...countDecided(content, bindings),
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
    const bindings = knownBindings(content, input.bindings);
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
        ...countDecided(content, bindings),
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

  /** A form as it is to be filled. @throws AppError missing | conflict when it was decided about since */
  function findUnchanged({ id, revision }: Pick<MethodInput<'template.fill'>, 'id' | 'revision'>): StoredTemplate {
    const stored = find(id);
    if (stored.head.revision !== revision) throw contentChanged();
    return stored;
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
    findUnchanged,
    ...createTemplateFilling({ ...options, shelf: { find, findUnchanged, fileOf, contentOf } }),
  };
}

function refuseErrors(issues: readonly TemplateIssue[]): void {
  const error = issues.find(({ severity }) => severity === 'error');
  if (error) throw new AppError('invalid', error.message);
}
