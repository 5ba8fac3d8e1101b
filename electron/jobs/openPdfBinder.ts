import { Worker } from 'node:worker_threads';
import type { PdfBookmark } from './bindPdf.ts';

/** What the thread is told, one after the other. */
export type MessageToBinder =
  | { readonly kind: 'add'; readonly part: Uint8Array; readonly pages: number }
  | { readonly kind: 'finish'; readonly bookmarks: readonly PdfBookmark[] };

/** Binds PDFs to one beside everything else. */
export interface PdfBinder {
  /** Hands over a part and how many pages it has; the bytes are the binder's from then on. */
  add(part: Uint8Array, pages: number): void;
  /** The whole with its bookmarks. @throws Error when a part cannot be read */
  finish(bookmarks: readonly PdfBookmark[]): Promise<Uint8Array>;
  /** Ends the thread, and with it all that it holds. */
  close(): void;
}

/** Two thousand sheets take about a quarter of it. */
const heapMebibytes = 1_024;

/**
 * Starts a thread that binds. It loads its library and reads the first parts while the browser still prints the next ones.
 */
export function openPdfBinder(): PdfBinder {
  const worker = new Worker(new URL('./pdfBinderWorker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
    execArgv: [],
    env: {},
  });
  const bound = Promise.withResolvers<Uint8Array>();
  // Whoever never asks for the whole need not hear that it failed.
  bound.promise.catch(() => undefined);
  worker.on('message', bound.resolve);
  worker.on('error', bound.reject);
  worker.on('exit', () => bound.reject(new Error('the binder ended without an answer')));
  const tell = (message: MessageToBinder): void => worker.postMessage(message);
  return {
    add: (part, pages) => tell({ kind: 'add', part, pages }),
    finish(bookmarks) {
      tell({ kind: 'finish', bookmarks });
      return bound.promise;
    },
    close: () => void worker.terminate(),
  };
}
