import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApp, type TestApp, testUser } from '../testApp.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';
import { photo, roster, rosterPhone, thumbnail } from './deskProgram.ts';

/** Mounting needs root on Linux; elsewhere the test below cannot be run. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Takes what room is left but for some bytes; returns how to give it back. */
function fillDisk(folder: string, left: number): () => void {
  const filler = join(folder, 'filler');
  const descriptor = openSync(filler, 'w');
  const block = Buffer.alloc(4096);
  for (;;) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize <= left) break;
    writeSync(descriptor, block);
  }
  closeSync(descriptor);
  return () => rmSync(filler);
}

/** A program on a small disk of its own, unlocked; what it wrote before `restart` is in the file and not in the log. */
async function startOnSmallDisk(): Promise<{ disk: string; app: () => TestApp; restart: () => Promise<void> }> {
  const disk = temporaryFolder();
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', disk]).status).toBe(0);
  onTestFinished(() => void spawnSync('umount', ['-l', disk]));
  let app = await startTestApp({ dataDir: disk });
  onTestFinished(() => app.app.close());
  await app.setUp();
  return {
    disk,
    app: () => app,
    async restart() {
      app = await app.restart();
      await app.value('session.unlock', testUser);
    },
  };
}

async function upload({ app }: TestApp, bytes: Uint8Array): Promise<string> {
  const address = 'https://hulei.invalid/upload';
  const posted = await app.fetch(new Request(address, { method: 'POST', body: new Uint8Array(bytes) }));
  return ((await posted.json()) as { value: { upload: string } }).value.upload;
}

test.skipIf(!canMount)(
  'c35: on a disk that fills up in the middle of an import or a photo nothing is half there, and with room again both go through',
  async () => {
    const { disk, app: running, restart } = await startOnSmallDisk();
    // What setting up wrote is in the file, so that the next write has to grow the log.
    await restart();
    const app = running();

    const everybody = { register: 'child', filters: {}, sort: { field: 'name', descending: false } } as const;
    const search = (text: string) => app.call('register.list', { ...everybody, search: text, offset: 0, limit: 1 });
    const found = async (text: string): Promise<number> => {
      const answer = await search(text);
      return answer.ok ? answer.value.total : -1;
    };
    const full = {
      ok: false,
      error: { code: 'full', message: expect.stringMatching(/^磁盘空间不足.*请清理磁盘后再试/u) },
    };

    const input = {
      register: 'child',
      upload: await upload(app, roster(200)),
      fileName: '双塘村.csv',
      job: crypto.randomUUID(),
    };
    const { importId, creates, updates } = await app.value('import.read', input);
    const commit = () => app.call('import.commit', { importId, creates, updates, job: crypto.randomUUID() });
    for (const left of [0, 300_000]) {
      const makeRoom = fillDisk(disk, left);
      expect(await commit()).toMatchObject(full);
      expect(await found('')).toBe(0);
      // What a search finds is told nobody as long as it cannot be recorded that he looked for it.
      if (left === 0) for (let again = 0; again < 2; again += 1) expect(await search(rosterPhone)).toMatchObject(full);
      expect(await app.value('batch.list', { register: 'child' })).toEqual({ batches: [] });
      makeRoom();
      expect(await found(rosterPhone)).toBe(0);
    }
    expect(await commit()).toMatchObject({ ok: true });
    expect([await found(''), await found(rosterPhone)]).toEqual([240, 1]);

    const [child] = (await app.value('register.list', { ...everybody, search: '', offset: 0, limit: 1 })).rows;
    const record = child?.id ?? '';
    const attached = await upload(app, photo(5_000_000));
    // The very same request each time: the page may send it again.
    const attach = () =>
      app.call('attachment.add', {
        register: 'child',
        record,
        upload: attached,
        name: '院门',
        kind: 'photo',
        thumbnail,
      });
    const makeRoom = fillDisk(disk, 1_000_000);
    expect(await attach()).toMatchObject(full);
    expect(await app.value('attachment.list', { register: 'child', record })).toEqual({ attachments: [] });
    expect((await app.value('register.history', { register: 'child', id: record })).entries).toHaveLength(1);
    makeRoom();
    expect(await attach()).toMatchObject({ ok: true });
    expect(await attach()).toMatchObject({ ok: false, error: { code: 'missing' } });
    expect((await app.value('attachment.list', { register: 'child', record })).attachments).toHaveLength(1);
  },
);

test.skipIf(!canMount)(
  'c35: what is destroyed is told to be destroyed though the disk has no room to shrink the log, and the log goes when it has',
  async () => {
    const { disk, app, restart } = await startOnSmallDisk();
    const table = await upload(app(), roster(30));
    const file = { register: 'child', upload: table, fileName: '双塘村.csv', job: crypto.randomUUID() };
    const { importId, creates, updates } = await app().value('import.read', file);
    await app().value('import.commit', { importId, creates, updates, job: crypto.randomUUID() });
    const list = async (scope: 'kept' | 'deleted') => {
      const sort = { field: 'name', descending: false } as const;
      const input = { register: 'child', search: '', filters: {}, scope, sort, offset: 0, limit: 100 };
      return (await app().value('register.list', input)).rows.map(({ id }) => id);
    };
    const [gone = '', ...others] = await list('kept');
    await app().value('recycle.remove', { register: 'child', selection: { ids: [gone] }, reason: '重复录入' });
    await restart();
    for (const [index, record] of others.slice(0, 3).entries()) {
      const sent = await upload(app(), photo(1_000_000 + index));
      const added = { register: 'child', record, upload: sent, name: '院门', kind: 'photo', thumbnail } as const;
      await app().value('attachment.add', added);
    }
    const log = join(disk, 'vault', 'children.vault-wal');
    expect(statSync(log).size).toBeGreaterThan(3_000_000);

    const makeRoom = fillDisk(disk, 400_000);
    const input = { register: 'child', ids: [gone], reason: '保存期满', word: '销毁' };
    expect(await app().call('recycle.destroy', input)).toEqual({ ok: true, value: { destroyed: 1 } });
    expect(statSync(log).size).toBeGreaterThan(3_000_000);
    expect(await list('deleted')).toEqual([]);
    makeRoom();
    await app().app.close();
    expect(existsSync(log)).toBe(false);
    await restart();
    expect([(await list('deleted')).length, (await list('kept')).length]).toEqual([0, others.length]);
  },
);
