import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinDate } from '../../../shared/rules/calendarDate.ts';
import { areaCodeNotice, examineIdNumber, fitsDamage, type IdExamination } from '../../../shared/rules/idDoctor.ts';
import { checkCharacterOf, checkIdNumber } from '../../../shared/rules/idNumber.ts';

const today = '2026-11-21';
const nothing = { birth: null, sex: null, candidates: [] } as const;
const asText = (text: string) => ({ text, isNumber: false });
const asNumber = (text: string) => ({ text, isNumber: true });

interface Person {
  readonly idNumber: string;
  readonly birth: string;
  readonly sex: '1' | '2';
}

const day = fc
  .date({ min: new Date(1900, 0, 1), max: new Date(2026, 10, 21), noInvalidDate: true })
  .map((moment) => joinDate(moment.getFullYear(), moment.getMonth() + 1, moment.getDate()));

/** A person with the number that the standard gives; several of one day share all but the last four characters. */
const person = fc.tuple(day, fc.nat(999)).map(([birth, sequence]) => personOf(birth, sequence));

function personOf(birth: string, sequence: number): Person {
  const firstSeventeen = `439981${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return {
    idNumber: firstSeventeen + checkCharacterOf(firstSeventeen),
    birth,
    sex: sequence % 2 === 1 ? '1' : '2',
  };
}

function proposed(examination: IdExamination): string[] {
  return examination.state === 'sound' ? [] : examination.proposals.map((each) => each.idNumber);
}

/** What programs make of a number of 18 digits, in a number cell or, saved as .csv, in text. */
const damages = {
  'Excel keeps 15 digits': (idNumber) => `${idNumber.slice(0, 15)}000`,
  'a script keeps 64 bits': (idNumber) => String(Number(idNumber)),
  'a program writes all digits of the 64 bits': (idNumber) => BigInt(Number(idNumber)).toString(),
  'LibreOffice shows 15 digits of the 64 bits': (idNumber) => String(Number(Number(idNumber).toPrecision(15))),
} satisfies Record<string, (idNumber: string) => string>;

describe('sound numbers', () => {
  test.each(['439981202009035631', '11010519491231002X'])('%s comes back with its facts', (idNumber) => {
    const verdict = checkIdNumber(idNumber, today);
    expect(verdict.ok).toBe(true);
    expect(examineIdNumber(asText(idNumber), nothing, today)).toEqual({
      state: 'sound',
      idNumber,
      facts: verdict.ok && verdict.facts,
    });
  });

  test.each([
    "'11010519491231002x",
    ' 110105 19491231 002X ',
    '１１０１０５１９４９１２３１００２ｘ',
    '110105-19491231-002X',
  ])('the way it is written is no fault: %s', (text) => {
    expect(examineIdNumber(asText(text), nothing, today)).toMatchObject({
      state: 'sound',
      idNumber: '11010519491231002X',
    });
  });

  test('one that ends in 000 and passes the check is left alone as text', () => {
    const sound = Array.from({ length: 100 }, (_, ten) => personOf('2015-05-02', 10 * ten).idNumber).filter((each) =>
      each.endsWith('000'),
    );
    expect(sound).not.toEqual([]);
    for (const idNumber of sound) expect(examineIdNumber(asText(idNumber), nothing, today).state).toBe('sound');
  });

  test('an unknown area code is never refused, only pointed out', () => {
    for (const [areaCode, word] of [
      ['810000', '香港'],
      ['820000', '澳门'],
      ['830000', '台湾'],
      ['990000', '省级代码'],
    ] as const) {
      const firstSeventeen = `${areaCode}20150502001`;
      const idNumber = firstSeventeen + checkCharacterOf(firstSeventeen);
      expect(examineIdNumber(asText(idNumber), nothing, today)).toMatchObject({ state: 'sound', facts: { areaCode } });
      expect(areaCodeNotice(areaCode)).toContain(word);
    }
    expect(['110105', '439981', '512221', '710000'].map(areaCodeNotice)).toEqual(Array(4).fill(undefined));
  });
});

describe('numbers that a spreadsheet damaged', () => {
  test.each([
    ['439981202207263700', '439981202207263694', '2022-07-26', '1'],
    ['439981201101033300', '439981201101033298', '2011-01-03', '1'],
    ['439981201608044200', '439981201608044252', '2016-08-04', '1'],
    ['439981201601191360', '439981201601191380', '2016-01-19', '2'],
    ['439981201211218370', '439981201211218365', '2012-11-21', '2'],
    ['439981201210245100', '439981201210245142', '2012-10-24', '2'],
    ['439981200906211500', '439981200906211501', '2009-06-21', '2'],
    ['439981202209150700', '439981202209150693', '2022-09-15', '1'],
  ] as const)('the number cell %s has its number %s proposed', (text, idNumber, birth, sex) => {
    const stranger = personOf(birth, sex === '1' ? 11 : 12).idNumber;
    const examination = examineIdNumber(asNumber(text), { birth, sex, candidates: [stranger, idNumber] }, today);
    expect(examination).toEqual({
      state: 'damaged',
      reason: '身份证号被表格软件当作数值，后几位已丢失，请对照户口簿重新填写',
      proposals: [{ idNumber, reason: '同名记录中有这个号码，出生日期和没有丢失的数字都相符，请核对后采用' }],
    });
    expect(examineIdNumber(asNumber(text), { birth, sex, candidates: [stranger] }, today)).toMatchObject({
      state: 'damaged',
      proposals: [],
    });
  });

  test.each(['1.1E+17', '4.39981E+17', '4.39981202207263E+17', '4.39981e17', ' ４.39981Ｅ＋17 ', '4.39981E+14'])(
    'the text %s is damage, whatever else is known',
    (text) => {
      expect(examineIdNumber(asText(text), nothing, today)).toMatchObject({ state: 'damaged', proposals: [] });
    },
  );

  test.each(['4.39981E-17', '1.38E+10', '暂无', '0E+17.5'])('the text %s is not', (text) => {
    expect(examineIdNumber(asText(text), nothing, today).state).toBe('faulty');
  });

  test('a number cell that passes the check by chance is damaged all the same', () => {
    const chance = Array.from({ length: 1000 }, (_, sequence) => personOf('2016-01-19', sequence)).find(
      ({ idNumber }) => String(Number(idNumber)) === idNumber,
    );
    expect(chance).toBeDefined();
    expect(examineIdNumber(asNumber(chance?.idNumber ?? ''), nothing, today).state).toBe('damaged');
  });

  test('text that ends in 000 is damage where the birth agrees, a fault where it does not', () => {
    const examine = (birth: string | null) =>
      examineIdNumber(asText('439981202207263000'), { birth, sex: null, candidates: [] }, today);
    expect(checkIdNumber('439981202207263000', today)).toMatchObject({ ok: false, fault: 'check' });
    expect([examine('2022-07-26').state, examine(null).state]).toEqual(['damaged', 'damaged']);
    expect(examine('2022-07-25')).toMatchObject({ state: 'faulty', fault: 'check' });
  });

  test('text that ends in 000 and is one slip away from a candidate is a slip', () => {
    const known = { birth: '1969-12-31', sex: '2', candidates: ['439981196912312000'] } as const;
    expect(examineIdNumber(asText('439981196912311000'), known, today)).toMatchObject({
      state: 'faulty',
      proposals: [{ idNumber: '439981196912312000' }],
    });
  });

  test('where no birth is known, the digits left must state it', () => {
    const known = { birth: null, sex: null, candidates: ['439981202207263694'] };
    expect(proposed(examineIdNumber(asNumber('439981202207263700'), known, today))).toEqual(known.candidates);
    expect(proposed(examineIdNumber(asText('4.39981202207264E+17'), known, today))).toEqual(known.candidates);
    expect(proposed(examineIdNumber(asText('4.39981E+17'), known, today))).toEqual([]);
  });

  test('a number that ends in X stays text in every spreadsheet', () => {
    expect(fitsDamage('439981201305044000', '43998120130504460X')).toBe(false);
  });

  for (const [name, damage] of Object.entries(damages)) {
    test(`${name}: found, and mended by the candidate that was meant`, () => {
      fc.assert(
        fc.property(person, fc.integer({ min: 1, max: 15 }), ({ idNumber, birth, sex }, kept) => {
          fc.pre(!idNumber.endsWith('X'));
          const text = damage(idNumber);
          const known = { birth, sex, candidates: [idNumber] };
          for (const shown of [inDecimal(text, kept), inBinary(text, kept)]) {
            for (const found of [asNumber(text), asNumber(shown), asText(shown)]) {
              const examination = examineIdNumber(found, known, today);
              expect(examination.state).toBe('damaged');
              expect(proposed(examination)).toEqual([idNumber]);
            }
          }
          // As text it cannot be told from a sound number when the digits put in pass the check by chance.
          if (checkIdNumber(text, today).ok) return;
          const examination = examineIdNumber(asText(text), known, today);
          // Two places can be a swap, which the same candidate mends as a slip.
          const differing = [...text].filter((digit, place) => digit !== idNumber[place]).length;
          const isSure = text.endsWith('000') || differing > 2;
          expect(isSure ? ['damaged'] : ['damaged', 'faulty']).toContain(examination.state);
          expect(proposed(examination)).toEqual([idNumber]);
        }),
      );
    });
  }

  test('text that one wrong digit explains is not called damage, though 64 bits would hold it', () => {
    const [wrong, meant] = ['439981201110221312', '439981201110221311'];
    expect(fitsDamage(wrong, meant)).toBe(true);
    expect(examineIdNumber(asText(wrong), { birth: '2011-10-22', sex: '1', candidates: [meant] }, today)).toMatchObject(
      { state: 'faulty', fault: 'check', proposals: [{ idNumber: meant }] },
    );
  });
});

/** 439981202207263700 as a narrow column shows so many digits of it, rounded as one does on paper: 4.39981E+17. */
function inDecimal(whole: string, kept: number): string {
  const unit = 10n ** BigInt(18 - kept);
  const rounded = ((BigInt(whole) + unit / 2n) / unit).toString();
  const places = rounded.slice(1);
  return `${rounded.charAt(0)}${places === '' ? '' : `.${places}`}E+17`;
}

/** The same, rounded from the 64 bits, which can lie just below a half. */
function inBinary(whole: string, kept: number): string {
  return Number(whole).toExponential(kept - 1);
}

describe('old numbers', () => {
  test.each([
    ['439981200823614', '2020-08-23', '2', '439981202008236140'],
    ['439981201026673', '2020-10-26', '1', '439981202010266736'],
    ['439981111116640', '2011-11-16', '2', '439981201111166406'],
    ['439981101223249', '2010-12-23', '1', '439981201012232498'],
  ] as const)('%s is written with 18 digits', (text, birth, sex, idNumber) => {
    for (const found of [asText(text), asNumber(text)]) {
      expect(examineIdNumber(found, { birth, sex, candidates: [] }, today)).toEqual({
        state: 'old',
        reason: '15位旧号码已停用，请核对户口簿后填18位号码',
        proposals: [{ idNumber, reason: '按出生日期把旧号码补成18位，请核对后采用' }],
      });
    }
  });

  test('every number cut to 15 digits is restored where birth and sex agree', () => {
    fc.assert(
      fc.property(person, ({ idNumber, birth, sex }) => {
        const old = idNumber.slice(0, 6) + idNumber.slice(8, 17);
        const other = sex === '1' ? '2' : '1';
        expect(proposed(examineIdNumber(asText(old), { birth, sex, candidates: [] }, today))).toEqual([idNumber]);
        expect(proposed(examineIdNumber(asText(old), { birth, sex: other, candidates: [] }, today))).toEqual([]);
      }),
    );
  });

  test('one of another birth is not completed', () => {
    const known = { birth: '2020-08-24', sex: null, candidates: [] };
    expect(proposed(examineIdNumber(asText('439981200823614'), known, today))).toEqual([]);
  });

  test('where no birth is known it follows a candidate, else the century in which such numbers were issued', () => {
    const examine = (text: string, candidates: readonly string[] = []) =>
      proposed(examineIdNumber(asText(text), { birth: null, sex: null, candidates }, today));
    expect(examine('110105491231002')).toEqual(['11010519491231002X']);
    expect(examine('439981200823614', ['439981202008236140'])).toEqual(['439981202008236140']);
    expect(examine('439981200823614')[0]).toMatch(/^43998119200823614/u);
    // 1900 had no 29 February.
    expect(examine('439981000229614')).toEqual([]);
  });
});

describe('faulty numbers', () => {
  test.each([
    ['439981201011209852', 'check', '身份证号校验位不正确，请逐位核对'],
    ['439981201013209852', 'date', '身份证号中的出生日期不存在，请核对第7至14位'],
    ['43998120101120985O', 'characters', '身份证号只能是数字（末位可为X），请核对'],
    ['43998120101120985', 'length', '身份证号应为18位，现为17位，请核对'],
    ['4399812010112098512', 'length', '身份证号应为18位，现为19位，请核对'],
  ] as const)('%s: %s', (text, fault, reason) => {
    expect(examineIdNumber(asText(text), nothing, today)).toEqual({ state: 'faulty', fault, reason, proposals: [] });
  });

  test('one slip of the hand leads to the candidate that was meant, two slips do not', () => {
    const known = { birth: '2010-11-20', sex: '1', candidates: ['439981201011209851'] } as const;
    const examine = (text: string) => examineIdNumber(asText(text), known, today);
    expect(examine('439981201011209852')).toMatchObject({
      proposals: [{ reason: '同名记录中有这个号码，出生日期相符，只差一位，请核对后采用' }],
    });
    expect(examine('439981201011208951')).toMatchObject({
      proposals: [{ reason: '同名记录中有这个号码，出生日期相符，只是相邻两位颠倒，请核对后采用' }],
    });
    expect(proposed(examine('439981201013209851'))).toEqual(known.candidates);
    expect(proposed(examine('43998120101120985l'))).toEqual(known.candidates);
    expect(proposed(examine('439981201011209762'))).toEqual([]);
    // Two digits exchanged across others.
    expect(proposed(examine('439981201911200851'))).toEqual([]);
    // In a number cell the digits are not as they were typed, so nothing can be said of a slip.
    expect(examineIdNumber(asNumber('439981201011208851'), known, today)).toMatchObject({
      state: 'damaged',
      proposals: [],
    });
  });

  test('every single wrong digit and every swap is mended by the candidate that was meant', () => {
    fc.assert(
      fc.property(person, ({ idNumber, birth, sex }) => {
        const known = { birth, sex, candidates: [idNumber] };
        for (let place = 0; place < 18; place += 1) {
          const [before, after] = [idNumber.slice(0, place), idNumber.slice(place + 1)];
          const swapped = before + after.charAt(0) + idNumber.charAt(place) + after.slice(1);
          const wrong = [...'0123456789'].map((digit) => before + digit + after);
          for (const text of [...wrong, swapped].filter((each) => each !== idNumber)) {
            const examination = examineIdNumber(asText(text), known, today);
            expect(examination.state).not.toBe('sound');
            expect(proposed(examination)).toEqual([idNumber]);
          }
        }
      }),
    );
  });
});

test('no proposal fails the check, is of the future, or contradicts the known birth and sex', () => {
  const cell = fc.oneof(
    person.map(({ idNumber }) => idNumber.slice(0, 6) + idNumber.slice(8, 17)),
    fc
      .tuple(person, fc.constantFrom(...Object.values(damages)))
      .map(([{ idNumber }, damage]) => (/X$/u.test(idNumber) ? idNumber : damage(idNumber))),
    fc
      .tuple(person, fc.nat(17), fc.nat(9))
      .map(([{ idNumber }, place, digit]) => idNumber.slice(0, place) + digit + idNumber.slice(place + 1)),
    fc.constantFrom('4E+17', '4.4E+17', '4.39981E+17', '439981300101001'),
    fc.string(),
  );
  // Few days, so that candidates of another birth, another sex and the same number are frequent.
  const days = fc.constantFrom('1920-01-01', '2020-01-01', '2020-01-10', '2030-01-01');
  const near = fc.tuple(days, fc.integer({ min: 120, max: 129 })).map(([birth, sequence]) => personOf(birth, sequence));
  const nearCell = near.chain(({ idNumber }) =>
    fc.constantFrom(
      `${idNumber.slice(0, 15)}000`,
      String(Number(idNumber.replace('X', '0'))),
      idNumber.slice(0, 6) + idNumber.slice(8, 17),
      `${idNumber.slice(0, 17)}0`,
      '4.39981E+17',
    ),
  );
  let proposals = 0;
  fc.assert(
    fc.property(
      fc.record({ text: fc.oneof(cell, nearCell), isNumber: fc.boolean() }),
      fc.record({
        birth: fc.option(days),
        sex: fc.option(fc.constantFrom('1' as const, '2' as const)),
        candidates: fc.array(
          fc.oneof(
            near.map(({ idNumber }) => idNumber),
            fc.string(),
          ),
        ),
      }),
      (found, known) => {
        for (const idNumber of proposed(examineIdNumber(found, known, today))) {
          proposals += 1;
          const verdict = checkIdNumber(idNumber, today);
          expect(verdict.ok).toBe(true);
          if (!verdict.ok) return;
          expect(verdict.facts.birth).toBe(known.birth ?? verdict.facts.birth);
          expect(verdict.facts.sex).toBe(known.sex ?? verdict.facts.sex);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(proposals).toBeGreaterThan(100);
});
