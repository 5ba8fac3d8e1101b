import { expect, test } from 'vitest';
import { findTextPlaces } from '../../../shared/templates/findTextPlaces.ts';

/** Each place as `kind label[what is replaced]`, boxes as `kind label{options}`. */
function said(text: string, underlined: readonly (readonly [number, number])[] = []): string[] {
  const spans = underlined.map(([from, to]) => ({ from, to, underlined: true }));
  return findTextPlaces({ text, spans }).map(({ kind, label, from, to, boxes }) =>
    kind === 'ticks'
      ? `ticks ${label}{${boxes.map((box) => box.text).join('|')}}`
      : `${kind} ${label}[${text.slice(from, to)}]`,
  );
}

test.each([
  // Underscores and blanks behind a colon.
  ['姓名：____', ['gap 姓名[____]']],
  ['姓  名：＿＿＿ 性别:__', ['gap 姓名[＿＿＿]', 'gap 性别[__]']],
  ['填报单位：          登记人：', ['gap 填报单位[          ]', 'end 登记人[]']],
  ['电话：　　', ['end 电话[　　]']],
  ['张三，男', []],
  // Dates.
  ['填表时间：____年__月__日', ['date 填表时间[____年__月__日]']],
  ['    年  月  日', ['date [    年  月  日]']],
  ['日期：20  年  月  日', ['date 日期[20  年  月  日]']],
  ['出生年月日', []],
  ['2026年11月21日', []],
  // Boxes before and behind their words.
  ['性别：□男 □女', ['ticks 性别{男|女}']],
  ['□双亲家庭　□父母离异　□其他____', ['ticks {双亲家庭|父母离异|其他}', 'gap 其他[____]']],
  ['健康(  )、残疾(  )、患病(  )', ['ticks {健康|残疾|患病}']],
  ['男□ 女□', ['ticks {男|女}']],
  ['（ ）是 （ ）否', ['ticks {是|否}']],
  ['○是 ○否', ['ticks {是|否}']],
  ['性别：□男 □女  是否寄宿：□是 □否', ['ticks 性别{男|女}', 'ticks 是否寄宿{是|否}']],
  ['□1.小学 □2.初中', ['ticks {小学|初中}']],
  ['监护能力是否到位（  ）', ['gap 监护能力是否到位[  ]']],
  ['二〇二六年', []],
  // Placeholders.
  ['兹有{{姓名}}，{{ 性别 }}。', ['placeholder 姓名[{{姓名}}]', 'placeholder 性别[{{ 性别 }}]']],
  ['｛｛姓名｝｝«民族»', ['placeholder 姓名[｛｛姓名｝｝]', 'placeholder 民族[«民族»]']],
  ['{{}} {{', []],
  ['（盖章） 年  月  日', ['date 盖章[ 年  月  日]']],
  // Lines that introduce what follows.
  ['一、基本情况：', []],
  ['（二）家庭情况：', []],
] as const)('%s', (text, expected) => {
  expect(said(text)).toEqual(expected);
});

test('underlined blanks are a gap', () => {
  expect(said('住址          元', [[2, 12]])).toEqual(['gap 住址[          ]']);
});

test('a text without end makes nobody wait', () => {
  const started = process.cpuUsage();
  for (const piece of ['□', '(  )', '：  ', '_年 月 ', '{{', ' ', '«']) said(piece.repeat(100_000));
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});
