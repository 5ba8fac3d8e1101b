import type { ErrorCode } from '../../shared/contract/result.ts';
import type { PackedWorkbook } from './packWorkbook.ts';
import type { WorkbookContent } from './workbookContent.ts';
import type { WorkbookPlan } from './workbookPlan.ts';

/** Every job that runs beside the service, with what goes in and what comes out (both cross by structured clone). */
export interface Jobs {
  readWorkbook: { readonly input: { readonly file: Uint8Array }; readonly output: WorkbookContent };
  writeWorkbook: { readonly input: { readonly plan: WorkbookPlan }; readonly output: Uint8Array };
}
export type JobName = keyof Jobs;

/** What crosses in place of an output that takes long to clone. */
interface PackedOutputs {
  readWorkbook: PackedWorkbook;
}
export type CrossingOutput<N extends JobName> = N extends keyof PackedOutputs ? PackedOutputs[N] : Jobs[N]['output'];

/** What a worker is given when it starts. */
export type JobRequest<N extends JobName = JobName> = {
  readonly [K in N]: { readonly name: K; readonly input: Jobs[K]['input'] };
}[N];

/** What a worker tells. A failure that is not listed here has no sentence for the user and is thrown as it is. */
export type JobMessage<N extends JobName = JobName> =
  | { readonly kind: 'done'; readonly output: CrossingOutput<N> }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
