import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { printableText } from '../../../shared/forms/printableText.ts';
import { printFootOf } from '../../../shared/forms/printFoot.ts';
import { packSheets } from '../../jobs/packSheets.ts';
import type { runJob } from '../../jobs/runJob.ts';
import type { JobRegistry } from '../jobs/createJobRegistry.ts';
import type { PreparedSheets, SheetService } from './createSheetService.ts';

export type DocumentService = ReturnType<typeof createDocumentService>;

/** What each format is made by and called, and how many pages one file may hold. */
const formats = {
  docx: { job: 'writeDocument', kind: 'Word', mostPages: 2_000, instead: '或另存为PDF' },
  // Each page is a worksheet: more tabs than this nobody finds his way in.
  xlsx: { job: 'writeSheetWorkbook', kind: 'Excel', mostPages: 500, instead: '或另存为Word、PDF' },
} as const;

/** Saves laid-out sheets as files that the office edits further. */
export function createDocumentService(options: {
  readonly sheets: Pick<SheetService, 'saveAs'>;
  readonly jobs: JobRegistry;
  readonly runJob: typeof runJob;
}) {
  const { sheets, jobs } = options;

  /**
   * Saves the sheets of a ticket as one .docx or .xlsx. It is entered as a print, and its number stands at the foot.
   * @throws AppError missing | invalid | refused | cancelled | full | readonly
   */
  function save({
    job: name,
    format,
    ...choice
  }: MethodInput<'sheet.saveDocument'>): Promise<MethodOutput<'sheet.saveDocument'>> {
    const { job, kind } = formats[format];
    const label = `正在生成${kind}`;
    return jobs.run(name, label, ({ signal, report, refuseCancelled }) =>
      sheets.saveAs(
        choice,
        format,
        async ({ parts, shortTitle }, fact) => {
          const packed = await packSheets(
            parts.map(({ pages }) => pages),
            refuseCancelled,
          );
          const foot = fact && printableText(printFootOf(fact, 1));
          const bytes = await options.runJob(
            job,
            { sheets: packed, name: shortTitle, foot },
            { signal, report: ({ done, total }) => report({ done, total, label: '已写好' }) },
          );
          refuseCancelled();
          return bytes;
        },
        (prepared) => refuseTooMany(prepared, format),
      ),
    );
  }

  return { save };
}

function refuseTooMany({ pages }: PreparedSheets, format: keyof typeof formats): void {
  const { kind, mostPages, instead } = formats[format];
  if (pages.length <= mostPages) return;
  throw new AppError(
    'invalid',
    `一个${kind}文件最多放${mostPages.toLocaleString('zh-CN')}页，这里有${pages.length.toLocaleString('zh-CN')}页，请分村另存，${instead}`,
  );
}
