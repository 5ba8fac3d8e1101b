import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadsFolder } from '../../../electron/chromium/downloadsFolder.ts';
import { safeFileName } from '../../../electron/server/safeFileName.ts';
import { saveAs, saveExport } from '../../../electron/server/saveExport.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hulei-export-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

const hostileNames = [
  '',
  '.',
  '..',
  '...',
  '/',
  '\\',
  '../../etc/passwd',
  '..\\..\\Windows\\win.ini',
  '/etc/passwd',
  'C:\\Windows\\system32\\x.dll',
  'C:x.xlsx',
  'a/b/c.xlsx',
  'file:///etc/passwd',
  'a.xlsx:hidden',
  '\0.xlsx',
  'a\0.xlsx',
  'a\r\nb.xlsx',
  'a\tb.xlsx',
  '\u202Excod.exe',
  '登记表\u202Exslx.exe',
  '\u200B\u200B.xlsx',
  '\uFEFF登记表.xlsx',
  '\u2028.xlsx',
  '\uD800.xlsx',
  ' 前后空格 .xlsx ',
  '.hidden',
  '尾点.',
  '尾点.xlsx...',
  'CON',
  'con.xlsx',
  'PRN.pdf',
  'AUX',
  'nul.txt',
  'COM1',
  'com9.xlsx',
  'LPT1.pdf',
  'COM¹.txt',
  'CONIN$',
  '*?"<>|.xlsx',
  '~',
  '$(rm -rf).xlsx',
  '`id`.xlsx',
  '-rf.xlsx',
  '%2e%2e%2fa.xlsx',
  '长'.repeat(400),
  `${'长'.repeat(400)}.xlsx`,
  '😀'.repeat(200),
  `a.${'x'.repeat(200)}`,
  'cafe\u0301.xlsx',
  '登记表.xlsx',
];

test.each(hostileNames)(
  'the name %j is written inside the folder, under a name that any system can store',
  async (name) => {
    const folder = path.join(root, '护蕾台账');
    const saved = await saveExport(folder, name, bytes('x'));
    expect(path.dirname(saved)).toBe(folder);
    expect(await readdir(root)).toEqual(['护蕾台账']);
    expect(await readdir(folder)).toEqual([path.basename(saved)]);
    expectStorable(path.basename(saved));
  },
);

test('any text whatever becomes a name that any system can store, and stays the same when done again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const safe = safeFileName(name);
      expectStorable(safe);
      expect(safeFileName(safe)).toBe(safe);
    }),
  );
});

test('an ordinary name is kept, and a long one keeps its extension', () => {
  expect(safeFileName('失亲儿童登记表（2026年11月）.xlsx')).toBe('失亲儿童登记表（2026年11月）.xlsx');
  expect(safeFileName(`${'长'.repeat(400)}.xlsx`)).toMatch(/^长{78}\.xlsx$/u);
});

test('a taken name gets a number; what was there stays as it was', async () => {
  const saved = [];
  for (const text of ['一', '二', '三']) saved.push(await saveExport(path.join(root, 'out'), '表.xlsx', bytes(text)));
  expect(saved.map((file) => path.basename(file))).toEqual(['表.xlsx', '表 (2).xlsx', '表 (3).xlsx']);
  expect(await Promise.all(saved.map((file) => readFile(file, 'utf8')))).toEqual(['一', '二', '三']);
});

test('files saved at the same moment do not replace each other', async () => {
  const saved = await Promise.all(
    Array.from({ length: 20 }, (_, index) => saveExport(path.join(root, 'out'), '表.xlsx', bytes(`${index}`))),
  );
  expect(new Set(saved).size).toBe(20);
  const contents = await Promise.all(saved.map((file) => readFile(file, 'utf8')));
  expect(new Set(contents).size).toBe(20);
});

test('a file that the user chose to replace is replaced whole or not at all', async () => {
  const file = path.join(root, '表.xlsx');
  await writeFile(file, 'before');
  await saveAs(file, bytes('after'));
  expect(await readFile(file, 'utf8')).toBe('after');
  const folder = path.join(root, 'folder.xlsx');
  await mkdir(folder);
  await expect(saveAs(folder, bytes('x'))).rejects.toMatchObject({ code: 'readonly' });
  expect(await readdir(root)).toEqual(['folder.xlsx', '表.xlsx']);
});

test('a link under the wanted name is not followed', async () => {
  const folder = path.join(root, 'out');
  const elsewhere = path.join(root, 'elsewhere.txt');
  await mkdir(folder);
  await writeFile(elsewhere, 'untouched');
  await symlink(elsewhere, path.join(folder, '表.xlsx'));
  expect(path.basename(await saveExport(folder, '表.xlsx', bytes('x')))).toBe('表 (2).xlsx');
  expect(await readFile(elsewhere, 'utf8')).toBe('untouched');
});

test.each(['elsewhere', path.join('elsewhere', '护蕾台账')])(
  'a link in the place of the folder is refused, also one to %s',
  async (place) => {
    const elsewhere = path.join(root, place);
    await mkdir(elsewhere, { recursive: true });
    await symlink(elsewhere, path.join(root, '护蕾台账'));
    await expect(saveExport(path.join(root, '护蕾台账'), '表.xlsx', bytes('x'))).rejects.toMatchObject({
      code: 'readonly',
    });
    expect(await readdir(elsewhere)).toEqual([]);
  },
);

test('a file in the place of the folder is refused with a sentence', async () => {
  await writeFile(path.join(root, '护蕾台账'), '');
  await expect(saveExport(path.join(root, '护蕾台账'), '表.xlsx', bytes('x'))).rejects.toMatchObject({
    code: 'readonly',
  });
});

test.skipIf(process.platform === 'win32')('only this user may read what was saved', async () => {
  const saved = await saveExport(path.join(root, 'out'), '表.xlsx', bytes('x'));
  expect((await stat(saved)).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder without the right to write is refused',
  async () => {
    const folder = path.join(root, 'out');
    await mkdir(folder);
    await chmod(folder, 0o500);
    await expect(saveExport(folder, '表.xlsx', bytes('x'))).rejects.toMatchObject({ code: 'readonly' });
  },
);

test('downloads go where the desktop of this user keeps them', async () => {
  const surroundings = { platform: 'linux', home: root, env: {} } as const;
  expect(await downloadsFolder(surroundings)).toBe(path.join(root, 'Downloads'));
  await mkdir(path.join(root, '下载'));
  expect(await downloadsFolder(surroundings)).toBe(path.join(root, '下载'));
  await mkdir(path.join(root, '.config'));
  await writeFile(path.join(root, '.config', 'user-dirs.dirs'), '# comment\nXDG_DOWNLOAD_DIR="$HOME/收到的文件"\n');
  expect(await downloadsFolder(surroundings)).toBe(path.join(root, '收到的文件'));
  expect(await downloadsFolder({ platform: 'win32', home: 'C:\\Users\\wang', env: {} })).toBe(
    'C:\\Users\\wang\\Downloads',
  );
});

function expectStorable(name: string): void {
  expect(name).not.toBe('');
  expect([...name].length).toBeLessThanOrEqual(120);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(250); // ext4 and most others stop at 255 bytes; " (2)" needs room
  expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}\p{Cf}]/u);
  expect(name).not.toMatch(/^[\s.]|[\s.]$/);
  expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
  expect(name.isWellFormed()).toBe(true);
}
