import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApp, testUser } from '../testApp.ts';
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

test.skipIf(!canMount)(
  'on a disk that fills up in the middle of an import or a photo nothing is half there, and with room again both go through',
  async () => {
    const disk = temporaryFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', disk]).status).toBe(0);
    onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    const first = await startTestApp({ dataDir: disk });
    await first.setUp();
    // What setting up wrote is in the file, so that the next write has to grow the log.
    const app = await first.restart();
    onTestFinished(() => app.app.close());
    await app.value('session.unlock', testUser);

    async function upload(bytes: Uint8Array): Promise<string> {
      const address = 'https://hulei.invalid/upload';
      const posted = await app.app.fetch(new Request(address, { method: 'POST', body: new Uint8Array(bytes) }));
      return ((await posted.json()) as { value: { upload: string } }).value.upload;
    }
    const everybody = { register: 'child', filters: {}, sort: { field: 'name', descending: false } } as const;
    const found = async (search: string): Promise<number> =>
      (await app.value('register.list', { ...everybody, search, offset: 0, limit: 1 })).total;
    const full = {
      ok: false,
      error: { code: 'full', message: expect.stringMatching(/^磁盘空间不足.*请清理磁盘后再试/u) },
    };

    const input = {
      register: 'child',
      upload: await upload(roster(200)),
      fileName: '双塘村.csv',
      job: crypto.randomUUID(),
    };
    const { importId, creates, updates } = await app.value('import.read', input);
    const commit = () => app.call('import.commit', { importId, creates, updates, job: crypto.randomUUID() });
    for (const left of [0, 300_000]) {
      const makeRoom = fillDisk(disk, left);
      expect(await commit()).toMatchObject(full);
      expect([await found(''), await found(rosterPhone)]).toEqual([0, 0]);
      expect(await app.value('batch.list', { register: 'child' })).toEqual({ batches: [] });
      makeRoom();
    }
    expect(await commit()).toMatchObject({ ok: true });
    expect([await found(''), await found(rosterPhone)]).toEqual([240, 1]);

    const [child] = (await app.value('register.list', { ...everybody, search: '', offset: 0, limit: 1 })).rows;
    const record = child?.id ?? '';
    const attach = async () =>
      app.call('attachment.add', {
        register: 'child',
        record,
        upload: await upload(photo(5_000_000)),
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
    expect((await app.value('attachment.list', { register: 'child', record })).attachments).toHaveLength(1);
  },
);
