import { describe, expect, it, test } from 'vitest';
import { keyPersonApproval } from '../../../shared/papers/keyPersonApproval.ts';
import { keyPersonCard } from '../../../shared/papers/keyPersonCard.ts';
import { keyPersonMeeting } from '../../../shared/papers/keyPersonMeeting.ts';
import { mandatoryReport } from '../../../shared/papers/mandatoryReport.ts';
import type { Paper } from '../../../shared/papers/paper.ts';
import { parentContactLoss } from '../../../shared/papers/parentContactLoss.ts';
import { parentSearchReceipt } from '../../../shared/papers/parentSearchReceipt.ts';
import { subsidyApplication } from '../../../shared/papers/subsidyApplication.ts';
import { checkRecord, findingsOf } from '../../../shared/registers/checkRecord.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { sheetContext } from '../../forms/sheetOffice.ts';

/** Where somebody should look at the sample with some of its values changed. */
function findings(paper: Paper, fields: Values): string[] {
  const { sample } = paper;
  const record = { fields: { ...sample.fields, ...fields }, rows: sample.rows };
  return findingsOf(checkRecord(paper, record, sheetContext)).map(({ severity, path }) => `${severity} ${path}`);
}

const papers = [keyPersonCard, keyPersonMeeting, keyPersonApproval, mandatoryReport];

it.each(papers.map((paper) => [paper.title, paper] as const))(
  '%s has a sample without a fault, kept nowhere',
  (_, paper) => {
    expect(findings(paper, {})).toEqual([]);
    expect(paper.kept).toBe(false);
  },
);

describe('a key person', () => {
  test('has the sex of the ID number', () => {
    expect(findings(keyPersonCard, { sex: '2' })).toEqual(['warning sex']);
  });

  test('has a ban that is named, or none', () => {
    expect(findings(keyPersonCard, { ban: '0', ban_text: '不得从事教育培训' })).toEqual(['error ban']);
    expect(findings(keyPersonCard, { ban: '1', ban_text: '不得从事教育培训', ban_until: '2030-01-01' })).toEqual([]);
  });

  test('is no minor', () => {
    expect(findings(keyPersonCard, { id_number: '439981201503070024', sex: '2' })).toEqual(['error id_number']);
  });

  test.each([
    ['2', '3', '2', []],
    ['2', '2', '3', ['error to_level']],
    ['3', '1', '2', []],
    ['3', '2', '2', ['error to_level']],
    ['5', '2', '2', []],
  ])('goes up by matter 2 and down by matter 3: matter %s from %s to %s', (matter, from, to, found) => {
    expect(findings(keyPersonApproval, { matter, from_level: from, to_level: to })).toEqual(found);
  });
});

describe('a meeting', () => {
  test('gives a reason only when nobody was met', () => {
    expect(findings(keyPersonMeeting, { not_met_reason: '外出' })).toEqual(['error not_met_reason']);
    expect(findings(keyPersonMeeting, { met: false, not_met_reason: '外出' })).toEqual([]);
  });

  test('says whom somebody was near only when there were minors', () => {
    expect(findings(keyPersonMeeting, { minors: '邻居家孩子' })).toEqual(['error near_minors']);
  });

  test('takes two people', () => {
    expect(findings(keyPersonMeeting, { visitors: '程刚' })).toEqual(['warning visitors']);
  });
});

describe('a report of harm', () => {
  test('is held up by nothing but what must be known', () => {
    const { reported_on, reported_at, unit, reporter, phone, way, situations, discovery } =
      mandatoryReport.sample.fields;
    const least = { reported_on, reported_at, unit, reporter, phone, way, situations, discovery };
    const empty = Object.fromEntries(Object.keys(mandatoryReport.fields).map((key) => [key, null]));
    expect(findings(mandatoryReport, { ...empty, ...least })).toEqual([]);
  });

  test('names a situation that agrees with sex and age', () => {
    expect(findings(mandatoryReport, { situations: ['2'] })).toEqual([]);
    expect(findings(mandatoryReport, { situations: ['3'] })).toEqual(['warning situations']);
    const boy = { child_sex: '1', child_id_number: null };
    expect(findings(mandatoryReport, { ...boy, situations: ['2'] })).toEqual(['warning situations']);
  });

  test('is about a minor whose number says the same sex', () => {
    expect(findings(mandatoryReport, { child_sex: '1' })).toEqual(['warning child_sex']);
    expect(findings(mandatoryReport, { child_id_number: '439981197803150019', child_sex: '1' })).toEqual([
      'warning child_id_number',
    ]);
  });

  test('is answered after it is made', () => {
    expect(findings(mandatoryReport, { answered_on: '2026-11-15' })).toEqual(['error answered_on']);
  });
});

describe('a parent who cannot be found', () => {
  test('is father or mother, of the sex of the ID number', () => {
    expect(findings(parentContactLoss, { parent_relation: '62' })).toEqual(['error parent_relation']);
    expect(findings(parentContactLoss, { parent_relation: '51' })).toEqual(['warning parent_id_number']);
  });

  test('is either found or not', () => {
    expect(findings(parentSearchReceipt, { found: '在外省务工' })).toEqual(['error found']);
    expect(findings(parentSearchReceipt, { result: '2', found: '在外省务工' })).toEqual([]);
  });
});

describe('an application for the subsidy', () => {
  test('is verified, confirmed and ended in this order', () => {
    expect(findings(subsidyApplication, { verified_on: '2026-11-09' })).toEqual(['error verified_on']);
    expect(findings(subsidyApplication, { confirmed: true, confirmed_on: '2026-11-17' })).toEqual([
      'error confirmed_on',
    ]);
  });

  test('is not confirmed against what the township found', () => {
    const refused = { verified: false, verified_reason: '母亲已返家' };
    expect(findings(subsidyApplication, { ...refused, confirmed: true, confirmed_on: '2026-11-20' })).toEqual([
      'warning confirmed',
    ]);
  });

  test('has an account of digits', () => {
    expect(findings(subsidyApplication, { account: '农商行3号' })).toEqual(['warning account']);
    expect(findings(subsidyApplication, { account: '6230 0000 0000 0000 001' })).toEqual([]);
  });

  test('names no other circumstance of a parent who is dead', () => {
    expect(findings(subsidyApplication, { father_states: ['2', '7'] })).toContain('error father_states');
  });
});
