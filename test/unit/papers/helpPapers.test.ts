import { describe, expect, it, test } from 'vitest';
import { F12 } from '../../../shared/forms/F12.ts';
import { F13 } from '../../../shared/forms/F13.ts';
import { F14 } from '../../../shared/forms/F14.ts';
import { F16 } from '../../../shared/forms/F16.ts';
import { F18 } from '../../../shared/forms/F18.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import type { Part, Sheet } from '../../../shared/forms/sheet.ts';
import { careAgreement } from '../../../shared/papers/careAgreement.ts';
import { consultation } from '../../../shared/papers/consultation.ts';
import { familyPapers } from '../../../shared/papers/familyPapers.ts';
import { guardianshipAssessment } from '../../../shared/papers/guardianshipAssessment.ts';
import { helpOutcome } from '../../../shared/papers/helpOutcome.ts';
import { helpPlan } from '../../../shared/papers/helpPlan.ts';
import { helpRecord } from '../../../shared/papers/helpRecord.ts';
import { homeVisit } from '../../../shared/papers/homeVisit.ts';
import { newEntry, type Paper, summaryOf } from '../../../shared/papers/paper.ts';
import { parentSearchReceipt } from '../../../shared/papers/parentSearchReceipt.ts';
import { checkRecord, errorsOf, findingsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { type RecordValues, readValue, type Values } from '../../../shared/registers/register.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

const papers: readonly Paper[] = [
  parentSearchReceipt,
  familyPapers,
  careAgreement,
  guardianshipAssessment,
  helpPlan,
  helpRecord,
  homeVisit,
  helpOutcome,
  consultation,
];

/** The sample with some of its values changed. */
function changed({ sample }: Paper, fields: Values, rows: RecordValues['rows'] = {}): RecordValues {
  return { fields: { ...sample.fields, ...fields }, rows: { ...sample.rows, ...rows } };
}

/** What somebody should look at: path and the beginning of the sentence. */
function findings(paper: Paper, fields: Values, rows: RecordValues['rows'] = {}): string[] {
  return findingsOf(checkRecord(paper, changed(paper, fields, rows), sheetContext)).map(
    ({ severity, path, message }) => `${severity} ${path} ${message}`,
  );
}

const origin = { about: child.sample, office: inventedTownship, user: '周敏', context: sheetContext };

describe.each(papers.map((paper) => [paper.title, paper] as const))('%s', (_title, paper) => {
  it('has a sample without a fault, kept with the child', () => {
    expect(checkRecord(paper, paper.sample, sheetContext).filter(({ severity }) => severity !== 'gap')).toEqual([]);
    expect([paper.kept, paper.about]).toEqual([true, child]);
    expect(summaryOf(paper, paper.sample, sheetContext)).not.toBe('');
  });

  it('asks in its sections for every field and row once', () => {
    const asked = paper.sections.flatMap(({ fields }) => fields);
    expect(asked.toSorted()).toEqual([...Object.keys(paper.fields), ...Object.keys(paper.rows)].toSorted());
  });

  it('begins with values that are valid, with a child and without one', () => {
    for (const about of [child.sample, null]) {
      const entry = newEntry(paper, { ...origin, about });
      const entered = Object.entries(entry.fields).filter(([, value]) => value !== null);
      const faults = errorsOf(checkRecord(paper, entry, sheetContext)).map(({ path }) => path);
      expect(entered.map(([key]) => key).filter((key) => faults.includes(key))).toEqual([]);
    }
  });
});

describe('sealed matter', () => {
  const sealed = /性侵|家暴|虐待|拐卖|强制报告|受侵害|不良行为|报案|艾滋|失足|吸毒酗酒/u;

  test('is no field, code or view of these papers', () => {
    const words = papers.flatMap((paper) =>
      [paper.fields, paper.views, ...Object.values(paper.rows).map(({ fields }) => fields)].flatMap((fields) =>
        Object.values(fields).flatMap(({ label, kind }) => [
          label,
          ...(kind.options?.(sheetContext).entries ?? []).map((entry) => entry.label),
        ]),
      ),
    );
    expect(words.filter((word) => sealed.test(word))).toEqual([]);
  });

  test.each([
    [F13, ['正在遭受家庭暴力、虐待或性侵害', '被拐卖、被非法雇用', '自伤自杀言行']],
    [F14, ['已报案', '未报案', '不良行为', '严重不良行为', '疑似受侵害（已强制报告）', '强制报告']],
    [F16, ['性侵', '家暴', '虐待', '不需要', '已报告，编号']],
    [F12[3], ['无性侵害、虐待、遗弃、拐卖、暴力伤害等记录', '无吸毒酗酒赌博']],
  ] as const)('has boxes for the pen alone on $key', (sheet: Sheet, texts) => {
    const parts: Part[] = sheet.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.parts));
    const boxes = parts.flatMap((part) => (typeof part === 'object' && part.kind === 'penTick' ? [part.text] : []));
    for (const text of texts) expect(boxes).toContain(text);
    const bound = parts.flatMap((part) => (typeof part === 'object' && part.kind === 'tick' ? [part.text] : []));
    expect(bound.filter((text) => sealed.test(text))).toEqual([]);
  });

  test('F18 names the child by the number of its file alone, on attached sheets too', () => {
    const values = changed(consultation, { facts: '入户走访时发现孩子独自在家。'.repeat(40) });
    const pages = layoutSheet(F18, { values, about: child.sample, office: inventedTownship, context: sheetContext });
    expect(pages.map(({ kind }) => kind)).toEqual(['sheet', 'attachment']);
    const all = JSON.stringify(pages);
    expect(all).toContain('2026-00001');
    for (const secret of ['欧阳朵朵', '439981201503070024']) expect(all).not.toContain(secret);
  });
});

