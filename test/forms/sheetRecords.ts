import fc from 'fast-check';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import type { Field, Fields, RecordShape, RecordValues, Values } from '../../shared/registers/register.ts';
import { sheetContext } from './sheetOffice.ts';

/** Characters that records may hold: usual and rare hanzi, signs, Latin, what no font has, and what turns the direction. */
const anyCharacter = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'安宁镇双塘村民委员会的一是在不了有和人这中大为上个国') },
  { weight: 2, arbitrary: fc.constantFrom(...'，。；：、（）“”《》·—…') },
  { weight: 2, arbitrary: fc.constantFrom(...'0123456789ABCWMabcwm-/@<>&"\'. ') },
  { weight: 1, arbitrary: fc.constantFrom('𫖯', '𬱖', '䶮', '㛃', '犇', '𬸣') },
  { weight: 1, arbitrary: fc.constantFrom('𠮷', '𰻞', '\u202e', '\u200b', 'ي', '😀', '\ue000') },
);

/** Text of any of these characters, up to the length that the field allows. */
function textOf(field: Field): fc.Arbitrary<string> {
  const most = field.kind.maxLength ?? 20;
  const characters = fc.array(anyCharacter, { minLength: 1, maxLength: most, size: 'max' });
  const text = characters.map((list) => list.join(''));
  if (field.kind.control !== 'paragraph') return text;
  return fc.tuple(text, text).map(([one, other]) => [...`${one}\n${other}`].slice(0, most).join(''));
}

function anyValue(field: Field): fc.Arbitrary<FieldValue> {
  const codes = field.kind.options?.(sheetContext).entries.map((entry) => entry.code) ?? [];
  if (field.kind.control === 'choices') return fc.subarray(codes, { minLength: 1 });
  if (field.kind.control === 'yesNo') return fc.boolean();
  if (field.kind.control === 'choice') return fc.constantFrom(...codes);
  if (field.kind.control === 'date') return fc.constantFrom('2026-01-01', '2026-12-31');
  return textOf(field);
}

function anyValues(fields: Fields): fc.Arbitrary<Values> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fc.option(anyValue(field))])));
}

/** Any record that the fields' lengths allow; whether it makes sense is not the sheet's business. */
export function anyRecord(shape: RecordShape): fc.Arbitrary<RecordValues> {
  return fc.record({
    fields: anyValues(shape.fields),
    rows: fc.record(
      Object.fromEntries(
        Object.entries(shape.rows).map(([key, group]) => [
          key,
          fc.array(anyValues(group.fields), { maxLength: group.maxRows, size: 'max' }),
        ]),
      ),
    ),
  });
}
