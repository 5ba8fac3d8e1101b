import type { FieldValue } from '../../shared/fields/kinds.ts';
import {
  emptyRecord,
  type Field,
  type Fields,
  findView,
  type RecordShape,
  type RecordValues,
  type Values,
  writeValue,
} from '../../shared/registers/register.ts';
import { sheetContext } from './sheetOffice.ts';

/** Rows of every group: more than any form has places for. */
const mostRows = 10;

const hanzi = [...'𫖯买买提江·艾合买提·吐尔逊𬱖䶮㛃犇虚拟县安宁镇双塘村三组八号'];
const sentences = [...'父亲服刑，母亲失联，由年迈的祖母一人照看；低保金按月领取。𫖯𬱖䶮㛃犇常来帮忙。'];
const cycled = (characters: readonly string[], length: number): string =>
  Array.from({ length }, (_, index) => characters[index % characters.length]).join('');

/** Texts to try, the longest first; the first that a kind takes is its longest. */
function candidates(field: Field): string[] {
  const most = field.kind.maxLength ?? 0;
  const digits = Array.from({ length: most }, (_, index) => '9'.repeat(most - index));
  return [
    ...(field.kind.control === 'paragraph' ? [`${cycled(sentences, most - 3)}\n二。`] : []),
    cycled(hanzi, most).replace(/·$/u, '县'),
    cycled([...'虚拟县安宁镇'], most),
    '439981201503070024',
    '2025-12-28',
    '0743-82200000-8001',
    '0743-8220000',
    '19900000001',
    '23:59',
    ...digits,
  ];
}

/** The longest legal value of a field. @throws Error for a kind that takes none of the texts above */
function longestValue(field: Field): FieldValue {
  const { kind } = field;
  const isLegal = (value: FieldValue): boolean =>
    kind.schema.safeParse(value).success && kind.check(value as never, sheetContext) === undefined;
  if (kind.control === 'yesNo') return true;
  const options = kind.options?.(sheetContext).entries ?? [];
  const codes = options.map(({ code }) => code).filter((code) => !kind.exclusive?.includes(code));
  if (kind.multiple) return codes;
  const lengthOf = (code: string): number => kind.format(code as never, sheetContext).length;
  const values =
    options.length > 0 ? codes.toSorted((one, other) => lengthOf(other) - lengthOf(one)) : candidates(field);
  const longest = values.find(isLegal);
  if (longest === undefined) throw new Error(`${field.label}: no legal value is known`);
  return longest;
}

function longestValues(fields: Fields): Values {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, longestValue(field)]));
}

/** A record in which every field, view and row is as long as it may be; whether it makes sense is not the sheet's business. */
export function longestRecord(shape: RecordShape): RecordValues {
  let values: RecordValues = {
    fields: { ...emptyRecord(shape).fields, ...longestValues(shape.fields) },
    rows: Object.fromEntries(
      Object.entries(shape.rows).map(([key, group]) => {
        const rows = Math.min(group.maxRows, mostRows);
        return [key, Array.from({ length: rows }, () => longestValues(group.fields))];
      }),
    ),
  };
  for (const key of Object.keys(shape.views)) {
    const view = findView(shape, key);
    if (view?.write) values = writeValue(shape, values, key, longestValue(view), sheetContext);
  }
  return values;
}
