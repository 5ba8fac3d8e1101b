import type { Result } from '../../shared/contract/result.ts';
import { CallError } from '../api/CallError.ts';
import workerAddress from './attachmentWorker.ts?worker&url';
import type { PreparedAttachment } from './prepareAttachment.ts';

/**
 * `prepareAttachment` in a thread of its own, which ends with the file: what it took of memory goes with it.
 * @throws CallError refused
 */
export async function prepareBesidePage(file: Blob): Promise<PreparedAttachment> {
  const worker = new Worker(trusted(workerAddress), { type: 'module' });
  try {
    const answer = await new Promise<Result<PreparedAttachment>>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Result<PreparedAttachment>>) => resolve(data));
      worker.addEventListener('error', reject);
      worker.postMessage(file);
    });
    if (!answer.ok) throw new CallError(answer.error);
    return answer.value;
  } finally {
    worker.terminate();
  }
}

/** The page's policy starts no script from a mere text; this address is the build's own. */
function trusted(address: string): string {
  return trustedTypes.createPolicy('attachment-worker', { createScriptURL: () => address }).createScriptURL(address);
}
