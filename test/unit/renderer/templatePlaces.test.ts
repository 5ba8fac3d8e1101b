import { describe, expect, test } from 'vitest';
import { formPieces } from '../../../renderer/templates/formPieces.ts';
import { matchBoxes } from '../../../renderer/templates/matchBoxes.ts';
import { type Choice, matchChoices } from '../../../renderer/templates/matchChoices.ts';
import {
  decidables,
  decisionInWords,
  openPlaces,
  placeState,
  sourcesFor,
} from '../../../renderer/templates/placeStates.ts';
import { child } from '../../../shared/registers/child.ts';
import type { TemplateBindings } from '../../../shared/templates/templateBindings.ts';
import type { TemplateParagraph, TemplatePlace } from '../../../shared/templates/templateModel.ts';
import { templateSources } from '../../../shared/templates/templateSources.ts';

function paragraph(text: string): TemplateParagraph {
  const spans = text === '' ? [] : [{ from: 0, to: text.length, bold: true, underlined: false, size: 14 }];
  return { kind: 'paragraph', address: 'p', text, align: 'left', size: 10.5, spans };
}

function place(address: string, from: number, to: number, more: Partial<TemplatePlace> = {}): TemplatePlace {
  return {
    address,
    kind: 'gap',
    range: { paragraph: 'p', from, to },
    cell: null,
    label: address,
    labelAbove: '',
    section: '',
    boxes: [],
    rows: null,
    ...more,
  };
}

describe('a paragraph of a form', () => {
  test('is text and places in the order of reading, without what will be replaced', () => {
    const pieces = formPieces(paragraph('单位：____ 时间：____'), [place('b', 11, 15), place('a', 3, 7)]);
    expect(pieces.map((piece) => (piece.kind === 'place' ? `<${piece.place.address}>` : piece.text))).toEqual([
      '单位：',
      '<a>',
      ' 时间：',
      '<b>',
    ]);
  });

  test('keeps its boxes, with what ticks them behind the last word, and shows the ticks of a child', () => {
    const boxes = [3, 6].map((from) => ({ paragraph: 'p', from, to: from + 1, text: '' }));
    const sex = place('a', 3, 7, { kind: 'ticks', boxes });
    const written = (ticked: typeof boxes): string =>
      formPieces(paragraph('性别：□男 □女 民族：____'), [sex, place('b', 12, 16)], ticked)
        .map((piece) => (piece.kind === 'place' ? `<${piece.place.address}>` : piece.text))
        .join('');
    expect(written([])).toBe('性别：□男 □女<a> 民族：<b>');
    expect(written(boxes.slice(1))).toBe('性别：□男 ☑女<a> 民族：<b>');
    const bracket = { paragraph: 'p', from: 3, to: 5, text: '健康' };
    const health = formPieces(paragraph('健康(  )、残疾(  )'), [place('a', 3, 11, { kind: 'ticks' })], [bracket]);
    expect(health.map((piece) => (piece.kind === 'place' ? '<>' : piece.text)).join('')).toBe('健康(√)、残疾(  )<>');
  });

  test('that is empty shows its place in the size of what will be written there', () => {
    expect(formPieces(paragraph(''), [place('a', 0, 0, { kind: 'cell' })])).toMatchObject([
      { kind: 'place', style: { size: 10.5, bold: false } },
    ]);
  });

  test('writes behind a colon as the letters before it', () => {
    const [, piece] = formPieces(paragraph('姓名：'), [place('a', 3, 3, { kind: 'end' })]);
    expect(piece).toMatchObject({ kind: 'place', style: { size: 14, bold: true } });
  });
});

