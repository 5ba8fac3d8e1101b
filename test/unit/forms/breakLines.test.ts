import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  breakableText,
  breakLines,
  joinLines,
  type Line,
  segmentWidth,
  textWidth,
} from '../../../shared/forms/breakLines.ts';

const text = (words: string) => breakableText([{ kind: 'text', text: words }]);
const shown = (lines: readonly Line[]): string[] =>
  lines.map((line) => line.segments.map((segment) => ('text' in segment ? segment.text : '')).join(''));

describe('line breaking', () => {
  it('breaks between hanzi and keeps words and numbers whole', () => {
    expect(shown(breakLines(text('双塘村3组18号电话19900000001'), 7))).toEqual([
      '双塘村3组18号',
      '电话',
      '19900000001',
    ]);
  });

  it('begins no line with a closing sign and ends none with an opening one', () => {
    expect(shown(breakLines(text('父母双亡，由祖母照看'), 4))).toEqual(['父母双', '亡，由祖', '母照看']);
    expect(shown(breakLines(text('就读（安宁）小学'), 3))).toEqual(['就读', '（安', '宁）小', '学']);
  });

  it('keeps the comma with the box before it', () => {
    const line = breakableText([
      { kind: 'text', text: '甲乙丙丁' },
      { kind: 'tick', style: '( )', text: '健康', ticked: false },
      { kind: 'text', text: '、' },
    ]);
    const widthOfTick = segmentWidth({ kind: 'tick', style: '( )', text: '健康', ticked: false });
    expect(breakLines(line, 4 + widthOfTick).map((each) => each.segments.length)).toEqual([1, 2]);
  });

  it('breaks inside what is wider than the line', () => {
    expect(shown(breakLines(text('ABCDEFGH'), 3)).every((line) => textWidth(line) <= 3)).toBe(true);
  });

  it('breaks a date behind the year, or before a day', () => {
    expect(shown(breakLines(text('1950年12月31日'), 4.6))).toEqual(['1950年', '12月31日']);
    expect(shown(breakLines(text('1950年12月31日'), 6))).toEqual(['1950年12月', '31日']);
  });

  it('keeps line breaks that were typed, empty lines too', () => {
    expect(shown(breakLines(text('一\n\n，二'), 9))).toEqual(['一', '', '，二']);
  });

  it('loses no character and makes no line too wide, whatever the text', () => {
    const character = fc.constantFrom(...'村镇𫖯（）、。“”A1 W-/\n'.split(''), '𬱖', '—');
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 200 }),
        fc.double({ min: 1.3, max: 40, noNaN: true }),
        (list, width) => {
          const words = list.join('');
          const lines = breakLines(text(words), width);
          expect(shown(lines).join('').replace(/\s/gu, '')).toBe(words.replace(/\s/gu, ''));
          for (const line of lines) {
            expect(line.width).toBeLessThanOrEqual(width + 1e-6);
            expect(line.width).toBeCloseTo(
              line.segments.reduce((sum, segment) => sum + segmentWidth(segment), 0),
              6,
            );
          }
        },
      ),
    );
  });

  it('joins lines to the text that was broken, spaces and typed breaks included', () => {
    const character = fc.constantFrom(...'村镇𫖯（）、。A1 W \n'.split(''), '𬱖');
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 200 }),
        fc.double({ min: 1.3, max: 40, noNaN: true }),
        (list, width) => {
          const words = list.join('').trimEnd();
          const joined = joinLines(breakLines(text(words), width));
          expect(joined.map((segment) => ('text' in segment ? segment.text : '')).join('')).toBe(words);
          expect(joined.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
