import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { startTestApp, type TestApp } from '../../testApp.ts';

let testApp: TestApp;
const names = [
  '单雨',
  '解平',
  '仇子涵',
  '区涛',
  '尉迟洋秀',
  '万俟静玉',
  '朴𫖯',
  '张伟',
  '张小伟',
  '伟张',
  '阿依古丽·买买提',
];
const numbers: string[] = [];

beforeAll(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  const random = repeatableRandom(5);
  for (const [index, name] of names.entries()) {
    const values = inventedChild(index * 61, random);
    const firstSeventeen = `4399812015031${String(index % 10)}${String(100 + index)}`;
    const number = firstSeventeen + checkCharacterOf(firstSeventeen);
    numbers.push(number);
    const village = index === 7 ? '439981100202' : '439981100201';
    await testApp.value('register.save', {
      register: 'child',
      id: null,
      version: null,
      values: JSON.parse(
        // Nobody beside the child, so that every match is the child's own.
        JSON.stringify({ rows: {}, fields: { ...values.fields, name, id_number: number, village } }),
      ) as never,
    });
  }
});
afterAll(() => testApp.close());

async function found(search: string, filters: Record<string, string[]> = {}): Promise<string[]> {
  const page = await testApp.value('register.list', {
    register: 'child',
    search,
    filters,
    sort: { field: 'name', descending: false },
    offset: 0,
    limit: 50,
  });
  expect(page.rows).toHaveLength(page.total);
  return page.rows.map((row) => row.cells.name ?? '');
}

describe('one search box', () => {
  test.each([
    ['单', ['单雨']],
    ['shan', ['单雨']],
    ['shanyu', ['单雨']],
    ['sy', ['单雨']],
    ['danyu', ['单雨']],
    ['xieping', ['解平']],
    ['qiu', ['仇子涵']],
    ['qzh', ['仇子涵']],
    ['ou', ['区涛']],
    ['yuchi', ['尉迟洋秀']],
    ['weichi', ['尉迟洋秀']],
    ['ycyx', ['尉迟洋秀']],
    ['moqi', ['万俟静玉']],
    ['静玉', ['万俟静玉']],
    ['𫖯', ['朴𫖯']],
    ['piaofu', ['朴𫖯']],
    ['买买提', ['阿依古丽·买买提']],
    ['阿依古丽·买', ['阿依古丽·买买提']],
    ['ＺＷ', ['张伟']],
    ['没有这个人', []],
  ])('finds %s', async (typed, expected) => {
    expect(await found(typed)).toEqual(expected);
  });

  test('whole names come before longer ones and before names that hold the word further in', async () => {
    expect(await found('张')).toEqual(['张伟', '张小伟', '伟张']);
    expect(await found('伟')).toEqual(['伟张', '张伟', '张小伟']);
  });

  test('an ID number is found whole, by its beginning and by its last four, five or six', async () => {
    const number = numbers[3] ?? '';
    for (const typed of [
      number,
      number.slice(0, 14),
      number.slice(-4),
      number.slice(-5),
      number.slice(-6),
      number.toLowerCase(),
    ]) {
      expect(await found(typed)).toContain('区涛');
    }
  });

  test('a village finds its children, alone and with a name', async () => {
    expect(await found('古井')).toEqual(['张伟']);
    expect(await found('双塘村 zhang')).toEqual(['张小伟', '伟张']);
  });

  test('a village is found by pinyin and by initials where no person has that sound', async () => {
    expect(await found('gujing')).toEqual(['张伟']);
    expect(await found('gjsq')).toEqual(['张伟']);
    expect(await found('gj zhang')).toEqual(['张伟']);
  });

  test('children of one village are listed by name, in both directions', async () => {
    const inOrder = async (descending: boolean): Promise<string[]> => {
      const page = await testApp.value('register.list', {
        register: 'child',
        search: '',
        filters: { village: ['439981100201'] },
        sort: { field: 'village', descending },
        offset: 0,
        limit: 50,
      });
      return page.rows.map((row) => row.cells.name ?? '');
    };
    const byName = [
      '阿依古丽·买买提',
      '万俟静玉',
      '区涛',
      '朴𫖯',
      '仇子涵',
      '单雨',
      '伟张',
      '解平',
      '尉迟洋秀',
      '张小伟',
    ];
    expect(await inOrder(false)).toEqual(byName);
    expect(await inOrder(true)).toEqual(byName.toReversed());
  });

  test('filters narrow a search', async () => {
    expect(await found('张', { village: ['439981100202'] })).toEqual(['张伟']);
  });

  test('what is typed is never read as a pattern', async () => {
    for (const typed of ['%', '_', '*', '"', "' OR 1=1 --", 'NULL', '\u{10FFFF}'])
      expect(await found(typed)).toEqual([]);
  });
});
