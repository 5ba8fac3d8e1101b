import { AppError, type Result } from '../../shared/contract/result.ts';
import { messageOf } from '../api/CallError.ts';
import { type PreparedAttachment, prepareAttachment } from './prepareAttachment.ts';

// Beside the page's thread: a photo of a telephone takes it longer to draw than a keystroke may wait.
addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  postMessage(await prepared(data));
});

async function prepared(file: Blob): Promise<Result<PreparedAttachment>> {
  try {
    return { ok: true, value: await prepareAttachment(file) };
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    return { ok: false, error: { code, message: error instanceof AppError ? error.message : messageOf(error) } };
  }
}