describe('the police’s receipt', () => {
  test('counts six months from the day the search was taken up', () => {
    const due = (accepted_on: string | null): unknown =>
      readValue(parentSearchReceipt, changed(parentSearchReceipt, { accepted_on }), 'six_months_on', sheetContext);
    expect([due('2026-03-12'), due('2026-08-31'), due(null)]).toEqual(['2026-09-12', '2027-02-28', null]);
  });

  test('is not written for a parent missing less than six months after that day', () => {
    expect(findings(parentSearchReceipt, { searched_to: '2026-09-11', issued_on: '2026-09-20' })).toEqual([
      expect.stringMatching(/^warning searched_to .*不满6个月/u),
    ]);
    expect(findings(parentSearchReceipt, { searched_to: '2026-09-12' })).toEqual([]);
    expect(findings(parentSearchReceipt, { searched_to: '2026-04-01', result: '2', found: '已在外省找到' })).toEqual(
      [],
    );
  });

  test('begins with the guardian who reports and the parent nobody can reach', () => {
    const members = [
      ...(child.sample.rows.members ?? []),
      { relation: '51', name: '欧阳建军', parent_state: '6', id_number: '439981198704160013', household_address: null },
    ];
    const about = { ...child.sample, rows: { ...child.sample.rows, members } };
    expect(newEntry(parentSearchReceipt, { ...origin, about }).fields).toMatchObject({
      reporter_name: '田桂英',
      reporter_relation: '62',
      parent_name: '欧阳建军',
      parent_relation: '51',
    });
  });
});

describe('the agreement on care', () => {
  test('is made with an adult who is no parent', () => {
    expect(findings(careAgreement, { carer_id_number: '439981201001010021', carer_relation: '75' })).toEqual([
      expect.stringMatching(/^error carer_id_number .*不满18周岁/u),
    ]);
    expect(findings(careAgreement, { carer_id_number: '439981198704160013', carer_relation: '51' })).toEqual([
      expect.stringMatching(/^error carer_name .*同一人/u),
    ]);
    expect(findings(careAgreement, { carer_id_number: null, carer_name: '欧阳建军' })).toEqual([
      expect.stringMatching(/^error carer_name .*同一人/u),
    ]);
  });

  test('keeps parents in touch at least once a week', () => {
    expect(findings(careAgreement, { contact_times: '0' })).toEqual([expect.stringMatching(/^error contact_times /u)]);
  });

  test('ends after it begins', () => {
    expect(findings(careAgreement, { to_on: '2026-10-25' })).toEqual([expect.stringMatching(/^error to_on /u)]);
  });
});

