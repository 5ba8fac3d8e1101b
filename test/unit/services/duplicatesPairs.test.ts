import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childOf, openDuplicatesDesk } from './duplicatesDesk.ts';

/** Names with how they sound, by hand. */
const sounds = { 单雪: 'shan xue', 善雪: 'shan xue', 丹雪: 'dan xue', 曾乐: 'zeng le', 增乐: 'zeng le' } as const;
const phones = ['19900000001', '19900000002'];

const person = fc.record({
  name: fc.constantFrom(...(Object.keys(sounds) as (keyof typeof sounds)[])),
  birth: fc.constantFrom('2015-03-07', '2016-01-01', '2017-05-05'),
  phones: fc.subarray(phones),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

/** Why two people may be one, by a look at both. */
function reasonsOf(one: Person, other: Person): string[] {
  const sound = sounds[one.name] === sounds[other.name];
  const birth = one.birth === other.birth;
  const phone = one.phones.some((each) => other.phones.includes(each));
  return [
    ...(sound && birth ? ['姓名读音和出生日期相同'] : []),
    ...(sound && phone ? ['姓名读音和监护人电话相同'] : []),
    ...(birth && phone && !sound ? ['出生日期和监护人电话相同'] : []),
  ];
}

test('the pairs are those that a look at every two records finds, and an entry resembles the same ones', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 12 }), (people) => {
      const desk = openDuplicatesDesk();
      const values = people.map(({ name, birth, phones: theirs }) =>
        childOf(
          { name, birth_date: birth },
          theirs.map((phone, index) => ({ name: ['田桂英', '欧阳山'][index] ?? '', phone })),
        ),
      );
      const ids = values.map(desk.add);
      const expected = people.flatMap((one, index) =>
        people.slice(index + 1).flatMap((other, distance) => {
          const reasons = reasonsOf(one, other);
          return reasons.length === 0 ? [] : [{ pair: [ids[index], ids[index + 1 + distance]], reasons }];
        }),
      );
      const sorted = (list: readonly unknown[]): string[] => list.map((each) => JSON.stringify(each)).sort();
      const { total, pairs } = desk.duplicates.list({ register: 'child', offset: 0, limit: 200 });
      expect(total).toBe(expected.length);
      expect(sorted(pairs.map(({ one, other, reasons }) => ({ pair: [one.id, other.id], reasons })))).toEqual(
        sorted(expected),
      );
      ids.forEach((id, index) => {
        const others = expected.filter(({ pair }) => pair.includes(id));
        const similar = desk.similar(values[index] ?? childOf({}), id);
        expect(similar).toHaveLength(Math.min(5, others.length));
        for (const { id: found, reasons } of similar) {
          expect(others.find(({ pair }) => pair.includes(found))?.reasons).toEqual(reasons);
        }
      });
    }),
    { numRuns: 25 },
  );
});
