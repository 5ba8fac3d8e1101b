import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import type { FieldContext, FieldKind, FieldValue } from '../../../shared/fields/kinds.ts';
import {
  type Fields,
  findField,
  type RecordShape,
  type RecordValues,
  readValue,
  type Values,
} from '../../../shared/registers/register.ts';
import { chineseDate } from '../../../shared/rules/calendarDate.ts';
import { purposeOf } from '../../../shared/templates/checkBindings.ts';
import type { TemplateBinding, TemplateBindings } from '../../../shared/templates/templateBindings.ts';
import type { TemplateContent, TemplatePlace } from '../../../shared/templates/templateModel.ts';
import { memberGroup, numberSource, recordRows } from '../../../shared/templates/templateSources.ts';
import type { PlaceValue, TemplateFilling } from '../../jobs/templateFilling.ts';

type Content = Omit<TemplateContent, 'model'>;

/** What values are taken from, beside the record. */
export interface FillingContext {
  readonly shape: RecordShape;
  readonly office: OfficeSettings;
  readonly context: FieldContext;
  readonly user: string;
  /** Whether ID numbers stand in full. */
  readonly numbers: 'masked' | 'full';
}

/** A value as each kind of place needs it: in words, as a day, as codes. */
interface Found {
  readonly text: string;
  /** YYYY-MM-DD */
  readonly date: string | null;
  readonly codes: readonly string[];
}

/** One form for a record. */
export function fillingOf(
  content: Content,
  bindings: TemplateBindings,
  values: RecordValues,
  around: FillingContext,
): TemplateFilling {
  const rows: Record<string, Record<string, PlaceValue>[]> = {};
  for (const { address } of content.rows) {
    const binding = bindings[address];
    if (binding?.kind !== 'rows') continue;
    const group = around.shape.rows[binding.group];
    const columns = columnsOf(content, address);
    rows[address] = (group === undefined ? [] : (values.rows[binding.group] ?? [])).map((row, index) =>
      placeValues(columns, bindings, (source) => rowValue(group?.fields ?? {}, row, source, index, around)),
    );
  }
  const single = content.places.filter((place) => place.rows === null);
  return {
    title: titleOf(values, around),
    values: placeValues(single, bindings, (source) => recordValue(values, source, around)),
    rows,
  };
}

/** One list of all records. Outside of its rows stands what all records have in common. */
export function listFillingOf(
  content: Content,
  bindings: TemplateBindings,
  records: readonly RecordValues[],
  around: FillingContext,
): TemplateFilling {
  const rows = Object.fromEntries(
    content.rows
      .filter(({ address }) => {
        const binding = bindings[address];
        return binding?.kind === 'rows' && binding.group === recordRows;
      })
      .map(({ address }) => {
        const columns = columnsOf(content, address);
        const lines = records.map((values, index) =>
          placeValues(columns, bindings, (source) =>
            source === numberSource ? plain(String(index + 1)) : recordValue(values, source, around),
          ),
        );
        return [address, lines] as const;
      }),
  );
  const [first, ...others] = records.map(
    (values) => fillingOf({ ...content, rows: [] }, bindings, values, around).values,
  );
  const common = Object.entries(first ?? {}).filter(([address, value]) =>
    others.every((other) => JSON.stringify(other[address]) === JSON.stringify(value)),
  );
  return { title: around.shape.title, values: Object.fromEntries(common), rows };
}

/** The fillings of the chosen records: one, or one for each. */
export function fillingsOf(
  content: Content,
  bindings: TemplateBindings,
  records: readonly RecordValues[],
  around: FillingContext,
): TemplateFilling[] {
  if (purposeOf(content, bindings) === 'list') return [listFillingOf(content, bindings, records, around)];
  return records.map((values) => fillingOf(content, bindings, values, around));
}

/** What a value reads as, for the page. */
export function shownValue(value: PlaceValue, place: TemplatePlace): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'date':
      return chineseDate(value.date);
    case 'ticks':
      return value.ticked.map((index) => place.boxes[index]?.text ?? '').join('、');
  }
}

