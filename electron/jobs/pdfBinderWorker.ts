import { parentPort } from 'node:worker_threads';
import { createBoundPdf } from './bindPdf.ts';
import type { MessageToBinder } from './openPdfBinder.ts';

const bound = createBoundPdf();
/** One after the other; what fails is thrown out of the thread and ends it. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (message: MessageToBinder) => {
  last = last.then(async () => {
    if (message.kind === 'add') await bound.add(message.part, message.pages);
    else parentPort?.postMessage(await bound.finish(message.bookmarks));
  });
});
