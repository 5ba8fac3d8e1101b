import { expect, test } from 'vitest';
import { createUploads } from '../../../electron/server/uploads.ts';
import { maxUploadBytes } from '../../../shared/contract/maxUploadBytes.ts';

test('a file of 20 MB is kept; one byte more and an empty one are refused in words that suit photos and tables', () => {
  const uploads = createUploads();
  const upload = uploads.keep(new Uint8Array(maxUploadBytes));
  expect(uploads.take(upload)).toHaveLength(maxUploadBytes);
  const refused = (message: string) => expect.objectContaining({ code: 'refused', message });
  expect(() => uploads.keep(new Uint8Array(maxUploadBytes + 1))).toThrow(refused('文件超过20 MB，请缩小或拆分后再试'));
  expect(() => uploads.keep(new Uint8Array())).toThrow(refused('文件是空的，请重新选择'));
});

test('a file is used up once what was done with it succeeded, and not before', () => {
  const uploads = createUploads();
  const upload = uploads.keep(Uint8Array.of(1, 2));
  const fail = () => {
    throw new Error('full');
  };
  expect(() => uploads.use(upload, fail)).toThrow('full');
  expect(uploads.use(upload, (bytes) => bytes.length)).toBe(2);
  expect(() => uploads.use(upload, fail)).toThrow('文件已失效');
  expect(() => uploads.take(upload)).toThrow('文件已失效');
});

test('only the last two files are kept', () => {
  const uploads = createUploads();
  const [first = '', ...later] = [1, 2, 3].map((byte) => uploads.keep(Uint8Array.of(byte)));
  expect(() => uploads.take(first)).toThrow('文件已失效');
  expect(later.map((upload) => uploads.take(upload)[0])).toEqual([2, 3]);
});
