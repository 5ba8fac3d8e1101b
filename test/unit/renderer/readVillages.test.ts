import { describe, expect, test } from 'vitest';
import {
  decodeText,
  mergeVillages,
  readVillages,
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
  ])('reads %s', (_, text, expected) => {
    expect(readVillages(text).map(({ name, code }) => [name, code])).toEqual(expected);
  });

  test('the same name is kept once, and a code that was missing is taken over', () => {
    const merged = mergeVillages(
      [{ name: '双塘村', code: '' }],
      readVillages('双塘村\t439981100201\n古井社区\n古井社区'),
    );
    expect(merged).toEqual({
      villages: [
        { name: '双塘村', code: '439981100201' },
        { name: '古井社区', code: '' },
      ],
      added: 1,
      merged: ['双塘村', '古井社区'],
    });
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
    [[{ name: '', code: '' }], '1至30字'],
    [[{ name: '甲村', code: '四三' }], '数字或字母'],
    [
      [
        { name: '甲村', code: '' },
        { name: '甲村', code: '' },
      ],
      '两次',
    ],
    [
      [
        { name: '甲村', code: '1' },
        { name: '乙村', code: '1' },
      ],
      '两次',
    ],
  ])('what cannot be stored is said', (villages, words) => {
    expect(villageProblem(villages)).toContain(words);
  });

  test('a file of an old Windows program is read too', () => {
    expect(decodeText(new Uint8Array([0xcb, 0xab, 0xcc, 0xc1, 0xb4, 0xe5]).buffer)).toBe('双塘村');
    expect(decodeText(new TextEncoder().encode('双塘村').buffer as ArrayBuffer)).toBe('双塘村');
  });
});
