import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the log takes: names and numbers that the program itself made, never a value somebody entered. */
export interface Log {
  /** A line of the form `time event name=number …`. */
  note(event: string, figures?: Readonly<Record<string, number>>): void;
  /** Writes down an unforeseen error without its message, which may quote data. Returns the number the user is shown. */
  failure(where: string, error: unknown): string;
}

const maxBytes = 512 * 1024;

/** A log file in the data folder; one older file is kept. */
export function createLog(dataDir: string, now: () => Date): Log {
  const path = join(dataDir, 'hulei.log');
  let failures = 0;

  function write(line: string): void {
    try {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > maxBytes) renameSync(path, `${path}.1`);
      appendFileSync(path, `${now().toISOString()} ${line}\n`);
    } catch {
      // A full disk or a read-only folder is reported where data is saved; the log must not hide that by failing first.
    }
  }

  return {
    note(event, figures = {}) {
      const parts = Object.entries(figures).map(([name, figure]) => `${name}=${Math.round(figure)}`);
      write([event, ...parts].join(' '));
    },
    failure(where, error) {
      failures += 1;
      const number = `E${now().toISOString().slice(2, 19).replace(/\D/gu, '')}-${failures}`;
      write(`${number} ${where} ${traceOf(error)}`);
      return number;
    },
  };
}

/** Name, code and the places in our own sources; the message stays out. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const places = [...(error.stack ?? '').matchAll(/(electron|shared)[\\/][\w\\/.-]+\.ts:\d+/gu)].map(
    ([place]) => place,
  );
  return `${error.name}${code} ${places.slice(0, 6).join(' < ')}`;
}
