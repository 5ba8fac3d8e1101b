import { describe, expect, test } from 'vitest';
import {
  countDecided,
  differsInEdges,
  holdsNumbers,
  knownBindings,
  sureBindings,
} from '../../../electron/services/templates/templateDecisions.ts';
import { child } from '../../../shared/registers/child.ts';
import type { TemplateBinding } from '../../../shared/templates/templateBindings.ts';
import { buildDocument, paragraph } from '../../fixtures/templates/buildDocument.ts';
import { decided } from '../../fixtures/templates/fillForm.ts';

const form = await decided(
  buildDocument({
    header: paragraph('单位：______'),
    body: [paragraph('姓名：______'), paragraph('证号：______')].join(''),
  }),
);
const { content } = form;

/** The address of the place behind a label. */
function placeOf(label: string): string {
  const place = content.places.find((each) => each.label === label);
  if (!place) throw new Error(`no place is called ${label}`);
  return place.address;
}

const source = (key: string): TemplateBinding => ({ kind: 'source', source: key });

test('what was decided about places that the form no longer has is left out', () => {
  const kept = { [placeOf('姓名')]: source('name') };
  expect(knownBindings(content, { ...kept, 'gone.1': source('name') })).toEqual(kept);
});

test('only proposals that are sure become decisions by themselves', () => {
  const proposal = (confidence: 'sure' | 'likely') => ({ binding: source('name'), confidence, reason: '' });
  expect(sureBindings({ one: proposal('sure'), other: proposal('likely') })).toEqual({ one: source('name') });
});

test('places are counted with those that are decided, what is left to the pen among them', () => {
  const pen: TemplateBinding = { kind: 'pen' };
  expect(countDecided(content, { [placeOf('姓名')]: source('name'), [placeOf('证号')]: pen })).toEqual({
    places: 3,
    decided: 2,
    use: 'each',
  });
});

describe('ID numbers stand on the form', () => {
  test.each([
    ['name', false],
    ['id_number', true],
    ['member.2.id_number', true],
    ['office.township', false],
  ])('%s: %s', (key, expected) => {
    expect(holdsNumbers(content, { [placeOf('证号')]: source(key) }, child)).toBe(expected);
  });
});

describe('something differs in the header', () => {
  test.each([
    ['单位', 'name', true],
    ['单位', 'office.township', false],
    ['姓名', 'name', false],
  ])('%s filled with %s: %s', (label, key, expected) => {
    expect(differsInEdges(content, { [placeOf(label)]: source(key) })).toBe(expected);
  });
});
