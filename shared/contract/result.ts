/**
 * Every way a request can fail, as the page sees it. The set is closed: what a service did not foresee becomes
 * `internal` with a log number.
 */
export const errorCodes = [
  'invalid', // the request or a field does not pass its check
  'locked', // nobody has unlocked the vault
  'denied', // wrong password, or no right
  'missing', // the record or file is not there
  'stale', // somebody saved the record in between
  'conflict', // the same thing exists already
  'busy', // another program holds the data
  'damaged', // the stored data fail their integrity check
  'foreign', // data or keys of another vault
  'newer', // written by a newer version of the program
  'readonly', // the folder or file cannot be written
  'full', // the disk is full
  'refused', // a file that is not safe to read
  'cancelled', // the user stopped it
  'internal', // unforeseen; the message carries the log number
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What the page shows: one Chinese sentence, and sentences for single fields by their path. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The answer to every request: a value, or a failure the page can show as it is. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** The only error a service throws on purpose. Its message is shown to the user, so it holds no personal data. */
export class AppError extends Error implements Failure {
  readonly code: ErrorCode;
  readonly fields?: Readonly<Record<string, string>>;
  constructor(code: ErrorCode, message: string, fields?: Readonly<Record<string, string>>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    if (fields) this.fields = fields;
  }
}
