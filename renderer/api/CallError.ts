import type { ErrorCode, Failure } from '../../shared/contract/result.ts';

/** A request that failed. The message is one Chinese sentence, shown as it is. */
export class CallError extends Error implements Failure {
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, string>>;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'CallError';
    this.code = failure.code;
    this.fields = failure.fields ?? {};
  }
}

/** Whether a password was not looked at, because a short wait was not over: there is no reason to type it again. */
export function isUnchecked(error: unknown): boolean {
  return error instanceof CallError && error.fields.waitSeconds !== undefined;
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof CallError ? error.message : '程序遇到意外情况，请重试；仍不行请关闭程序后重新打开。';
}
