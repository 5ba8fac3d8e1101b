import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, gapsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { findField, type RecordValues, readValue, type Values } from '../../../shared/registers/register.ts';
import { addDays } from '../../../shared/rules/calendarDate.ts';
import {
  type AskedFact,
  mostBoxes,
  mostMissing,
  type RouteQuestion,
  routeQuestions,
  staleAfterDays,
  valueOfBoxes,
} from '../../../shared/rules/routeQuestions.ts';
import { deskContext } from '../services/registerDesk.ts';

const context: FieldContext = deskContext;
const childWith = (fields: Values): RecordValues => ({
  fields: { ...child.sample.fields, ...fields },
  rows: child.sample.rows,
});
const ask = (fields: Values, asked: Readonly<Record<string, AskedFact>> = {}): RouteQuestion[] =>
  routeQuestions(child, childWith(fields), context, asked);
const keysOf = (questions: readonly RouteQuestion[]): string[] => questions.map(({ key }) => key);
const daysAgo = (days: number): string => addDays(context.today, -days);

describe('what is asked at the door', () => {
  it('is nothing about a complete record that was visited within the quarter', () => {
    expect(ask({ last_visited_on: daysAgo(staleAfterDays) })).toEqual([]);
  });

  it('is every fact that changes, with what the record says, when nobody was there for a quarter or ever', () => {
    for (const last_visited_on of [daysAgo(staleAfterDays + 1), null]) {
      const questions = ask({ last_visited_on });
      expect(keysOf(questions)).toEqual([
        'guardian_phone',
        'residence_address',
        'study_state',
        'school_or_status',
        'health',
      ]);
      expect(questions.every(({ known, options }) => known !== null && options === null)).toBe(true);
      expect(questions.find(({ key }) => key === 'study_state')?.known).toBe('小学');
    }
  });

  it('is a fact that a visit left unanswered, until a later visit', () => {
    const last_visited_on = daysAgo(10);
    expect(keysOf(ask({ last_visited_on }, { health: { on: daysAgo(10), answered: false } }))).toEqual(['health']);
    expect(ask({ last_visited_on }, { health: { on: daysAgo(20), answered: false } })).toEqual([]);
  });

  it('is no fact that was confirmed within the quarter, though the child itself was not seen', () => {
    const asked = { health: { on: daysAgo(5), answered: true } };
    expect(keysOf(ask({ last_visited_on: daysAgo(200) }, asked))).not.toContain('health');
  });

  it('is what is missing, a short choice with boxes and a long one as a line', () => {
    const questions = ask({ last_visited_on: daysAgo(1), health: null, ethnicity: null, family_states: null });
    expect(keysOf(questions)).toEqual(['health', 'family_states', 'ethnicity']);
    const [health, states, ethnicity] = questions;
    expect(health?.options?.map(({ label }) => label)).toEqual(['健康', '残疾', '患病']);
    expect(states).toMatchObject({ several: true, known: null });
    expect(ethnicity?.options).toBeNull();
  });

  it('is an ID number, a guardian and a telephone that nobody has, which the forms do without', () => {
    const values = { ...childWith({ id_number: null, no_id_reason: '1', last_visited_on: daysAgo(1) }), rows: {} };
    expect(keysOf(routeQuestions(child, values, context)).slice(0, 3)).toEqual([
      'id_number',
      'guardian_name',
      'guardian_phone',
    ]);
  });

  it('is never what the office decides or writes down itself, whatever is missing', () => {
    const office = [
      'child_types',
      'risk_level',
      'guardian_gap',
      'registered_by',
      'registering_unit',
      'filled_on',
      'remark',
    ];
    const keys = Object.keys(child.fields);
    fc.assert(
      fc.property(fc.subarray(keys), fc.boolean(), (emptied, alone) => {
        const values: RecordValues = {
          fields: { ...child.sample.fields, ...Object.fromEntries(emptied.map((key) => [key, null])) },
          rows: alone ? {} : child.sample.rows,
        };
        const questions = routeQuestions(child, values, context);
        const missing = questions.filter(({ known }) => known === null);
        expect(missing.length).toBeLessThanOrEqual(mostMissing);
        expect(new Set(keysOf(questions)).size).toBe(questions.length);
        const gaps = new Set(gapsOf(checkRecord(child, values, context)).map(({ path }) => path));
        for (const { key, known, options } of questions) {
          expect(office).not.toContain(key);
          const field = findField(child, key);
          const value = readValue(child, values, key, context);
          expect(known === null).toBe(value === null);
          expect(known).toBe(value === null ? null : field?.kind.format(value, context));
          expect(options?.length ?? 0).toBeLessThanOrEqual(mostBoxes);
          if (known === null && !['id_number', 'guardian_name', 'guardian_phone'].includes(key)) {
            expect(gaps).toContain(key);
          }
        }
      }),
    );
  });
});

describe('ticked boxes', () => {
  it('stand for the value that the field stores', () => {
    const { guardian_capable, health, disability_class } = child.fields;
    expect(valueOfBoxes(guardian_capable, ['0'])).toBe(false);
    expect(valueOfBoxes(health, ['2', '3'])).toEqual(['2', '3']);
    expect(valueOfBoxes(disability_class, ['1'])).toBe('1');
    expect(valueOfBoxes(health, [])).toBeNull();
  });
});
