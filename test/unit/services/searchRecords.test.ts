import fc from 'fast-check';
import { pinyin, polyphonic } from 'pinyin-pro';
import { describe, expect, test } from 'vitest';
import { repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { fuzzyTerms } from '../../../electron/services/search/fuzzyPinyin.ts';
import { recordKeys } from '../../../electron/services/search/recordKeys.ts';
import { searchTerms } from '../../../electron/services/search/searchKeys.ts';
import { type Pupil, pupil, searchDesk, valuesOf, villages } from './searchDesk.ts';

describe('surnames', () => {
  // The reading that the surname has in names, and the one that people who do not know it read.
  test.each([
    ['单', 'shan', 'dan'],
    ['解', 'xie', 'jie'],
    ['查', 'zha', 'cha'],
    ['仇', 'qiu', 'chou'],
    ['区', 'ou', 'qu'],
    ['尉迟', 'yuchi', 'weichi'],
    ['万俟', 'moqi', 'wansi'],
    ['盖', 'ge', 'gai'],
    ['朴', 'piao', 'pu'],
    ['曾', 'zeng', 'ceng'],
    ['翟', 'zhai', 'di'],
    ['任', 'ren', 'ren'],
    ['华', 'hua', 'hua'],
    ['乐', 'yue', 'le'],
    ['员', 'yun', 'yuan'],
    ['覃', 'qin', 'tan'],
    ['谌', 'chen', 'shen'],
    ['隗', 'wei', 'kui'],
    ['黑', 'hei', 'hei'],
    ['吕', 'lv', 'lyu'],
    ['单于', 'shanyu', 'danyu'],
    ['澹台', 'tantai', 'dantai'],
  ])('%s is found as %s and as %s', (surname, own, wrong) => {
    const { found } = searchDesk([{ name: `${surname}小雨` }, { name: '武梅' }]);
    for (const typed of [surname, own, wrong, `${own}xiaoyu`, `${wrong}xiaoyu`, `${own}xy`]) {
      expect(found(typed), typed).toEqual([`${surname}小雨`]);
    }
  });
});

test('one box takes hanzi, pinyin, initials, numbers and their tails, villages, and several of them', () => {
  const guardians = [{ name: '龚翠兰', phone: '19900001234', id_number: '43998119600101001X' }];
  const { found } = searchDesk([
    { name: '欧阳朵朵', id_number: '43998120150307018X', file_no: 'HL-2026-0012', village: '双塘村', guardians },
    { name: '张敏', village: '古井社区', guardians: [{ name: '张𬱖', phone: '0730-1234567' }] },
    { name: '𠮷㛃', file_no: '安护〔2026〕37号', village: '龙井社区' },
    { name: '阿依古丽·买买提', village: '双塘村' },
  ]);
  const expectations: readonly [string, string[]][] = [
    ['朵', ['欧阳朵朵']],
    ['欧阳dd', ['欧阳朵朵']],
    ['ouyangdd', ['欧阳朵朵']],
    ['ＯＹＤＤ', ['欧阳朵朵']],
    ["ou'yang", ['欧阳朵朵']],
    ['zhang敏', ['张敏']],
    ['zhāngmǐn', ['张敏']],
    ['敏', ['张敏']],
    ['𠮷', ['𠮷㛃']],
    ['㛃', ['𠮷㛃']],
    ['jie', ['𠮷㛃']],
    ['阿依古丽买', ['阿依古丽·买买提']],
    ['买买提', ['阿依古丽·买买提']],
    ['龚翠兰', ['欧阳朵朵']],
    ['翠兰', ['欧阳朵朵']],
    ['gongcui', ['欧阳朵朵']],
    ['gcl', ['欧阳朵朵']],
    ['gongcl', ['欧阳朵朵']],
    ['gongchuinan', ['欧阳朵朵']],
    ['19900001234', ['欧阳朵朵']],
    ['199 0000 1234', ['欧阳朵朵']],
    ['439981 20150307 018X', ['欧阳朵朵']],
    ['0012 1234', ['欧阳朵朵']],
    ['1234', ['欧阳朵朵', '张敏']],
    ['001X', ['欧阳朵朵']],
    ['01001x', ['欧阳朵朵']],
    ['0730-1234567', ['张敏']],
    ['1234567', ['张敏']],
    ['4567', ['张敏']],
    ['018X', ['欧阳朵朵']],
    ['7018x', ['欧阳朵朵']],
    ['HL-2026-0012', ['欧阳朵朵']],
    ['hl2026', ['欧阳朵朵']],
    ['2026-0012', ['欧阳朵朵']],
    ['0012', ['欧阳朵朵']],
    ['安护〔2026〕37号', ['𠮷㛃']],
    ['37', ['𠮷㛃']],
    ['双塘', ['阿依古丽·买买提', '欧阳朵朵']],
    ['shuangtang', ['阿依古丽·买买提', '欧阳朵朵']],
    ['stc', ['阿依古丽·买买提', '欧阳朵朵']],
    ['suantan', ['阿依古丽·买买提', '欧阳朵朵']],
    ['双塘 欧', ['欧阳朵朵']],
    ['oydd 双塘', ['欧阳朵朵']],
    ['st dd', ['欧阳朵朵']],
    ['双塘 龚', ['欧阳朵朵']],
    ['双塘 张', []],
    ['古井 社区', ['张敏']],
    ['朵朵 翠兰', ['欧阳朵朵']],
    ['-', []],
    ['·', []],
    ['%', []],
    ['_', []],
    ["' OR 1=1 --", []],
  ];
  for (const [typed, expected] of expectations) expect(found(typed).toSorted(), typed).toEqual(expected.toSorted());
});

describe('the order of what is found', () => {
  test('the whole value, then its beginning, then inside it, then the people beside the child, then other spellings', () => {
    const { found } = searchDesk([
      { name: '宁芳' },
      { name: '王伟', guardians: [{ name: '林芳' }] },
      { name: '夏林' },
      { name: '林小芳' },
      { name: '林' },
    ]);
    expect(found('lin')).toEqual(['林', '林小芳', '夏林', '王伟', '宁芳']);
    expect(found('林')).toEqual(['林', '林小芳', '夏林', '王伟']);
    expect(found('ning')).toEqual(['宁芳', '林', '林小芳', '夏林', '王伟']);
  });

  test('other spellings are left out when better matches fill the page', () => {
    const { page } = searchDesk([{ name: '宁芳' }, ...Array.from({ length: 500 }, (): Pupil => ({ name: '林芳' }))]);
    expect(page('lin')).toMatchObject({ total: 500, more: true });
    expect(page('linf').rows.every(({ cells }) => cells.name === '林芳')).toBe(true);
  });

  test('the children of a village of that name follow those whose own name it is, each once, over all pages', () => {
    const { found, page } = searchDesk([
      { name: '艾平', village: '古井社区' },
      { name: '顾静', village: '古井社区' },
      { name: '顾静怡', village: '双塘村' },
      { name: '杨柳', village: '古井社区' },
    ]);
    const all = ['顾静', '顾静怡', '艾平', '杨柳'];
    expect(found('gujing')).toEqual(all);
    for (let offset = 0; offset < all.length; offset += 1) {
      const part = page('gujing', offset, 2);
      expect(part.total).toBe(all.length);
      expect(part.rows.map(({ cells }) => cells.name)).toEqual(all.slice(offset, offset + 2));
    }
  });

  test('a surname alone does not bring along a village that begins with it', () => {
    const { found } = searchDesk([{ name: '王平' }, { name: '艾平', village: '王家村' }]);
    expect(found('wang')).toEqual(['王平']);
    expect(found('wangjia')).toEqual(['艾平']);
    expect(found('wangjiacun')).toEqual(['艾平']);
  });

  test('several words that are all common are not gone through to the end, and the result says so', () => {
    const { page } = searchDesk([
      ...Array.from({ length: 3_100 }, (): Pupil => ({ name: '安然' })),
      ...Array.from({ length: 3_100 }, (): Pupil => ({ name: '高宇' })),
      { name: '高安' },
    ]);
    expect(page('a y').more).toBe(true);
    expect(page('gao an')).toMatchObject({ total: 1, more: true });
    expect(page('高安')).toMatchObject({ total: 1, more: false });
  });

  test('words apart are found together where a village is small and where a name is rare', () => {
    const many = Array.from(
      { length: 40 },
      (_, index): Pupil => ({
        name: index % 2 === 0 ? '王小平' : '李大平',
        village: index === 0 || index === 1 ? '龙井社区' : '双塘村',
      }),
    );
    const { found } = searchDesk([...many, { name: '尉迟平', village: '双塘村' }]);
    expect(found('龙井 平')).toEqual(['王小平', '李大平']);
    expect(found('平 尉迟')).toEqual(['尉迟平']);
    expect(found('p 双塘 w')).toHaveLength(20);
  });
});

/** Pairs that input methods offer as 模糊音, as they are published. */
const initialPairs = ['zh z', 'ch c', 'sh s', 'l n', 'l r', 'f h'].map((pair) => pair.split(' '));
const finalPairs = ['ang an', 'eng en', 'ing in', 'iang ian', 'uang uan'].map((pair) => pair.split(' '));
const wholePairs = 'fa hua,fan huan,fang huang,fei hui,fen hun,feng hong,fo huo,fu hu,lv lu,nv nu,lve lue,nve nue'
  .split(',')
  .map((pair) => pair.split(' '));

/** A syllable and what one pair of the table makes of it. */
function confusedWith(syllable: string): string[] {
  const [, initial = '', final = ''] = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)$/u.exec(syllable) ?? [];
  const other = (pairs: readonly (readonly string[])[], part: string): string[] =>
    pairs.filter((pair) => pair.includes(part)).flatMap((pair) => pair.filter((each) => each !== part));
  return [
    syllable,
    ...other(initialPairs, initial).map((each) => each + final),
    ...other(finalPairs, final).map((each) => initial + each),
    ...other(wholePairs, syllable),
  ];
}

