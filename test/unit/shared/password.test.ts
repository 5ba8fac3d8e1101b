import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPassword } from '../../../shared/rules/password.ts';

test.each([
  'Shiliu#27kanshu',
  'Tz8!vampuQ',
  '坡上石榴开了三回Ab7',
  'the kettle sings at noon',
  '早晨的石榴树下有一只不睡觉的猫头鹰',
])('%j is accepted without a reason', (password) => {
  const verdict = checkPassword(password, { userName: '经办甲', officeName: '双塘镇' });
  expect(verdict).toMatchObject({ acceptable: true, reasons: [] });
  expect(verdict.score).toBeGreaterThanOrEqual(2);
});

test.each([
  ['Ab1!xyq', '至少要10个字符，现在有7个'],
  ['kwmvptzqrs', '中的三种，或者加长到16个字符以上'],
  ['kwmvptzqrs77', '中的三种'],
  ['经办甲Kvmp!729q', '不要带用户名'],
  ['Kvmp!729q双塘镇', '不要带单位名称'],
  ['Kvmp!qz20140305', '不要带生日'],
  ['Kvmp!qz140305', '不要带生日'],
  ['Kvmp!qz13900000000', '不要带生日、电话号码'],
  ['Kv!439981201403050011', '身份证号码'],
])('%j is refused with what to change', (password, reason) => {
  const verdict = checkPassword(password, { userName: '经办甲', officeName: '双塘镇' });
  expect(verdict.acceptable).toBe(false);
  expect(verdict.reasons.join('')).toContain(reason);
  expect(verdict.score).toBeLessThan(2);
});

test.each([
  ['zhoumin-Kv!72', '拼音'],
  ['Zhou.Min-Kv!72', '拼音'],
  ['Shuangtang#72k', '拼音'],
  ['zhangxhKvm!72', '拼音'],
  ['Minzhou-Kv!72', '拼音'],
  ['Jianguo-2026!', '拼音'],
  ['Jian.guo-2026!', '拼音'],
  ['OuyangfKvm!72', '拼音'],
  ['Fei.ouyang!72K', '拼音'],
  ['Kvmp!qz439981', '身份证号码'],
  ['Kvmp!qz2014-03-05', '生日'],
  ['Kvmp!139 0000 0000', '电话号码'],
  ['Kvmp!0739-5280000', '电话号码'],
  ['Kvmp!qz305631X', '身份证号码'],
])('%j says who somebody is, and is refused', (password, reason) => {
  const spellings = ['zhou min', 'shuang tang', 'zhang xiao hua', 'ou yang fei', 'luo jian guo'];
  const context = { userName: '周敏', officeName: '双塘镇', spellings, areaCodes: ['439981100201'] };
  expect(checkPassword(password, context).reasons.join('')).toContain(reason);
});

test('a name of one syllable forbids no word that holds it', () => {
  const spellings = ['li', 'an', 'zhou shi', 'ou yang kan'];
  expect(checkPassword('Shiliu#27kanshu', { spellings }).acceptable).toBe(true);
});

test.each([
  'Aa123456789',
  'Abc@123456',
  'Admin@123456',
  'Admin123!@#',
  'Qwe123!@#asd',
  'Huawei@123',
  'P@ssw0rd123',
  'Passw0rd!2026',
  'Root@123456',
  'Changeme_123',
  'Changeme@2026',
  '1qaz@WSX3edc',
  '!QAZ2wsx#EDC',
  'Zaq12wsx!@',
  'Woaini520..',
  'Asdf1234!@',
  'Zxcv1234!@',
  'Test@123456',
  'Aa123456..',
  'A123456789a!',
  'Qwerty@123456',
  'Hulei@2026',
  'Minzheng@123',
  'Xiaoming@123',
])('%j stands near the top of every list of weak passwords, and is refused', (password) => {
  expect(checkPassword(password).acceptable).toBe(false);
});

test('a name is found in other case, in full width and with blanks between', () => {
  for (const password of ['ZhangSan#82kvmq', 'ｚｈａｎｇｓａｎ#82Kvmq', 'zhang san#82Kvmq']) {
    expect(checkPassword(password, { userName: 'ZhangSan' }).reasons).toContain('密码里不要带用户名。');
  }
});

/** What lists of leaked passwords, filtered by length and kinds of characters, are made of. */
const heads = [
  'Woaini',
  'Qwer',
  'Qwerty',
  'Password',
  'P@ssw0rd',
  'Admin',
  'Abc',
  'Abcd',
  'Asdf',
  'Zxcvbn',
  'Wodemima',
  'Nihao',
  '1qaz@WSX',
  'Iloveyou',
  'Wangwei',
  'Aa',
];
const tails = ['1314', '1234', '123456', '5201314', '2024', '888888', '666666', '111111', '12345678', '2025'];
const marks = ['', '!', '@', '#', '.', '@@', '!!'];
const habits = heads.flatMap((head) =>
  tails.flatMap((tail) => marks.flatMap((mark) => [`${head}${tail}${mark}`, `${head}${mark}${tail}`])),
);

test('combinations of common pieces are refused, however their characters are mixed', () => {
  expect(new Set(habits).size).toBeGreaterThan(1000);
  expect(habits.filter((password) => checkPassword(password).acceptable)).toEqual([]);
});

test.each([
  'aaaaaaaaaaaaaaaa',
  '1234567812345678',
  'qwertyuiopasdfgh',
  'woaini1314woaini1314',
  'abcabcabcabcabcabc',
  'Woaini1314!Woaini1314!',
])('length alone does not save %j', (password) => {
  expect(checkPassword(password).acceptable).toBe(false);
});

test('reasons and verdict agree, the score fits them, and nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (password) => {
      const { acceptable, reasons, score } = checkPassword(password, { userName: 'x', officeName: '' });
      expect(acceptable).toBe(reasons.length === 0);
      expect(score >= 2).toBe(acceptable);
    }),
  );
});

test('a longest password is judged fast enough for a live meter', () => {
  const start = performance.now();
  checkPassword('kv7!Qp'.repeat(170));
  expect(performance.now() - start).toBeLessThan(100);
});
