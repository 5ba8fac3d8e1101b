import { describe, expect, test } from 'vitest';
import {
  decodeText,
  mergeVillages,
  readVillages,
  similarVillage,
  villageProblem,
  withLocalCodes,
} from '../../../renderer/components/readVillages.ts';

describe('villages as offices have them', () => {
  test.each([
    [
      'one a line',
      '双塘村\n古井社区',
      [
        ['双塘村', ''],
        ['古井社区', ''],
      ],
    ],
    [
      'two columns of a spreadsheet',
      '双塘村\t439981100201\r\n古井社区\t439981100002',
      [
        ['双塘村', '439981100201'],
        ['古井社区', '439981100002'],
      ],
    ],
    ['the code first', '439981100201\t双塘村', [['双塘村', '439981100201']]],
    [
      'row numbers and a heading',
      '序号\t村（社区）\t代码\n1\t双塘村\t439981100201\n2\t古井社区',
      [
        ['双塘村', '439981100201'],
        ['古井社区', ''],
      ],
    ],
    ['commas and quotes of a text file', '"双塘村","439981100201"\n\n  ，\n', [['双塘村', '439981100201']]],
    ['invisible characters', '\ufeff双塘村\u200b', [['双塘村', '']]],
    ['nothing but numbers', '1\n2\n3', []],
    ['a full-width code', '双塘村　４３９９８１１００２０１', [['双塘村', '439981100201']]],
    ['a code behind a blank', '双塘村 439981100201', [['双塘村', '439981100201']]],
    [
      'several names on one line',
      '坪里村，岩湾村、古井 社区',
      [
        ['坪里村', ''],
        ['岩湾村', ''],
        ['古井 社区', ''],
      ],
    ],
    ['no sums of a table', '双塘村\t439981100201\t12\n合 计\t\t12\n小计：\n总计', [['双塘村', '439981100201']]],
    ['other columns of a spreadsheet', '双塘村\t周敏\t主任', [['双塘村', '']]],
  ])('reads %s', (_, text, expected) => {
    expect(readVillages(text).villages.map(({ name, code }) => [name, code])).toEqual(expected);
  });

  test('the same name is kept once, and a code that was missing is taken over', () => {
    const merged = mergeVillages(
      [{ name: '双塘村', code: '' }],
      readVillages('双塘村\t439981100201\n古井社区\n古井社区').villages,
    );
    expect(merged).toEqual({
      villages: [
        { name: '双塘村', code: '439981100201' },
        { name: '古井社区', code: '' },
      ],
      added: ['古井社区'],
      merged: ['双塘村', '古井社区'],
    });
  });

  test('a name that is too long is told from a line without a name; characters count once each', () => {
    expect(readVillages(`${'村'.repeat(5_000)}\n123456\n合计`)).toEqual({ villages: [], unread: 1, tooLong: 1 });
    expect(readVillages(`${'𠮷'.repeat(29)}村`).villages).toHaveLength(1);
    expect(villageProblem([{ name: `${'𠮷'.repeat(29)}村`, code: '' }])).toBeUndefined();
    expect(villageProblem([{ name: '𠮷'.repeat(31), code: '' }])?.message).toBe('第1行的名称超过30字，请缩短');
  });

  test('local codes avoid those that are taken', () => {
    const villages = [
      { name: '甲村', code: '' },
      { name: '乙村', code: 'V001' },
      { name: '丙村', code: '' },
    ];
    expect(withLocalCodes(villages).map(({ code }) => code)).toEqual(['V002', 'V001', 'V003']);
  });

  test.each([
    [[], '至少'],
    [[{ name: '', code: '' }], '还没有名称'],
    [[{ name: '甲村', code: '四三' }], '数字或字母'],
    [
      [
        { name: '甲村', code: '' },
        { name: '甲村', code: '' },
      ],
      '第2行“甲村”与第1行重名',
    ],
    [
      [
        { name: '甲村', code: '1' },
        { name: '乙村', code: '1' },
      ],
      '第2行“乙村”的代码1与第1行相同',
    ],
  ])('what cannot be stored is said', (villages, words) => {
    expect(villageProblem(villages)?.message).toContain(words);
  });

  test('a file of an old Windows program is read too', () => {
    expect(decodeText(new Uint8Array([0xcb, 0xab, 0xcc, 0xc1, 0xb4, 0xe5]).buffer)).toBe('双塘村');
    expect(decodeText(new TextEncoder().encode('双塘村').buffer as ArrayBuffer)).toBe('双塘村');
  });

  test('a file that is no text is refused, and the Unicode text of a spreadsheet program is read', () => {
    const workbook = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0]);
    const picture = Uint8Array.from({ length: 400 }, (_, index) => 1 + ((index * 37) % 255));
    expect([decodeText(workbook.buffer), decodeText(picture.buffer)]).toEqual([undefined, undefined]);
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0xcc, 0x53, 0x58, 0x58, 0x51, 0x67]).buffer)).toBe('双塘村');
  });

  test('a name that differs only in the word for what the place is calls a known village', () => {
    const known = [{ name: '古井村', code: '1' }];
    expect(['古井社区', '古井村委会', '新古井社区'].map((name) => similarVillage(name, known)?.name)).toEqual([
      '古井村',
      '古井村',
      undefined,
    ]);
  });

  test('lines without a village are counted', () => {
    expect(readVillages('序号\t名称\n双塘村\n\n12345\n').unread).toBe(1);
  });
});
