import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createExportFolders } from '../../../electron/server/exportFolders.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hulei-folders-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const bytes = new Uint8Array([1]);

test('a folder is new: a taken name gets a number, and its name leads nowhere else', async () => {
  const folders = createExportFolders();
  expect(await folders.create(root, '排查表')).toBe(path.join(root, '排查表'));
  expect(await folders.create(root, '排查表')).toBe(path.join(root, '排查表 (2)'));
  expect(await folders.create(root, '../外面')).toBe(path.join(root, '_外面'));
  expect(await folders.create(path.join(root, '还没有'), '表')).toBe(path.join(root, '还没有', '表'));
  await symlink(path.join(root, '排查表'), path.join(root, '链接'));
  await expect(folders.create(path.join(root, '链接'), '表')).rejects.toMatchObject({ code: 'readonly' });
});

test('files go into folders of the program alone, under names that stay inside', async () => {
  const folders = createExportFolders();
  const folder = await folders.create(root, '表');
  expect(await folders.save(folder, '../a.pdf', bytes)).toBe(path.join(folder, '_a.pdf'));
  expect(await folders.save(folder, '../a.pdf', bytes)).toBe(path.join(folder, '_a (2).pdf'));
  await expect(folders.save(root, 'a.pdf', bytes)).rejects.toThrow('not a folder of the program');
  await expect(createExportFolders().save(folder, 'a.pdf', bytes)).rejects.toThrow('not a folder of the program');
});

test('what is discarded is gone, except what somebody else put there', async () => {
  const folders = createExportFolders();
  const [mine, shared] = [await folders.create(root, '一'), await folders.create(root, '二')];
  for (const folder of [mine, shared]) await folders.save(folder, 'a.pdf', bytes);
  await writeFile(path.join(shared, '自己的.txt'), '留着');
  await mkdir(path.join(shared, '自己的'));
  await folders.discard(mine);
  await folders.discard(shared);
  expect((await readdir(root)).toSorted()).toEqual(['二']);
  expect((await readdir(shared)).toSorted()).toEqual(['自己的', '自己的.txt']);
  expect(await readFile(path.join(shared, '自己的.txt'), 'utf8')).toBe('留着');
  await expect(folders.save(mine, 'a.pdf', bytes)).rejects.toThrow('not a folder of the program');
});
