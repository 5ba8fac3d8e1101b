import { randomUUID } from 'node:crypto';
import { maxUploadBytes } from '../../shared/contract/maxUploadBytes.ts';
import { AppError } from '../../shared/contract/result.ts';

export type Uploads = ReturnType<typeof createUploads>;

const keptUploads = 2;

/** Files posted by the page, kept in memory until a service takes them. They never touch the disk. */
export function createUploads() {
  const kept = new Map<string, Uint8Array>();

  /**
   * Gives a file to `work` and drops it afterwards; when `work` fails, as on a full disk, the same request can be sent again.
   * @throws AppError missing when it was taken already or pushed out by later ones; whatever `work` throws
   */
  function use<T>(upload: string, work: (bytes: Uint8Array) => T): T {
    const bytes = kept.get(upload);
    if (!bytes) throw new AppError('missing', '文件已失效，请重新选择文件');
    const result = work(bytes);
    kept.delete(upload);
    return result;
  }

  return {
    /** @throws AppError refused when the file is empty or larger than 20 MB */
    keep(bytes: Uint8Array): string {
      if (bytes.length === 0) throw new AppError('refused', '文件是空的，请重新选择');
      if (bytes.length > maxUploadBytes) throw new AppError('refused', '文件超过20 MB，请缩小或拆分后再试');
      for (const oldest of kept.keys()) if (kept.size >= keptUploads) kept.delete(oldest);
      const upload = randomUUID();
      kept.set(upload, bytes);
      return upload;
    },
    /** @throws AppError missing when it was taken already or pushed out by later ones */
    take: (upload: string): Uint8Array => use(upload, (bytes) => bytes),
    use,
  };
}
