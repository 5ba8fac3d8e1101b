import { describe, expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { saveDraft } from '../../../electron/services/drafts/draftStore.ts';
import { idSlipKeys, isIdSlip } from '../../../electron/services/duplicates/idNumberKeys.ts';
import { judgeSignals } from '../../../electron/services/duplicates/judgeSignals.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { childOf, numberOf, openDuplicatesDesk } from './duplicatesDesk.ts';

const grandmother = { relation: '62', name: '田桂英', phone: '19900000001' };
const sameNameAndBirth = '姓名读音和出生日期相同';
const sameNameAndPhone = '姓名读音和监护人电话相同';
const sameBirthAndPhone = '出生日期和监护人电话相同';
const slip = '姓名读音相同，身份证号只差一位或相邻两位颠倒';

/** The pairs of a registry of these children. */
function pairsOf(...children: readonly RecordValues[]) {
  const desk = openDuplicatesDesk();
  for (const values of children) desk.add(values);
  return desk.pairs();
}

describe('two records make a pair', () => {
  test('when their names sound alike and the birth agrees', () => {
    expect(pairsOf(childOf({ name: '单雪' }), childOf({ name: '善雪' }), childOf({ name: '丹雪' }))).toEqual([
      { names: ['单雪', '善雪'], reasons: [sameNameAndBirth], strength: 'certain', caution: null },
    ]);
  });

  test('whether the dot of a name was typed or not', () => {
    expect(pairsOf(childOf({ name: '阿依·买买提' }), childOf({ name: '阿依买买提' }))).toHaveLength(1);
  });

  test('when their names sound alike and a guardian has the same telephone', () => {
    const pairs = pairsOf(
      childOf({ name: '张敏', birth_date: '2015-03-07' }, [
        { relation: '51', name: '张山', phone: '19900000002' },
        grandmother,
      ]),
      childOf({ name: '章敏', birth_date: '2015-07-03' }, [{ ...grandmother, name: '田贵英' }]),
    );
    expect(pairs).toEqual([
      { names: ['张敏', '章敏'], reasons: [sameNameAndPhone], strength: 'certain', caution: null },
    ]);
  });

  test('as likely twins when only birth and telephone agree, after the certain ones', () => {
    const pairs = pairsOf(
      childOf({ name: '周一' }),
      childOf({ name: '周一' }),
      childOf({ name: '欧阳朵', birth_date: '2016-01-01' }, [grandmother]),
      childOf({ name: '欧阳云', birth_date: '2016-01-01' }, [grandmother]),
    );
    expect(pairs).toEqual([
      { names: ['周一', '周一'], reasons: [sameNameAndBirth], strength: 'certain', caution: null },
      { names: ['欧阳朵', '欧阳云'], reasons: [sameBirthAndPhone], strength: 'likely', caution: '可能是双胞胎' },
    ]);
  });

  test('with each reason once: what two reasons say is not said a third time', () => {
    const [pair] = pairsOf(childOf({ name: '周一' }, [grandmother]), childOf({ name: '周一' }, [grandmother]));
    expect(pair).toMatchObject({ reasons: [sameNameAndBirth, sameNameAndPhone], caution: null });
  });

  test('when the names sound alike and the ID numbers differ by one digit or two swapped neighbours', () => {
    const right = childOf({ name: '张敏', id_number: numberOf('20150307', '002') });
    const wrong = childOf({ name: '章敏', id_number: numberOf('20150317', '002') });
    const [before, swapped] = ['20150310', '20150301'].map((birth) =>
      childOf({ name: '张敏', id_number: numberOf(birth, '002') }),
    ) as [RecordValues, RecordValues];
    const far = childOf({ name: '张敏', id_number: numberOf('20150730', '002') });
    const expected = { reasons: [slip], strength: 'likely', caution: null };
    expect(pairsOf(right, wrong)).toEqual([{ names: ['张敏', '章敏'], ...expected }]);
    expect(pairsOf(before, swapped)).toEqual([{ names: ['张敏', '张敏'], ...expected }]);
    // 0307 and 0730 differ in more than a swap.
    expect(pairsOf(right, far)).toEqual([]);
    // The serial number alone agrees.
    expect(pairsOf(right, childOf({ name: '张敏', id_number: numberOf('20160418', '002') }))).toEqual([]);
  });

  test('with less confidence when two right ID numbers differ: of one name and birthday, but two people', () => {
    const [one, other] = [
      childOf({ name: '张敏', id_number: numberOf('20150307', '002') }),
      childOf({ name: '章敏', id_number: numberOf('20150307', '128') }),
    ];
    const apart = { reasons: [sameNameAndBirth], strength: 'likely', caution: '身份证号不同' };
    expect(pairsOf(one, other)).toEqual([{ names: ['张敏', '章敏'], ...apart }]);
    const desk = openDuplicatesDesk();
    desk.add(one);
    expect(desk.similar(other)).toMatchObject([apart]);
    expect(desk.similar(childOf({ name: '章敏' }))).toMatchObject([{ strength: 'certain', caution: null }]);
  });

  test('when the former number of the one is the number of the other', () => {
    const number = numberOf('20150307', '002');
    const former = number.slice(0, 6) + number.slice(8, 17);
    expect(
      pairsOf(childOf({ name: '甲', id_number: number }), childOf({ name: '乙', former_id_number: former })),
    ).toEqual([{ names: ['甲', '乙'], reasons: ['身份证号相同'], strength: 'certain', caution: null }]);
  });
});

test('a hint alone speaks for nobody, and stands beside what does', () => {
  const [id, nameBirth] = child.matchSignals;
  const register = { ...child, matchSignals: [id, { ...nameBirth, weight: 'hint' as const }] };
  expect(judgeSignals(register, new Set(['name-birth']), false)).toBeUndefined();
  expect(judgeSignals(register, new Set(['id', 'name-birth']), false)).toEqual({
    strength: 'certain',
    reasons: ['身份证号相同', sameNameAndBirth],
    caution: null,
  });
});

test('every slip in an ID number shares a key with the right one and is told from other numbers', () => {
  const right = numberOf('20150307', '128');
  const withCheck = (digits: string): string => digits + checkCharacterOf(digits);
  const digits = right.slice(0, 17);
  const slips = new Set<string>();
  for (let place = 0; place < 17; place += 1) {
    for (let digit = 0; digit <= 9; digit += 1)
      slips.add(withCheck(digits.slice(0, place) + digit + digits.slice(place + 1)));
    const swapped = digits.slice(0, place) + (digits[place + 1] ?? '') + digits[place] + digits.slice(place + 2);
    if (place < 16) slips.add(withCheck(swapped));
  }
  slips.delete(right);
  // Of its sixteen neighbours two are equal.
  expect(slips.size).toBe(17 * 9 + 15);
  for (const wrong of slips) {
    expect(isIdSlip(right, wrong)).toBe(true);
    expect(idSlipKeys(wrong).some((key) => idSlipKeys(right).includes(key))).toBe(true);
  }
  expect(isIdSlip(right, right)).toBe(false);
  expect(isIdSlip(right, numberOf('20150318', '128'))).toBe(false);
});

describe('no pair is made', () => {
  test('with a record in the recycle bin, until it comes back', async () => {
    const desk = openDuplicatesDesk();
    desk.add(childOf({ name: '周一' }));
    const other = desk.add(childOf({ name: '周一' }));
    const batch = desk.remove(other);
    expect(desk.pairs()).toEqual([]);
    await desk.service.undo('child', batch);
    expect(desk.pairs()).toHaveLength(1);
  });

  test('by a key that more than fifty share: the telephone of the office tells nobody apart', () => {
    const desk = openDuplicatesDesk();
    const office = { relation: '99', name: '村委会', phone: '19900000009' };
    const born = (index: number) => `2015-01-${String(1 + (index % 28)).padStart(2, '0')}`;
    for (let index = 0; index < 50; index += 1) desk.add(childOf({ name: '周一', birth_date: born(index) }, [office]));
    const before = desk.pairs().length;
    expect(before).toBeGreaterThan(1_000 / 8);
    expect(desk.duplicates.list({ register: 'child', offset: 0, limit: 1 }).total).toBe((50 * 49) / 2);
    desk.add(childOf({ name: '周一', birth_date: '2016-05-05' }, [office]));
    const { total, pairs } = desk.duplicates.list({ register: 'child', offset: 0, limit: 200 });
    expect(total).toBeLessThan(50);
    expect(new Set(pairs.flatMap(({ reasons }) => reasons))).not.toContain(sameNameAndPhone);
    expect(desk.similar(childOf({ name: '周一', birth_date: '2016-09-09' }, [office]))).toEqual([]);
  });
});

describe('不是同一人', () => {
  test('is remembered whichever record is named first, and can be taken back', () => {
    const desk = openDuplicatesDesk();
    const [one, other] = [desk.add(childOf({ name: '周一' })), desk.add(childOf({ name: '周一' }))];
    desk.duplicates.dismiss({ register: 'child', one: other, other: one });
    desk.duplicates.dismiss({ register: 'child', one, other });
    expect(desk.pairs()).toEqual([]);
    expect(desk.similar(childOf({ name: '周一' }), one)).toEqual([]);
    // Another entry is somebody else's.
    expect(desk.similar(childOf({ name: '周一' }))).toHaveLength(2);
    desk.duplicates.recall({ register: 'child', one, other });
    expect(desk.pairs()).toHaveLength(1);
  });

  test('holds for the record that the one has become part of, as long as the merge stands', async () => {
    const desk = openDuplicatesDesk();
    const twin = desk.add(childOf({ name: '欧阳云' }, [grandmother]));
    const drop = desk.add(childOf({ name: '欧阳朵' }, [grandmother]));
    const keep = desk.add(childOf({ name: '欧阳朵' }));
    desk.duplicates.dismiss({ register: 'child', one: twin, other: drop });
    expect(desk.pairs().map(({ names }) => names)).toEqual([['欧阳朵', '欧阳朵']]);
    const batch = desk.merge(keep, drop, desk.service.get('child', drop).values);
    // The one that stays has the grandmother's telephone by now, as the twin has.
    expect(desk.pairs()).toEqual([]);
    await desk.service.undo('child', batch);
    expect(desk.pairs().map(({ names }) => names)).toEqual([['欧阳朵', '欧阳朵']]);
  });

  test('is refused for a record that is not there', () => {
    const desk = openDuplicatesDesk();
    const one = desk.add(childOf({ name: '周一' }));
    const pair = { register: 'child', one, other: crypto.randomUUID() };
    expect(() => desk.duplicates.dismiss(pair)).toThrow(expect.objectContaining({ code: 'missing' }));
    expect(() => desk.duplicates.dismiss({ ...pair, other: one })).toThrow(
      expect.objectContaining({ code: 'missing' }),
    );
  });
});

describe('an entry', () => {
  test('names the kept records that it may repeat, the strongest first, masked', () => {
    const desk = openDuplicatesDesk();
    desk.add(childOf({ name: '欧阳云', id_number: numberOf('20150307', '128') }, [grandmother]));
    desk.add(childOf({ name: '欧阳朵', id_number: numberOf('20150307', '002') }));
    const similar = desk.similar(childOf({ name: '欧阳朵' }, [grandmother]));
    expect(similar.map(({ name, reasons, caution }) => ({ name, reasons, caution }))).toEqual([
      { name: '欧阳朵', reasons: [sameNameAndBirth], caution: null },
      { name: '欧阳云', reasons: [sameBirthAndPhone], caution: '可能是双胞胎' },
    ]);
    expect(similar[0]?.cells.id_number).toBe('439981********0024');
  });

  test('is compared by the birth that its ID number tells, and by a number that is not yet right', () => {
    const desk = openDuplicatesDesk();
    const number = numberOf('20150307', '002');
    desk.add(childOf({ name: '欧阳朵', id_number: number }));
    const typed = (fields: Record<string, string | null>) =>
      desk.similar({ fields, rows: {} }).map(({ reasons }) => reasons);
    expect(typed({ name: '欧阳朵', id_number: numberOf('20150307', '016') })).toEqual([[sameNameAndBirth]]);
    expect(typed({ name: '欧阳朵', id_number: `${number.slice(0, 9)}9${number.slice(10)}` })).toEqual([[slip]]);
    expect(typed({ name: '欧阳朵' })).toEqual([]);
    expect(typed({})).toEqual([]);
  });

  test('does not repeat itself', () => {
    const desk = openDuplicatesDesk();
    const id = desk.add(childOf({ name: '周一' }));
    expect(desk.similar(childOf({ name: '周一' }), id)).toEqual([]);
    expect(desk.similar(childOf({ name: '周一' }))).toHaveLength(1);
  });
});

test('a rescan makes the keys that a save makes, and finds the pairs again', async () => {
  const desk = openDuplicatesDesk();
  const random = repeatableRandom(5);
  for (let index = 0; index < 230; index += 1) {
    const values = inventedChild(index % 200, random);
    desk.add({ ...values, fields: { ...values.fields, id_number: null, no_id_reason: '1', name: '周一' } });
  }
  const before = desk.content();
  transaction(desk.database, () => {
    desk.database.run(sql`DELETE FROM "child_match" WHERE "owner" % 2 = 0`);
    desk.database.run(sql`UPDATE "child_match" SET "key" = 'old ' || "key" WHERE "owner" % 3 = 1`);
  });
  const { total } = before.pairs;
  expect(total).toBeGreaterThan(0);
  expect(await desk.duplicates.rescan('child')).toEqual({ records: 230, pairs: total });
  expect(desk.content()).toEqual(before);
});

describe('a merge', () => {
  test('is refused when either record was changed since it was opened, when one is gone, and of a record with itself', () => {
    const desk = openDuplicatesDesk();
    const [one, other] = [desk.add(childOf({ name: '周一' })), desk.add(childOf({ name: '周一' }))];
    const { values } = desk.service.get('child', one);
    const before = desk.content();
    const merge = (keep: { id: string; version: number }, drop: { id: string; version: number }) => () =>
      desk.duplicates.merge({ register: 'child', keep, drop, values });
    const [first, second] = [
      { id: one, version: 1 },
      { id: other, version: 1 },
    ];
    expect(merge({ ...first, version: 2 }, second)).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(merge(first, { ...second, version: 2 })).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(merge(first, { id: crypto.randomUUID(), version: 1 })).toThrow(expect.objectContaining({ code: 'missing' }));
    expect(merge(first, first)).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(desk.content()).toEqual(before);
  });

  test('is refused while there is unsaved entry for the record that would go', () => {
    const desk = openDuplicatesDesk();
    const [one, other] = [desk.add(childOf({ name: '周一' })), desk.add(childOf({ name: '周一' }))];
    const { values } = desk.service.get('child', one);
    transaction(desk.database, () =>
      saveDraft(desk.database, { register: 'child', id: other, by: '罗建国' }, { version: 1, values, savedAt: '2026' }),
    );
    expect(() => desk.merge(one, other, values)).toThrow(expect.objectContaining({ code: 'conflict' }));
    desk.merge(other, one, values);
  });

  test('that makes an impossible record says at which fields and changes nothing', () => {
    const desk = openDuplicatesDesk();
    const [one, other] = [desk.add(childOf({ name: '周一' })), desk.add(childOf({ name: '周一' }))];
    const before = desk.content();
    const wrong = childOf({ name: '周一', health: ['1', '3'] });
    expect(() => desk.merge(one, other, wrong)).toThrow(
      expect.objectContaining({ code: 'invalid', fields: expect.objectContaining({ health: expect.any(String) }) }),
    );
    expect(desk.content()).toEqual(before);
  });

  test('takes the ID number of the record that goes, keeps its own file number, and is told in both histories', () => {
    const desk = openDuplicatesDesk();
    const number = numberOf('20150307', '002');
    const keep = desk.add(childOf({ name: '欧阳朵' }));
    const drop = desk.add(childOf({ name: '欧阳朵', id_number: number }));
    const fileNumber = desk.service.get('child', keep).values.fields.file_number;
    desk.merge(keep, drop, desk.service.get('child', drop).values);
    expect(desk.service.get('child', keep).values.fields).toMatchObject({ id_number: number, file_number: fileNumber });
    expect(desk.service.history('child', keep).entries[0]?.action).toBe('merge');
    expect(desk.service.history('child', drop).entries[0]?.action).toBe('delete');
    const bin = desk.service.listPage({
      register: 'child',
      search: '',
      filters: {},
      sort: { field: 'name', descending: false },
      scope: 'deleted',
      offset: 0,
      limit: 9,
    });
    expect(bin.rows.map(({ id, deleted }) => [id, deleted?.reason])).toEqual([[drop, '已合并到另一条']]);
  });

  test('hands over the attachments that the record does not hold already, and its undoing hands them back', async () => {
    const desk = openDuplicatesDesk();
    const [keep, drop] = [desk.add(childOf({ name: '周一' })), desk.add(childOf({ name: '周一' }))];
    const own = desk.attach(keep, 'a');
    const [same, other] = [desk.attach(drop, 'a'), desk.attach(drop, 'b')];
    const batch = desk.merge(keep, drop, desk.service.get('child', keep).values);
    expect(desk.attached(keep)).toEqual([own, other]);
    expect(desk.attached(drop)).toEqual([same]);
    await desk.service.undo('child', batch);
    expect(desk.attached(keep)).toEqual([own]);
    expect(desk.attached(drop)).toEqual([same, other]);
  });
});

test('a record that comes back from the bin is found by what its family has told in the meantime', async () => {
  const desk = openDuplicatesDesk();
  const keep = desk.add(childOf({ name: '周一' }, [grandmother]));
  const drop = desk.add(childOf({ name: '周一' }, [grandmother]));
  const batch = desk.merge(keep, drop, desk.service.get('child', keep).values);
  const { values } = desk.service.get('child', keep);
  const [member] = values.rows.members ?? [];
  desk.change(keep, { ...values, rows: { ...values.rows, members: [{ ...member, phone: '19900000007' }] } });
  await desk.service.undo('child', batch);
  const before = desk.content();
  expect(before.pairs.pairs).toMatchObject([{ reasons: [sameNameAndBirth, sameNameAndPhone] }]);
  expect(desk.similar(childOf({ name: '周二' }, [{ ...grandmother, phone: '19900000007' }]))).toHaveLength(2);
  await desk.duplicates.rescan('child');
  expect(desk.content()).toEqual(before);
});
