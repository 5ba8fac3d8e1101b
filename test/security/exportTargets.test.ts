import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createExportFolders } from '../../electron/server/exportFolders.ts';
import { saveAs, saveExport } from '../../electron/server/saveExport.ts';
import { copyInSlices } from '../../electron/vault/durableFile.ts';
import { tellFigure } from './figure.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-targets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/** What a name can try: to climb, to name a drive, a device, a stream or a hidden file, to hide its ending, to be too long. */
const beginnings = [
  '',
  '../',
  '../../',
  '..\\',
  '/etc/',
  'C:\\',
  '\\\\server\\share\\',
  'file:///',
  '.',
  '~/',
] as const;
const names = [
  '名册.xlsx',
  'passwd',
  'CON.pdf',
  'nul',
  'a:b.docx',
  'a\u0000b.pdf',
  '表\u202Efdp.exe',
  '点点...',
  '*?<>|".xlsx',
  '长'.repeat(300),
] as const;
const hostile = beginnings.flatMap((beginning) => names.map((name) => `${beginning}${name}`));

test('c31: hostile names write in the chosen folder and nowhere else, as file, folder and file in a folder', async (context) => {
  expect(hostile).toHaveLength(100);
  const root = temporaryFolder();
  const target = join(root, 'chosen', 'deep');
  mkdirSync(target, { recursive: true });
  const folders = createExportFolders();
  for (const name of hostile) {
    await saveExport(target, name, new Uint8Array(1));
    const made = await folders.create(target, name);
    await folders.save(made, name, new Uint8Array(1));
    await expect(folders.save(join(root, name), name, new Uint8Array(1))).rejects.toThrow(
      'not a folder of the program',
    );
  }
  const outside = filesIn(root).filter((file) => !file.startsWith(join('chosen', 'deep')));
  expect(outside).toEqual([]);
  expect(filesIn(root)).toHaveLength(2 * hostile.length);
  tellFigure(context, `${hostile.length} names, ${outside.length} files outside`);
});

test('c31: a link in the place of the folder is not followed', async () => {
  const root = temporaryFolder();
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(root, 'stick'));
  await expect(saveExport(join(root, 'stick'), '名册.xlsx', new Uint8Array(1))).rejects.toMatchObject({
    code: 'readonly',
  });
  expect(filesIn(root)).toEqual([]);
});

/** A stick of three megabytes, or undefined where this user may not mount one. */
function stick(): string | undefined {
  const folder = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

const mayMount =
  process.platform === 'linux' && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
const large = new Uint8Array(5 * 1024 * 1024).fill(7);

test.skipIf(!mayMount)(
  'c34: a stick that fills up: a sentence, no file under the final name, the old one untouched',
  async () => {
    const folder = stick() ?? '';
    await expect(saveExport(folder, '名册.xlsx', large)).rejects.toMatchObject({
      code: 'full',
      message: expect.stringMatching(/[。]$/u),
    });
    expect(filesIn(folder)).toEqual([]);
    const chosen = join(folder, '上月名册.xlsx');
    writeFileSync(chosen, '上月');
    await expect(saveAs(chosen, large)).rejects.toMatchObject({ code: 'full' });
    expect(readFileSync(chosen, 'utf8')).toBe('上月');
    expect(filesIn(folder)).toEqual(['上月名册.xlsx']);
    await saveExport(folder, '小名册.xlsx', new Uint8Array(10));
    expect(filesIn(folder)).toHaveLength(2);
  },
);

test.skipIf(!mayMount)(
  'c34: a stick that is pulled out in the middle: an error, and the source is whole',
  async (context) => {
    const folder = stick() ?? '';
    const source = join(temporaryFolder(), 'source');
    writeFileSync(source, large.subarray(0, 2 * 1024 * 1024));
    let slices = 0;
    const copying = copyInSlices(source, join(folder, 'copy'), {
      report: () => {
        slices += 1;
        // What the system does when a stick is pulled: the file system is gone for every name.
        if (slices === 1) spawnSync('umount', ['-l', folder]);
      },
    }).then(
      () => copyInSlices(join(folder, 'copy'), null),
      (error: unknown) => Promise.reject(error),
    );
    await expect(copying).rejects.toThrow();
    expect(filesIn(folder)).toEqual([]);
    expect(readFileSync(source)).toHaveLength(2 * 1024 * 1024);
    tellFigure(context, 'full and pulled: 0 half files');
  },
);
