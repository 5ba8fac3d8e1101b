import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { moveAttachments } from '../../../electron/services/attachments/attachmentStore.ts';
import {
  type AddedFile,
  createAttachmentService,
} from '../../../electron/services/attachments/createAttachmentService.ts';
import { compartmentSchema } from '../../../electron/services/registers/compartmentSchema.ts';
import { readRecord } from '../../../electron/services/registers/recordStore.ts';
import { createRecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { type EncryptedFile, openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { child } from '../../../shared/registers/child.ts';
import { openExports } from '../../exportDesk.ts';
import {
  jpegPieces,
  jpegSegment,
  pdfFile,
  pdfObjectStream,
  pngChunk,
  pngPieces,
} from '../../fixtures/images/buildImages.ts';
import { refusal } from '../refusal.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

const [first, second] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
const marker = '东经109.73北纬38.28';
const thumbnail = Buffer.concat(jpegPieces(160, 120)).toString('base64');

/** A photo as a telephone writes it; `number` makes each another one. */
function photo(number = 0): Uint8Array {
  const [start = Buffer.alloc(0), ...rest] = jpegPieces(4_000, 3_000 - number);
  return Buffer.concat([start, jpegSegment(0xe1, Buffer.from(`Exif\0\0${marker}`)), ...rest, Buffer.from(marker)]);
}

/** A PDF whose program stands among compressed objects that are written so that nobody looks for them. */
function activeBehind(): Uint8Array {
  const objects = Buffer.from(pdfObjectStream('5 0 << /S /JavaScript >>')).toString('latin1');
  return pdfFile(Buffer.from(objects.replace('/ObjStm', '/Obj#53tm'), 'latin1'));
}

/** An address, a link to it, and an opening at a page, as they are written in a PDF. */
const address = '/S /URI /URI (http://a)';
const link = `9 0 obj << /Subtype /Link /A << ${address} >> >> endobj`;
const opensPage = '5 0 obj << /OpenAction 7 0 R >> endobj 7 0 obj << /S /GoTo /D [2 0 R /Fit] >> endobj';

/** A PDF whose action at opening stands compressed, behind a page and among other objects. */
function opening(action: string): Uint8Array {
  const objects = ['<< /Type /Catalog /OpenAction 7 0 R >>', action, '[]'];
  const places = [0, 1, 2].map((index) => objects.slice(0, index).join(' ').length + Math.min(index, 1));
  return pdfFile(pdfObjectStream(`6 ${places[0]} 7 ${places[1]} 8 ${places[2]} ${objects.join(' ')}`));
}

/** The service on a real encrypted file with two children. */
function attachmentDesk() {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  let file: EncryptedFile = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  onTestFinished(() => file.close());
  for (const { statement } of compartmentSchema([child])) file.execute(statement);
  transaction(file.database, (database) => {
    for (const id of [first, second]) {
      database.run(sql`
        INSERT INTO "child" ("id", "version", "created_at", "created_by", "updated_at", "updated_by")
        VALUES (${id}, 1, '2026-11-20T01:00:00.000Z', '经办甲', '2026-11-20T01:00:00.000Z', '经办甲')`);
    }
  });
  const saved: { name: string; bytes: Uint8Array }[] = [];
  let ids = 0;
  const leaving = openExports({
    database: () => file.database,
    saveFile: async (name, bytes) => {
      saved.push({ name, bytes });
      return `/exports/${name}`;
    },
  });
  const service = createAttachmentService({
    registers: [child],
    registerOf: () => child,
    databaseOf: () => file.database,
    exports: leaving.exports,
    user: () => '经办甲',
    now: () => new Date('2026-11-21T09:00:00+08:00'),
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
  });
  return {
    ...service,
    permit: leaving.permit,
    saved,
    file: () => file,
    reopen: () => {
      file.close();
      file = openEncrypted(path, key);
    },
    addTo: (record: string, bytes: Uint8Array, changes: Partial<AddedFile> = {}) =>
      service.add({ register: 'child', record, bytes, name: '门口的照片', kind: 'photo', thumbnail, ...changes }).id,
    names: (record: string) =>
      service.list({ register: 'child', record }).attachments.map((attachment) => attachment.name),
  };
}

let desk: ReturnType<typeof attachmentDesk>;
beforeEach(() => {
  desk = attachmentDesk();
});

describe('a photo', () => {
  test('is kept without what the camera noted, and read back byte by byte after a restart', () => {
    const id = desk.addTo(first, photo());
    desk.reopen();
    const kept = desk.read(id, 'whole');
    expect(kept?.mediaType).toBe('image/jpeg');
    expect(Buffer.from(kept?.bytes ?? []).equals(Buffer.concat(jpegPieces(4_000, 3_000)))).toBe(true);
    expect(Buffer.from(kept?.bytes ?? []).includes(marker)).toBe(false);
    expect(desk.read(id, 'thumbnail')).toMatchObject({ mediaType: 'image/jpeg' });
    expect(desk.list({ register: 'child', record: first }).attachments).toEqual([
      {
        id,
        name: '门口的照片',
        kind: 'photo',
        mediaType: 'image/jpeg',
        bytes: kept?.bytes.length,
        width: 4_000,
        height: 3_000,
        addedAt: '2026-11-21T01:00:00.000Z',
        addedBy: '经办甲',
      },
    ]);
    expect(desk.names(second)).toEqual([]);
  });

  test('that is a PNG keeps its pixels and loses its notes', () => {
    const pieces = pngPieces(30, 20);
    const noted = Buffer.concat([...pieces.slice(0, 2), pngChunk('tEXt', Buffer.from(marker)), ...pieces.slice(2)]);
    const id = desk.addTo(first, noted);
    expect(Buffer.from(desk.read(id, 'whole')?.bytes ?? []).equals(Buffer.concat(pieces))).toBe(true);
  });

  test('of the same content is on a record once, and may be on another', () => {
    desk.addTo(first, photo());
    expect(refusal(() => desk.addTo(first, photo(), { name: '又一次' }))).toMatchObject({ code: 'conflict' });
    desk.addTo(second, photo());
    expect(desk.names(first)).toHaveLength(1);
  });

  test('needs a small thumbnail without notes of its own', () => {
    const noted = Buffer.concat([
      ...jpegPieces(160, 120).slice(0, 1),
      jpegSegment(0xe1, Buffer.from(`Exif\0\0${marker}`)),
      ...jpegPieces(160, 120).slice(1),
    ]);
    const id = desk.addTo(first, photo(), { thumbnail: noted.toString('base64') });
    expect(Buffer.from(desk.read(id, 'thumbnail')?.bytes ?? []).equals(Buffer.from(thumbnail, 'base64'))).toBe(true);
    const large = Buffer.concat(jpegPieces(4_000, 3_000)).toString('base64');
    for (const bad of [null, '', 'AAAA', large]) {
      expect(refusal(() => desk.addTo(first, photo(1), { thumbnail: bad }))).toMatchObject({ code: 'invalid' });
    }
  });
});

describe('a scan', () => {
  test('that is a PDF is kept as it is', () => {
    const file = pdfFile(pdfObjectStream('4 0 << /Type /Page >>'));
    const id = desk.addTo(first, file, { kind: 'scan', thumbnail: null, name: '出生证' });
    expect(desk.read(id, 'thumbnail')).toBeNull();
    expect(desk.read(id, 'whole')?.mediaType).toBe('application/pdf');
    expect(Buffer.from(desk.read(id, 'whole')?.bytes ?? []).equals(file)).toBe(true);
    expect(desk.list({ register: 'child', record: first }).attachments[0]).toMatchObject({ width: null, height: null });
  });

  test.each([
    ['a program', pdfFile('5 0 obj << /S /JavaScript /JS (app.alert) >> endobj'), '带有程序'],
    ['a program behind another spelling', pdfFile('5 0 obj << /S /Java#53cript >> endobj'), '带有程序'],
    ['a program among compressed objects behind another spelling', activeBehind(), '带有程序'],
    ['a program among compressed objects', pdfFile(pdfObjectStream('5 0 << /S /JavaScript >>')), '带有程序'],
    ['a file inside', pdfFile('5 0 obj << /Names << /EmbeddedFiles 6 0 R >> >> endobj'), '带有程序'],
    ['a start of another program', pdfFile('5 0 obj << /S /Launch >> endobj'), '带有程序'],
    ['a form that is a program', pdfFile('5 0 obj << /AcroForm << /XFA 6 0 R >> >> endobj'), '带有程序'],
    ['such a form among compressed objects', pdfFile(pdfObjectStream('5 0 << /X#46#41[6 0 R] >>')), '带有程序'],
    ['a form that is sent', pdfFile('5 0 obj << /AA << /O << /S /SubmitForm >> >> >> endobj'), '自己打开'],
    ['a form that is sent, among compressed objects', pdfFile(pdfObjectStream('5 0 << /S/SubmitForm>>')), '自己打开'],
    ['a form that takes data in', pdfFile('5 0 obj << /S /Import#44ata /F (a.fdf) >> endobj'), '自己打开'],
    ['a way into another file', pdfFile('5 0 obj << /S /GoToR /F (\\\\host\\share) >> endobj'), '自己打开'],
    ['a way into an inner file', pdfFile('5 0 obj << /S /#47oToE >> endobj'), '自己打开'],
    ['an address that opens by itself', pdfFile(`5 0 obj << /OpenAction << ${address} >> >> endobj`), '自己打开'],
    ['such an address behind another spelling', pdfFile(`/Open#41ction << /S /#55RI /#55RI (http://a) >>`), '自己打开'],
    ['such an address as an object', pdfFile(`/OpenAction 7 0 R 7 0 obj << ${address} >> endobj`), '自己打开'],
    [
      'such an address after a page',
      pdfFile(`/OpenAction << /S /GoTo /D [2 0 R /Fit] /Next 8 0 R >> ${link}`),
      '自己打开',
    ],
    ['such an address nowhere to be seen', pdfFile(`/OpenAction 7 0 R ${link}`), '自己打开'],
    ['such an address among compressed objects', opening(`<< ${address} >>`), '自己打开'],
    ['such an address put in later', pdfFile(`${opensPage} 7 0 obj << ${address} >> endobj`), '自己打开'],
    ['a password', pdfFile('trailer << /Encrypt 7 0 R >>'), '密码'],
    ['no end', pdfFile().subarray(0, 60), '不完整'],
    ['broken compressed objects', pdfFile('3 0 obj << /Type /ObjStm >> stream\nnot compressed endstream'), '读不出来'],
  ])('with %s is refused with what to do', (_, file, words) => {
    const error = refusal(() => desk.addTo(first, file, { kind: 'scan', thumbnail: null }));
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining(words) });
    expect(error.message).toContain('请');
    expect(desk.names(first)).toEqual([]);
  });

  test.each([
    ['at a page', pdfFile(`/OpenAction [2 0 R /FitH 800] ${link}`)],
    ['at a page by an action', pdfFile(`/OpenAction << /Type /Action /S /GoTo /D [2 0 R /Fit] >> ${link}`)],
    ['at a page by an object', pdfFile(`${opensPage} ${link}`)],
    ['at a page by a compressed object', Buffer.concat([pdfFile(link), opening('<< /S /GoTo /D [2 0 R /Fit] >>')])],
    ['as usual, with links to click', pdfFile(link)],
    ['by names that only begin alike', pdfFile('5 0 obj << /XFAs 1 /LaunchPad 2 >> endobj')],
  ])('that opens %s is kept', (_, file) => {
    desk.addTo(first, file, { kind: 'scan', thumbnail: null, name: '出生证' });
    expect(desk.names(first)).toEqual(['出生证']);
  });

  const bomb = pdfObjectStream(Buffer.alloc(30 * 1024 * 1024));
  /** Of processor time, which other work on the machine does not lengthen. */
  const millisecondsSince = (started: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
  };
  const small = Buffer.from(pdfObjectStream(''));
  test.each([
    ['unfolds without end', Buffer.concat([bomb, bomb, bomb, bomb])],
    ['holds very many compressed objects', Buffer.alloc(15 * 1024 * 1024, small)],
    ['says so much about them that their start is out of reach', Buffer.alloc(15 * 1024 * 1024, '/ObjStm ')],
  ])('that %s is refused within three seconds', (_, body) => {
    const started = process.cpuUsage();
    const error = refusal(() => desk.addTo(first, pdfFile(body), { kind: 'scan', thumbnail: null }));
    expect(error.message).toContain('读不出来');
    expect(millisecondsSince(started)).toBeLessThan(3_000);
  });

  const sixteen = Array.from({ length: 16 }, (_, index) => `/OpenAction ${index + 1} 0 R`).join(' ');
  const table = Array.from({ length: 4_000 }, (_, index) => `${index} 0`).join(' ');
  const tables = Buffer.concat(Array.from({ length: 1_999 }, () => pdfObjectStream(table)));
  test.each([
    ['opens again and again', Buffer.alloc(15 * 1024 * 1024, '/OpenAction 7 0 R/URI ')],
    [
      'opens at one of very many objects',
      Buffer.concat([Buffer.alloc(15 * 1024 * 1024, '7 0 obj[0] '), Buffer.from(`${sixteen}/URI `)]),
    ],
    [
      'opens at an object that none of very many is',
      Buffer.concat([Buffer.alloc(15 * 1024 * 1024, '99 0 obj[0] '), Buffer.from(`${sixteen}/URI `)]),
    ],
    ['opens at one of very many compressed objects', Buffer.concat([tables, Buffer.from('/OpenAction 9999 0 R/URI ')])],
    [
      'opens at a place after very much space',
      Buffer.concat([Buffer.from('/OpenAction '), Buffer.alloc(15 * 1024 * 1024, ' '), Buffer.from('/URI ')]),
    ],
    [
      'is names and nothing else',
      Buffer.concat([Buffer.alloc(15 * 1024 * 1024, '/aaa'), Buffer.from('/OpenAction<</S/URI>> ')]),
    ],
  ])('that %s is refused within three seconds as one that opens an address', (_, body) => {
    const started = process.cpuUsage();
    const error = refusal(() => desk.addTo(first, pdfFile(body), { kind: 'scan', thumbnail: null }));
    expect(error.message).toContain('自己打开');
    expect(millisecondsSince(started)).toBeLessThan(3_000);
  });
});

