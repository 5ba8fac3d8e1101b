import { rm, rmdir } from 'node:fs/promises';
import { makeExportFolder, saveExport } from './saveExport.ts';

/** Folders for many files at once. The core may write only into those that were made while the program has been running. */
export interface ExportFolders {
  /** Makes a new folder in another one. @throws AppError full, readonly */
  create(parent: string, suggestedName: string): Promise<string>;
  /** Saves a file in one of them. @throws AppError full, readonly; Error for any other folder */
  save(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Removes what was saved in one of them, and the folder unless somebody else put something there. */
  discard(folder: string): Promise<void>;
}

/** Both hosts keep their folders with this. */
export function createExportFolders(): ExportFolders {
  const made = new Map<string, string[]>();
  const filesOf = (folder: string): string[] => {
    const files = made.get(folder);
    if (!files) throw new Error('not a folder of the program');
    return files;
  };
  return {
    async create(parent, suggestedName) {
      const folder = await makeExportFolder(parent, suggestedName);
      made.set(folder, []);
      return folder;
    },
    async save(folder, name, bytes) {
      const files = filesOf(folder);
      const file = await saveExport(folder, name, bytes);
      files.push(file);
      return file;
    },
    async discard(folder) {
      for (const file of filesOf(folder)) await rm(file, { force: true });
      made.delete(folder);
      await rmdir(folder).catch(() => undefined);
    },
  };
}
