import type { Outlet } from './createExportService.ts';

/**
 * Saves files into a new folder. Stopped or failed, nothing of the folder stays.
 * @returns what `save` made of the folder; null when nobody chose where it is to be
 * @throws what `save` throws
 */
export async function inNewFolder<T>(
  outlet: Pick<Outlet, 'createFolder' | 'discardFolder'>,
  name: string,
  save: (folder: string) => Promise<T>,
): Promise<T | null> {
  const folder = await outlet.createFolder(name);
  if (folder === null) return null;
  try {
    return await save(folder);
  } catch (error) {
    // What went wrong first is what the user has to know.
    await outlet.discardFolder(folder).catch(() => undefined);
    throw error;
  }
}

/** The place of a file among others as its name says it, so that folders sort by it: 001; of ten thousand 00001. */
export function runningNumber(index: number, total: number): string {
  return String(index + 1).padStart(Math.max(3, String(total).length), '0');
}