test('a slip of the pack is signed or has a reason why not', () => {
  expect(findings(familyPapers, { duty_list_unsigned: '不在家' })).toEqual([
    expect.stringMatching(/^error duty_list_unsigned /u),
  ]);
});

describe('the assessment of guardianship', () => {
  const read = (fields: Values, key: string): unknown =>
    readValue(guardianshipAssessment, changed(guardianshipAssessment, fields), key, sheetContext);

  test('shows total, level and finding as they follow from the points', () => {
    expect([read({}, 'total'), read({}, 'level'), read({}, 'finding')]).toEqual(['31', '2', '监护不足']);
    expect([read({ item1_points: null }, 'total'), read({ item1_points: null }, 'level')]).toEqual([null, null]);
    expect(read({ emergency: true }, 'level')).toBe('1');
  });

  test('is raised with a reason, and never lowered', () => {
    expect(read({ raised_to: '1' }, 'level')).toBe('1');
    expect(findings(guardianshipAssessment, { raised_to: '1' })).toEqual([]);
    expect(findings(guardianshipAssessment, { raised_to: '1', opinion: null })).toEqual([
      expect.stringMatching(/^error opinion /u),
    ]);
    expect(findings(guardianshipAssessment, { raised_to: '2' })).toEqual([expect.stringMatching(/^error raised_to /u)]);
    expect(read({ raised_to: '2', emergency: true }, 'level')).toBe('1');
    expect(findings(guardianshipAssessment, { raised_to: '1', item1_points: null })).toEqual([
      expect.stringMatching(/^error raised_to 评分还没有填完/u),
    ]);
  });

  test('asks to act at once when part one found something', () => {
    expect(findings(guardianshipAssessment, { emergency: true })).toEqual([
      expect.stringMatching(/^warning emergency 有紧急情形，请立即/u),
    ]);
  });

  test('is made by two people and comes again', () => {
    expect(findings(guardianshipAssessment, { assessors: '周敏' })).toEqual([
      expect.stringMatching(/^warning assessors /u),
    ]);
    expect(findings(guardianshipAssessment, { next_on: '2026-10-26' })).toEqual([
      expect.stringMatching(/^error next_on /u),
    ]);
  });
});

describe('the plan', () => {
  test('has a measure where something is lacking, within its days', () => {
    expect(findings(helpPlan, {}, { measures: [] })).toEqual([
      'warning measures 生活保障、教育资助、监护保护、心理与行为、人身安全有问题，还没有帮扶措施，请逐项写上',
    ]);
    const fine = { living: ['1'], schooling: ['1'], guardianship: ['1'], mind: ['1'], safety: ['1'] };
    expect(findings(helpPlan, fine, { measures: [] })).toEqual([]);
    const late = [{ need: '情绪低落', action: '心理辅导', responsible: '何文静', due_on: '2027-05-01' }];
    expect(findings(helpPlan, {}, { measures: late })).toEqual([
      expect.stringMatching(/^warning measures\.0\.due_on /u),
    ]);
  });

  test('lasts at most six months', () => {
    expect(findings(helpPlan, { to_on: '2027-04-26' })).toEqual([]);
    expect(findings(helpPlan, { to_on: '2027-04-27' })).toEqual([expect.stringMatching(/^warning to_on /u)]);
  });

  test('says in a few words what 其他 is', () => {
    const gaps = checkRecord(helpPlan, changed(helpPlan, { mind: ['9'] }), sheetContext);
    expect(gaps.map(({ severity, path }) => `${severity} ${path}`)).toContain('gap mind_brief');
    expect(findings(helpPlan, { mind: ['1', '2'] })).toEqual([expect.stringMatching(/^error mind “正常”不能/u)]);
  });

  test('begins with the child’s level, its helper and the usual visits of that level', () => {
    expect(newEntry(helpPlan, origin).fields).toMatchObject({
      risk_level: '2',
      risk_on: '2026-10-26',
      lead_name: '周敏',
      visit_rule: '每月1次',
      from_on: '2026-11-21',
      to_on: '2027-05-21',
    });
  });
});

