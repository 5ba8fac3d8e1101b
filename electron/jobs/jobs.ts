import type { ErrorCode } from '../../shared/contract/result.ts';
import type { TemplateContent } from '../../shared/templates/templateModel.ts';
import type { FillRequest } from './fillTemplate.ts';
import type { PackedWorkbook } from './packWorkbook.ts';
import type { WorkbookContent } from './workbookContent.ts';
import type { WorkbookPlan } from './workbookPlan.ts';

/** Every job that runs beside the service, with what goes in and what comes out (both cross by structured clone). */
export interface Jobs {
  readWorkbook: { readonly input: { readonly file: Uint8Array }; readonly output: WorkbookContent };
  readTemplate: { readonly input: { readonly file: Uint8Array }; readonly output: TemplateContent };
  fillTemplate: { readonly input: FillRequest; readonly output: readonly Uint8Array[] };
  writeWorkbook: { readonly input: { readonly plan: WorkbookPlan }; readonly output: Uint8Array };
  writeDocument: { readonly input: SheetDocument; readonly output: Uint8Array };
  writeSheetWorkbook: { readonly input: SheetDocument; readonly output: Uint8Array };
}
export type JobName = keyof Jobs;

/** Laid-out sheets that become one Word or Excel file. */
export interface SheetDocument {
  /** What `packSheets` made of them. */
  readonly sheets: readonly Uint8Array[];
  /** What the office calls the form, for the tab of a worksheet. */
  readonly name: string;
  /** What each sheet of paper says at its foot before its number; null for nothing. */
  readonly foot: string | null;
}

/** What crosses in place of an output that takes long to clone. */
interface PackedOutputs {
  readWorkbook: PackedWorkbook;
}
export type CrossingOutput<N extends JobName> = N extends keyof PackedOutputs ? PackedOutputs[N] : Jobs[N]['output'];

/** What a worker tells. A failure that is not listed here has no sentence for the user and is thrown as it is. */
export type JobMessage<N extends JobName = JobName> =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly output: CrossingOutput<N> }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** Tells how much of a job is done. */
export type Report = (progress: { readonly done: number; readonly total: number }) => void;