function columnsOf(content: Content, rows: string): TemplatePlace[] {
  return content.places.filter((place) => place.rows === rows);
}

/** The name of whom a form is about; for the tab of a worksheet. */
function titleOf(values: RecordValues, { shape, context }: FillingContext): string {
  const { nameField } = shape;
  const name = nameField === undefined ? null : readValue(shape, values, nameField, context);
  return typeof name === 'string' ? name : shape.title;
}

function placeValues(
  places: readonly TemplatePlace[],
  bindings: TemplateBindings,
  find: (source: string) => Found | undefined,
): Record<string, PlaceValue> {
  const values: Record<string, PlaceValue> = {};
  for (const place of places) {
    const binding = bindings[place.address];
    const value = binding === undefined ? undefined : placeValue(place, binding, find);
    if (value !== undefined) values[place.address] = value;
  }
  return values;
}

function placeValue(
  place: TemplatePlace,
  binding: TemplateBinding,
  find: (source: string) => Found | undefined,
): PlaceValue | undefined {
  if (binding.kind === 'text') return { kind: 'text', text: binding.text };
  // A placeholder that is left for the pen must not be printed.
  if (binding.kind === 'pen') return place.kind === 'placeholder' ? { kind: 'text', text: '' } : undefined;
  if (binding.kind === 'rows') return undefined;
  const found = find(binding.source);
  if (found === undefined) return undefined;
  if (place.kind === 'ticks') {
    const isTicked = (index: number): boolean =>
      (binding.codes?.[index] ?? []).some((code) => found.codes.includes(code));
    return { kind: 'ticks', ticked: [...place.boxes.keys()].filter(isTicked) };
  }
  if (place.kind === 'date') return found.date === null ? undefined : { kind: 'date', date: found.date };
  return { kind: 'text', text: found.text };
}

/** What a source says of a record, of one of its parents, or of the office. */
function recordValue(values: RecordValues, source: string, around: FillingContext): Found | undefined {
  const [scope = '', code = '', field = ''] = source.split('.');
  if (scope === 'office') return officeValue(code, around);
  if (scope === 'member') {
    const member = values.rows[memberGroup]?.find(({ relation }) => relation === code) ?? {};
    return rowValue(around.shape.rows[memberGroup]?.fields ?? {}, member, field, 0, around);
  }
  const kind = findField(around.shape, source)?.kind;
  return kind && foundIn(kind, readValue(around.shape, values, source, around.context), around);
}

function rowValue(
  fields: Fields,
  row: Values,
  source: string,
  index: number,
  around: FillingContext,
): Found | undefined {
  if (source === numberSource) return plain(String(index + 1));
  const kind = Object.hasOwn(fields, source) ? fields[source]?.kind : undefined;
  return kind && foundIn(kind, row[source] ?? null, around);
}

function foundIn(kind: FieldKind, value: FieldValue | null, { numbers, context }: FillingContext): Found {
  if (value === null) return plain('');
  const masked = numbers === 'masked' ? kind.masked?.(value) : undefined;
  const codes = typeof value === 'boolean' ? [value ? '1' : '0'] : typeof value === 'string' ? [value] : value;
  const isDate = kind.control === 'date' && typeof value === 'string';
  return { text: masked ?? kind.format(value, context), date: isDate ? value : null, codes };
}

function officeValue(key: string, { office, context, user }: FillingContext): Found | undefined {
  switch (key) {
    case 'unit':
      return plain(`${office.county}${office.township}`);
    case 'province':
    case 'city':
    case 'county':
    case 'township':
      return plain(office[key]);
    case 'today':
      return { text: chineseDate(context.today), date: context.today, codes: [] };
    case 'user':
      return plain(user);
    default:
      return undefined;
  }
}

function plain(text: string): Found {
  return { text, date: null, codes: [] };
}
