import { describe, expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { newEntry } from '../../../shared/papers/paper.ts';
import { parentContactLoss } from '../../../shared/papers/parentContactLoss.ts';
import { subsidyApplication } from '../../../shared/papers/subsidyApplication.ts';
import { checkRecord } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRow, type RecordValues, readValue, type Values } from '../../../shared/registers/register.ts';
import { missingDocuments } from '../../../shared/rules/subsidyRules.ts';
import { inventedTownship } from '../../forms/sheetOffice.ts';

const context = { today: '2026-11-21', villages: codeTable('村（社区）', '本镇', []) };

const application = (fields: Values): RecordValues => ({
  fields: { ...subsidyApplication.sample.fields, ...fields },
  rows: {},
});
const warned = (fields: Values): string[] =>
  checkRecord(subsidyApplication, application(fields), context)
    .filter(({ severity }) => severity === 'warning')
    .map(({ path }) => path);

/** A child whose father is dead by declaration and whose mother cannot be reached. */
const about: RecordValues = {
  fields: child.sample.fields,
  rows: {
    members: [
      { ...emptyRow(child.rows.members.fields), relation: '51', name: '欧阳海', parent_state: '4' },
      {
        ...emptyRow(child.rows.members.fields),
        relation: '52',
        name: '高明月',
        id_number: '439981199001010021',
        parent_state: '6',
      },
    ],
  },
};
const origin = { about, office: inventedTownship, user: '周敏', context };

describe('an application for the subsidy', () => {
  test('is fine when both parents are in one of the ten circumstances long enough', () => {
    expect(warned({})).toEqual([]);
  });

  test.each([
    ['one parent without a circumstance', { mother_states: null }, ['mother_states']],
    [
      'two dead parents, whose child is an orphan',
      { father_states: ['2'], mother_states: ['3'], documents: null },
      ['mother_states'],
    ],
    ['one dead parent and one in prison', { father_states: ['2'], mother_states: ['7'], documents: null }, []],
    ['less than six months of prison', { father_to: '2025-11-30' }, ['father_to']],
    ['six months of prison', { father_to: '2025-12-01' }, []],
    ['less than six months without contact', { mother_from: '2026-06-01' }, ['mother_from']],
    ['six months without contact today', { mother_from: '2026-05-21' }, []],
    ['a paper that is missing', { documents: ['1', '2', '3', '4', '9', '15'] }, ['documents']],
  ])('is looked at again with %s', (_, fields, expected) => {
    expect(warned(fields)).toEqual(expected);
  });

  test('cannot end before it began', () => {
    const errors = checkRecord(subsidyApplication, application({ father_to: '2025-05-31' }), context).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map(({ path }) => path)).toEqual(['father_to']);
  });

  test('needs a paper for each circumstance of each parent', () => {
    expect(
      missingDocuments(application({ father_states: ['2', '10'], mother_states: ['13'], documents: ['1'] })),
    ).toEqual(['2', '3', '4', '5', '7', '14', '15']);
  });

  test('begins with what the registry knows of the parents; declared dead counts as dead', () => {
    expect(newEntry(subsidyApplication, origin).fields).toMatchObject({
      applied_on: '2026-11-21',
      father_states: ['2'],
      mother_states: ['6'],
    });
    expect(newEntry(subsidyApplication, { ...origin, about: child.sample }).fields.father_states).toBeNull();
  });

  test.each([
    [{ confirmed: true, confirmed_on: '2026-11-21' }, '2026年12月'],
    [{ confirmed: true, confirmed_on: '2026-12-31' }, '2027年1月'],
    [{ confirmed: false, confirmed_on: '2026-11-21' }, null],
    [{ confirmed: null, confirmed_on: null }, null],
  ])('is paid from the month after it is confirmed: %o', (fields, expected) => {
    expect(readValue(subsidyApplication, application(fields), 'paid_from', context)).toBe(expected);
  });
});

describe('the finding that a parent cannot be reached', () => {
  const warnedOf = (fields: Values): string[] =>
    checkRecord(parentContactLoss, { fields: { ...parentContactLoss.sample.fields, ...fields }, rows: {} }, context)
      .filter(({ severity }) => severity === 'warning')
      .map(({ path }) => path);

  test.each([
    ['2026-05-12', []],
    ['2026-05-13', ['lost_since']],
  ])('asks for six months on the day it is filled in: since %s', (since, expected) => {
    expect(warnedOf({ filled_on: '2026-11-12', lost_since: since })).toEqual(expected);
  });

  test('begins with the parent whom the registry calls lost', () => {
    expect(newEntry(parentContactLoss, origin).fields).toMatchObject({
      filled_on: '2026-11-21',
      parent_name: '高明月',
      parent_relation: '52',
      parent_id_number: '439981199001010021',
    });
    expect(newEntry(parentContactLoss, { ...origin, about: child.sample }).fields.parent_name).toBeNull();
  });
});