const surnames = [...'王张刘陈黄赵林罗宁任吕单解查仇区盖朴曾翟华洪方霍胡何冉傅', '欧阳', '尉迟', '万俟'];
const characters = [...'伟芳娜敏静磊军艳超兰国辉欣涵宇雨佳朵乐子晨思琪昊莹婷女绿行长重䶮㛃𬱖𫖯𠮷'];

function inventedPupils(count: number, seed: number): Pupil[] {
  const random = repeatableRandom(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const name = (): string => pick(surnames) + pick(characters) + (random() < 0.7 ? pick(characters) : '');
  return Array.from({ length: count }, (_, index) => ({
    name: name(),
    village: pick(villages.entries).label,
    file_no: `HL-${2025 + (index % 2)}-${String(index).padStart(4, '0')}`,
    guardians: [{ name: name(), phone: `199${String(Math.floor(random() * 1e8)).padStart(8, '0')}` }, { name: name() }],
  }));
}

test('hanzi that nobody is written with find who sounds like them, and only then', () => {
  const { found } = searchDesk([
    { name: '欧阳朵朵', village: '双塘村', file_no: 'HL-2026-0001', guardians: [] },
    { name: '陈敏', village: '双塘村', file_no: 'HL-2026-0002', guardians: [] },
    { name: '张伟', village: '双塘村', file_no: 'HL-2026-0003', guardians: [] },
    { name: '章薇', village: '双塘村', file_no: 'HL-2026-0004', guardians: [] },
  ]);
  expect(found('欧阳多多')).toEqual(['欧阳朵朵']);
  expect(found('陈明')).toEqual(['陈敏']);
  expect(found('张伟')).toEqual(['张伟']);
  expect(found('章伟')).toEqual(['张伟', '章薇']);
  expect(found('双塘 陈名')).toEqual(['陈敏']);
});

test('every reading of every character, and every spelling it is confused with, finds the name', () => {
  const pupils = inventedPupils(60, 1);
  const { found } = searchDesk(pupils);
  const plain = (syllable: string): string => syllable.toLowerCase().replaceAll('ü', 'v');
  for (const { name } of pupils) {
    const usual = pinyin(name, { surname: 'head', toneType: 'none', type: 'array' }).map(plain);
    const choices = polyphonic(name, { toneType: 'none', type: 'array' }).map((each) => each.map(plain));
    const readings = [usual, choices.map(([first]) => first ?? '')];
    for (const [index, each] of choices.entries()) readings.push(...each.map((choice) => usual.with(index, choice)));
    for (const reading of readings) {
      const typed = new Set(
        reading.flatMap((syllable, index) =>
          confusedWith(syllable).map((other) => reading.with(index, other).join('')),
        ),
      );
      for (const term of typed) if (/^[a-z]+$/u.test(term)) expect(found(term), `${name} ${term}`).toContain(name);
    }
  }
});

test('a search finds what going through all records finds, best first, for any words', () => {
  const pupils = inventedPupils(120, 2);
  const { found } = searchDesk(pupils);
  const indexed = pupils.map((each) => ({ each, keys: recordKeys(pupil, valuesOf(each)) }));
  const word = fc.oneof(
    fc.constantFrom(...pupils).chain(({ name, guardians = [], file_no = '' }) =>
      fc.constantFrom(
        ...[name, ...guardians.map((guardian) => guardian.name)].flatMap((each) => {
          const reading = pinyin(each, { toneType: 'none', type: 'array' });
          return [
            each,
            [...each].slice(-1).join(''),
            reading.join(''),
            reading.slice(-2).join(''),
            reading[0] ?? '',
            reading.map((one) => one.charAt(0)).join(''),
          ];
        }),
        file_no,
        file_no.slice(-4),
        guardians[0]?.phone?.slice(-4) ?? '',
      ),
    ),
    fc.string({ unit: fc.constantFrom(...'abcdefghijlmnorsuyz'), minLength: 1, maxLength: 3 }),
  );
  const beginning = fc.tuple(word, fc.nat(8)).map(([each, cut]) => [...each].slice(0, cut + 1).join(''));
  fc.assert(
    fc.property(fc.array(fc.oneof(word, beginning), { minLength: 1, maxLength: 3 }), (words) => {
      const written = searchTerms(words.join(' '));
      const heard = written.map((term) => (/\p{Script=Han}/u.test(term) ? spelling(term) : term));
      const isNoVillage = (term: string): boolean => !villages.entries.some(({ label }) => soundsLike(label, term));
      fc.pre(written.length > 0 && [...written, ...heard].every(isNoVillage));
      const rankIn = (keys: ReadonlyMap<string, number>, term: string): number => {
        const exact = [...keys].filter(([key, place]) => place <= 2 && key.startsWith(term)).map(([, place]) => place);
        if (exact.length > 0) return Math.min(...exact);
        return [...keys.keys()].some((key) => fuzzyTerms(term).some((folded) => key.startsWith(folded))) ? 3 : Infinity;
      };
      const rankedBy = (terms: readonly string[]) =>
        indexed
          .map(({ each, keys }) => ({ name: each.name, ranks: terms.map((term) => rankIn(keys, term)) }))
          .filter(({ ranks }) => Math.max(...ranks) < Infinity);
      const terms = rankedBy(written).length > 0 ? written : heard;
      const ranked = rankedBy(terms);
      const names = found(words.join(' '));
      expect(names.toSorted()).toEqual(ranked.map(({ name }) => name).toSorted());
      const isFuzzy = names.map(
        (name) => Math.min(...ranked.filter((each) => each.name === name).map(({ ranks }) => Math.max(...ranks))) === 3,
      );
      expect(isFuzzy).toEqual(isFuzzy.toSorted((a, b) => Number(a) - Number(b)));
      if (terms.length === 1) {
        const places = names.map((name) =>
          Math.min(...ranked.filter((each) => each.name === name).flatMap(({ ranks }) => ranks)),
        );
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 250, seed: 7 },
  );
});

/** As hanzi are spelt, a surname in its own reading. */
function spelling(hanzi: string): string {
  return pinyin(hanzi, { surname: 'head', toneType: 'none', type: 'array' })
    .map((syllable) => syllable.toLowerCase().replaceAll('ü', 'v'))
    .join('');
}

/** Whether a village could be meant; what villages do to a search is shown above. */
function soundsLike(label: string, term: string): boolean {
  const reading = pinyin(label, { toneType: 'none', type: 'array' });
  const initials = reading.map((one) => one.charAt(0)).join('');
  const spelt = reading.join('');
  return (
    ([...term].length > 1 && label.includes(term)) ||
    [spelt, initials].some((key) => key.startsWith(term)) ||
    fuzzyTerms(term).some((folded) => fuzzyTerms(spelt).some((key) => key.startsWith(folded)))
  );
}
