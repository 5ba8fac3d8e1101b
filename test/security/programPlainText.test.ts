import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { writeOffice } from '../../electron/services/office/officeStore.ts';
import { transaction } from '../../electron/vault/database.ts';
import { createVault } from '../../electron/vault/vault.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { roster, thumbnail, unlockVault } from '../faults/deskProgram.ts';
import { jpegPieces } from '../fixtures/images/buildImages.ts';
import { startTestApp, testUser } from '../testApp.ts';
import { temporaryFolder, testRecoveryKey, testUser as vaultUser } from '../unit/vault/temporaryVault.ts';
import { type Traces, tracesIn } from './tracesIn.ts';

const name = '标记张小明双塘村';
const idNumber = '439981201701028011';
const phone = '19899990007';
const pixels = Buffer.from('SamplePixelsOfAPhotoThatNobodyMaySee');

const traces: Traces = [
  ['the name', Buffer.from(name, 'utf8')],
  ['the name in UTF-16', Buffer.from(name, 'utf16le')],
  // In GBK, which Node can read but not write.
  ['the name in GBK', Buffer.from('b1eabcc7d5c5d0a1c3f7cbabccc1b4e5', 'hex')],
  ['the name in an address', Buffer.from(encodeURIComponent(name))],
  ['the ID number', Buffer.from(idNumber)],
  ['the telephone', Buffer.from(phone)],
  ['the pixels', pixels],
  ['the pixels in base64', Buffer.from(pixels.toString('base64').slice(4, -8))],
  ['a password', Buffer.from(testUser.password)],
  ['a database in clear', Buffer.from('SQLite format 3')],
];

test('c09: of what was imported, entered, searched, filed and attached, nothing is readable in any file', async () => {
  const temporary = temporaryFolder();
  for (const variable of ['TMPDIR', 'TMP', 'TEMP']) vi.stubEnv(variable, temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const dataDir = temporaryFolder();
  let app = await startTestApp({ dataDir });
  onTestFinished(() => app.app.close());
  await app.setUp();
  const folders = [dataDir, temporary];
  const addresses: string[] = [];
  async function upload(bytes: Uint8Array): Promise<string> {
    const address = 'https://hulei.invalid/upload';
    const posted = await app.app.fetch(new Request(address, { method: 'POST', body: new Uint8Array(bytes) }));
    return ((await posted.json()) as { value: { upload: string } }).value.upload;
  }

  const lines = [
    '姓名,性别,出生日期,身份证号,村（社区）,监护人姓名,监护人电话,备注',
    `${name},男,2017-01-02,${idNumber},双塘村,${name},${phone},${name}`,
    `${name},男,不是日期,${idNumber},${name},${name},${phone},${name}`,
  ];
  const file = {
    register: 'child',
    upload: await upload(Buffer.from(lines.join('\n'))),
    fileName: `${name}.csv`,
    job: crypto.randomUUID(),
  };
  const { importId, sheetName, revision, creates } = await app.value('import.read', file);
  expect(creates).toBe(1);
  await app.value('import.saveResult', { importId, sheetName, revision, job: crypto.randomUUID() });
  await app.value('import.commit', { importId, creates, updates: 0, job: crypto.randomUUID() });
  const query = { register: 'child', search: name, filters: {}, sort: { field: 'name', descending: false } } as const;
  const [child] = (await app.value('register.list', { ...query, offset: 0, limit: 1 })).rows;
  const record = await app.value('register.get', { register: 'child', id: child?.id ?? '' });
  const { id, version, values } = record;
  const edited: MethodInput<'register.save'>['values'] = {
    ...values,
    fields: { ...values.fields, school_or_status: name },
  };
  await app.value('draft.save', { register: 'child', id, version, values: edited });
  await app.value('list.save', { id: crypto.randomUUID(), title: name, query, columns: null });
  // A refusal, and one that nobody foresaw: both come into the log.
  expect(await app.call('register.save', { register: 'child', id: null, version: null, values: edited })).toMatchObject(
    { ok: false },
  );
  const scan = jpegPieces(400, 300);
  const photo = Buffer.concat([...scan.slice(0, -1), pixels, ...scan.slice(-1)]);
  const attached = { register: 'child', record: id, name, kind: 'photo', thumbnail } as const;
  const attachment = await app.value('attachment.add', { ...attached, upload: await upload(photo) });
  addresses.push(`/attachment/${attachment.id}`);
  await app.value('attachment.save', attachment);
  const job = crypto.randomUUID();
  const selection = { ids: [id] };
  await app.value('list.export', { register: 'child', selection, columns: 'all', numbers: 'full', job });
  const { round } = await app.value('screening.open', { month: '2026-11', village: '439981100201' });
  await app.value('screening.mark', { round, records: [id], mark: { kind: 'seen' } });
  const { counts } = await app.value('screening.round', { round });
  await app.value('screening.file', { round, counts, notSeenReason: null });
  const printed = await app.value('screening.printSheets', { round });
  addresses.push(`/print/${printed.ticket}`);
  await app.value('sheet.savePdf', { ticket: printed.ticket });
  expect(readdirSync(join(dataDir, 'vault'))).toContain('children.vault-wal');
  expect(tracesIn(folders, traces)).toMatchObject({ found: [] });
  const told = [...app.hostCalls, ...addresses].join('\n');
  expect(told).toContain('saveFile');
  expect(traces.filter(([, bytes]) => Buffer.from(told).includes(bytes))).toEqual([]);

  await app.value('recycle.remove', { register: 'child', selection: { ids: [id] }, reason: name });
  app = await app.restart();
  const locked = tracesIn(folders, traces);
  expect(locked.found).toEqual([]);
  expect(locked.files).toBeGreaterThan(3);
  await app.value('session.unlock', testUser);
  expect(tracesIn(folders, traces)).toMatchObject({ found: [] });
  // The search finds what stands there.
  writeFileSync(join(temporary, `${name}.part`), Buffer.concat([photo, Buffer.from(phone)]));
  expect(tracesIn(folders, traces).found).toHaveLength(3);
});

test('c09: after the program was killed in the middle of an import nothing of the table is readable in any file', async () => {
  const temporary = temporaryFolder();
  const dataDir = temporaryFolder();
  await createVault(dataDir, {
    firstUser: vaultUser,
    recoveryKey: testRecoveryKey,
    initialize: (vault) => transaction(vault.database('office'), (database) => writeOffice(database, inventedOffice)),
  });
  const cells = roster(40)
    .toString()
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(','));
  const personal = [...new Set(cells)].filter((cell) => cell.length > 10 || /\p{Script=Han}{4}/u.test(cell));
  expect(personal.length).toBeGreaterThan(100);
  const words: Traces = [...personal, '双塘村.csv', 'SQLite format 3'].map((word) => [word, Buffer.from(word)]);
  const program = fileURLToPath(new URL('../faults/deskProgram.ts', import.meta.url));
  // Dies at a late write, when much of the transaction is in the log.
  const running = spawn(process.execPath, [program, dataDir, 'import.commit', '60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
  });
  const said: string[] = [];
  running.stdout.setEncoding('utf8').on('data', (part: string) => said.push(part));
  await once(running, 'close');
  expect(said.join('')).toBe('ready\n');
  expect(tracesIn([dataDir, temporary], words)).toMatchObject({ found: [] });
  (await unlockVault(dataDir)).close();
  expect(tracesIn([dataDir, temporary], words)).toMatchObject({ found: [] });
});