describe('a file', () => {
  test.each([
    ['an iPhone’s own format', Buffer.from('\0\0\0\x18ftypheic....', 'latin1'), '兼容性最佳'],
    ['a moving picture', Buffer.from('GIF89a........'), '另存为'],
    ['a document', Buffer.from('PK\x03\x04........', 'latin1'), '打印成PDF'],
    ['a picture cut off', Buffer.from(photo()).subarray(0, 200), '不完整'],
  ])('that is %s is refused with what to do', (_, bytes, words) => {
    expect(refusal(() => desk.addTo(first, bytes)).message).toContain(words);
    expect(desk.names(first)).toEqual([]);
  });

  test('of 20 MB is stored and read, one byte more is not', () => {
    const limit = 20 * 1024 * 1024;
    const empty = pdfFile();
    const whole = pdfFile(Buffer.alloc(limit - empty.length, 'x'));
    const id = desk.addTo(first, whole, { kind: 'scan', thumbnail: null });
    expect(desk.read(id, 'whole')?.bytes.length).toBe(limit);
    const more = pdfFile(Buffer.alloc(limit - empty.length + 1, 'x'));
    expect(refusal(() => desk.addTo(first, more, { kind: 'scan', thumbnail: null })).message).toContain('20 MB');
  });

  test('beyond a hundred on one record is refused', () => {
    for (let number = 0; number < 100; number += 1) desk.addTo(first, photo(number));
    expect(refusal(() => desk.addTo(first, photo(100))).message).toContain('100');
    const [attachment] = desk.list({ register: 'child', record: first }).attachments;
    desk.remove(attachment?.id ?? '');
    desk.addTo(first, photo(100));
    expect(refusal(() => desk.restore(attachment?.id ?? '')).message).toContain('100');
  });

  test('for a record that is not there is refused', () => {
    expect(refusal(() => desk.addTo('00000000-0000-4000-8000-0000000000ff', photo())).code).toBe('missing');
  });
});