describe('the state of a place', () => {
  test('is open without a decision, and to be looked at while the program only supposes one', () => {
    const what = { kind: 'place', address: 'a', place: place('a', 0, 0) } as const;
    const name = { kind: 'source', source: 'name' } as const;
    const proposals = { a: { binding: name, confidence: 'likely', reason: '' } } as const;
    expect(placeState(what, { bindings: {}, proposals: {} })).toBe('undecided');
    expect(placeState(what, { bindings: {}, proposals })).toBe('check');
    expect(decisionInWords(what, { bindings: {}, proposals })).toBe('姓名');
    expect(placeState(what, { bindings: { a: name }, proposals })).toBe('decided');
    expect(placeState(what, { bindings: { a: { kind: 'pen' } }, proposals })).toBe('pen');
  });

  test('of a column in rows that are left for the pen is that of the rows', () => {
    const what = { kind: 'place', address: 'a', place: place('a', 0, 0, { rows: 'r' }) } as const;
    const decisions = { bindings: { r: { kind: 'pen' } }, proposals: {} } as const;
    expect(placeState(what, decisions)).toBe('pen');
    expect(decisionInWords(what, decisions)).toBe('留空手填');
  });

  test('is said in words, those of rows by what their group holds', () => {
    const content = {
      model: { format: 'docx' as const, page: null, parts: [], notices: [] },
      places: [place('a', 0, 0), place('b', 0, 0, { rows: 'r' }), place('c', 0, 0, { rows: 'r' })],
      rows: [{ address: 'r', table: 't', headRow: 0, firstRow: 1, count: 3, section: '家庭主要成员' }],
    };
    const all = decidables(content);
    expect(all.map(({ address }) => address)).toEqual(['a', 'r', 'b', 'c']);
    const bindings: TemplateBindings = {
      a: { kind: 'text', text: '示范' },
      r: { kind: 'rows', group: 'members' },
      b: { kind: 'source', source: 'phone' },
    };
    expect(all.map((what) => decisionInWords(what, { bindings, proposals: {} }))).toEqual([
      '“示范”',
      '家庭主要成员',
      '联系电话',
      '未定',
    ]);
    expect(openPlaces(all, { bindings, proposals: {} }).map(({ address }) => address)).toEqual(['c']);
  });
});

describe('what a place can be filled with', () => {
  test('is days for a date, choices for boxes, and what a row holds inside of rows', () => {
    const days = sourcesFor(place('a', 0, 0, { kind: 'date' }), {});
    expect(days.map(({ key }) => key)).toContain('birth_date');
    expect(days.map(({ key }) => key)).not.toContain('name');
    expect(new Set(sourcesFor(place('a', 0, 0, { kind: 'ticks' }), {}).map(({ type }) => type))).toEqual(
      new Set(['choice']),
    );
    const inRows = place('a', 0, 0, { rows: 'r' });
    expect(sourcesFor(inRows, {})).toEqual([]);
    expect(sourcesFor(inRows, { r: { kind: 'rows', group: 'members' } }).map(({ key }) => key)).toContain('relation');
  });

  test('ticks a box by the words that are printed behind it', () => {
    const health = templateSources(child).find(({ key }) => key === 'health');
    const boxes = ['健康', ' 残疾（ ）', '其他'].map((text) => ({ paragraph: 'p', from: 0, to: 1, text }));
    expect(matchBoxes(boxes, health?.options ?? [])).toEqual([['1'], ['2'], []]);
  });

  const choices: readonly Choice[] = [
    { key: 'name', label: '姓名', group: '儿童', words: ['儿童姓名'] },
    { key: 'guardian', label: '监护人姓名', group: '监护人', words: [] },
    { key: 'id', label: '身份证号', group: '儿童', words: ['公民身份号码'] },
    { key: 'pen', label: '留空手填', group: '其他', words: [], always: true },
  ];
  const spellings = new Map([
    ['姓名', 'xing ming'],
    ['监护人姓名', 'jian hu ren xing ming'],
    ['身份证号', 'shen fen zheng hao'],
  ]);
  test.each([
    ['姓名', ['name', 'guardian', 'pen']],
    ['xm', ['name', 'guardian', 'pen']],
    ['shenfen', ['id', 'pen']],
    ['SFZ', ['id', 'pen']],
    ['公民', ['id', 'pen']],
    ['没有', ['pen']],
  ])('is found by %s', (typed, keys) => {
    expect(matchChoices(choices, typed, spellings).map(({ key }) => key)).toEqual(keys);
  });
});