describe('a visit', () => {
  test('on the telephone sees nobody', () => {
    expect(findings(homeVisit, { kind: '4' })).toEqual([expect.stringMatching(/^error met 电话走访不算见到本人/u)]);
    expect(findings(homeVisit, { kind: '4', met: false, visitors: '周敏' })).toEqual([]);
  });

  test('takes two people, is not in the future, and comes again later', () => {
    expect(findings(homeVisit, { visitors: '周敏' })).toEqual([expect.stringMatching(/^warning visitors /u)]);
    expect(findings(homeVisit, { visited_on: '2026-11-22' })).toEqual([expect.stringMatching(/^error visited_on /u)]);
    expect(findings(homeVisit, { next_visit_on: '2026-11-15' })).toEqual([
      expect.stringMatching(/^error next_visit_on /u),
    ]);
  });

  test('finds no hazard only where it finds none', () => {
    expect(findings(homeVisit, { hazards: ['4', '0'] })).toEqual([expect.stringMatching(/^error hazards “无”不能/u)]);
  });
});

describe('the outcome', () => {
  test('closes with a reason that agrees with what was achieved', () => {
    expect(findings(helpOutcome, { decision: '4' })).toEqual([expect.stringMatching(/^error closing_reason /u)]);
    expect(findings(helpOutcome, { decision: '4', closing_reason: '3' })).toEqual([]);
    expect(findings(helpOutcome, { closing_reason: '3' })).toEqual([expect.stringMatching(/^error closing_reason /u)]);
    const open = { problems: [{ category: '1', before: '漏发', after: '仍漏发', solved: '0' }] };
    expect(findings(helpOutcome, { decision: '4', closing_reason: '2' }, open)).toEqual([
      expect.stringMatching(/^error closing_reason .*不能以“问题解决”销号/u),
    ]);
  });

  test('counts no more measures done than there are', () => {
    expect(findings(helpOutcome, { measures_done: '5' })).toEqual([expect.stringMatching(/^error measures_done /u)]);
    expect(findings(helpOutcome, { measures_done: '9', measures_planned: '10' })).toEqual([]);
  });

  test('asks to look again when it contradicts the level, and to assess anew when help was in vain', () => {
    expect(findings(helpOutcome, { outcome: '1', risk_before: '3', risk_after: '1' })).toEqual([
      expect.stringMatching(/^warning outcome 风险等级比建档时高/u),
    ]);
    expect(findings(helpOutcome, { outcome: '3' })).toEqual([
      expect.stringMatching(/^warning outcome .*重新做家庭监护/u),
    ]);
  });
});

describe('a consultation', () => {
  test.each([
    ['1', '2026-11-10', '2026-11-11'],
    ['2', '2026-11-11', '2026-11-12'],
    ['3', '2026-11-13', '2026-11-14'],
  ])('of urgency %s is held by %s', (urgency, inTime, late) => {
    expect(findings(consultation, { urgency, held_on: inTime })).toEqual([]);
    expect(findings(consultation, { urgency, held_on: late })).toEqual([expect.stringMatching(/^warning held_on /u)]);
  });

  test('is closed with a result after it was held', () => {
    expect(findings(consultation, { result: null })).toEqual([expect.stringMatching(/^error result /u)]);
    expect(findings(consultation, { closed_on: '2026-11-11' })).toEqual([expect.stringMatching(/^error closed_on /u)]);
    expect(findings(consultation, { held_on: null })).toEqual([expect.stringMatching(/^error held_on 已经办结/u)]);
  });
});

test('a record of help says what 其他 was', () => {
  expect(findings(helpRecord, { activities: ['99'], content: null })).toEqual([
    expect.stringMatching(/^warning content /u),
  ]);
});