describe('an attachment', () => {
  test('takes another name, tidied, and refuses no name and too long ones', () => {
    const id = desk.addTo(first, photo());
    const rename = (name: string) => desk.rename({ id, name });
    rename('  户口\u202e本\u3000第一页 ');
    expect(desk.names(first)).toEqual(['户口本 第一页']);
    expect(refusal(() => rename(' \u200b '))).toMatchObject({ fields: { name: expect.any(String) } });
    expect(refusal(() => rename('长'.repeat(61))).message).toContain('现有61字');
    rename('𠮷'.repeat(60));
    expect(desk.names(first)).toEqual(['𠮷'.repeat(60)]);
  });

  test('that was removed is not shown nor served, and comes back whole', () => {
    const id = desk.addTo(first, photo());
    const before = desk.list({ register: 'child', record: first });
    desk.remove(id);
    expect(desk.names(first)).toEqual([]);
    expect(desk.read(id, 'whole')).toBeNull();
    expect(desk.read(id, 'thumbnail')).toBeNull();
    expect(refusal(() => desk.remove(id)).code).toBe('missing');
    expect(refusal(() => desk.rename({ id, name: '新名' })).code).toBe('missing');
    desk.reopen();
    desk.restore(id);
    expect(desk.list({ register: 'child', record: first })).toEqual(before);
    expect(desk.read(id, 'whole')).not.toBeNull();
  });

  test('is not brought back beside the same file added again', () => {
    const id = desk.addTo(first, photo());
    desk.remove(id);
    desk.addTo(first, photo());
    expect(refusal(() => desk.restore(id)).code).toBe('conflict');
  });

  test('is saved under a name that says kind and day, and nobody’s name', async () => {
    const id = desk.addTo(first, photo(), { name: '欧阳朵朵' });
    expect(await desk.save({ id, permit: await desk.permit({ method: 'attachment.save', id }) })).toEqual({
      path: '/exports/附件-照片-20261121.jpg',
    });
    expect(desk.saved[0]?.bytes.length).toBe(desk.read(id, 'whole')?.bytes.length);
  });

  test('that is unknown is missing in every way', async () => {
    const id = '00000000-0000-4000-8000-0000000000ff';
    expect(desk.read(id, 'whole')).toBeNull();
    expect(refusal(() => desk.remove(id)).code).toBe('missing');
    expect(refusal(() => desk.restore(id)).code).toBe('missing');
    await expect(desk.save({ id, permit: await desk.permit({ method: 'attachment.save', id }) })).rejects.toMatchObject(
      { code: 'missing' },
    );
  });
});

describe('the attachments of a record', () => {
  test('go over to another one and back again', () => {
    const ids = [desk.addTo(first, photo(1)), desk.addTo(first, photo(2))];
    desk.addTo(second, photo(3), { name: '原有' });
    transaction(desk.file().database, (database) => moveAttachments(database, ids, second));
    expect(desk.names(first)).toEqual([]);
    expect(desk.names(second)).toHaveLength(3);
    transaction(desk.file().database, (database) => moveAttachments(database, ids, first));
    expect(desk.names(first)).toHaveLength(2);
    expect(desk.names(second)).toEqual(['原有']);
  });

  test('are destroyed with it, removed ones too, and nobody else’s', () => {
    const [kept, gone] = [desk.addTo(first, photo(1)), desk.addTo(first, photo(2))];
    desk.remove(gone);
    const other = desk.addTo(second, photo(1));
    transaction(desk.file().database, (database) => {
      const writer = createRecordWriter(database, child, {
        authorship: { by: '经办甲', at: '2026-11-21T01:00:00.000Z' },
        context: { today: '2026-11-21', villages: codeTable('村（社区）', '测试', []) },
        newId: () => second,
        batch: null,
      });
      const stored = readRecord(database, child, first);
      if (stored) writer.remove(stored, '登记错误');
      writer.destroy(first, '登记错误');
    });
    expect(desk.read(kept, 'whole')).toBeNull();
    expect(refusal(() => desk.restore(gone)).code).toBe('missing');
    expect(desk.read(other, 'whole')).not.toBeNull();
    const left = desk.file().database.get<{ total: number }>(sql`SELECT count(*) AS "total" FROM "attachment_content"`);
    expect(left?.total).toBe(1);
  });
});
