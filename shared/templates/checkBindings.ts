import type { RecordShape } from '../registers/register.ts';
import type { CalendarDate } from '../rules/calendarDate.ts';
import { namesSomebody } from './namesSomebody.ts';
import type { TemplateBinding, TemplateBindings, TemplateIssue } from './templateBindings.ts';
import type { TemplateContent, TemplatePlace } from './templateModel.ts';
import { recordRows, rowSources, type TemplateSource, templateSources } from './templateSources.ts';

/** Whether a template makes one list of all children, or a form for each. */
export function purposeOf(content: Pick<TemplateContent, 'rows'>, bindings: TemplateBindings): 'each' | 'list' {
  const isList = content.rows.some(({ address }) => {
    const binding = bindings[address];
    return binding?.kind === 'rows' && binding.group === recordRows;
  });
  return isList ? 'list' : 'each';
}

/** Whether a place is decided: a column of rows that are left for the pen is decided with them. */
export function isDecided(place: TemplatePlace, bindings: TemplateBindings): boolean {
  if (bindings[place.address] !== undefined) return true;
  return place.rows !== null && bindings[place.rows]?.kind === 'pen';
}

/**
 * What has to be mended before a template can be used (errors), and what to look at: placeholders that nobody decided, decisions
 * that fit nothing, a form that is filled in already, a field in two places, forms that do not say whom they are about, rows that
 * are too few.
 */
export function checkBindings(
  content: TemplateContent,
  bindings: TemplateBindings,
  shape: RecordShape,
  today: CalendarDate,
): TemplateIssue[] {
  const sources = new Map(templateSources(shape).map((source) => [source.key, source]));
  return [
    ...impossible(content, bindings, shape, sources),
    ...unknownPlaceholders(content.places, bindings),
    ...filledIn(content, today),
    ...undecided(content, bindings),
    ...repeated(content, bindings, shape, sources),
    ...withoutIdentity(content, bindings, shape),
    ...listContradictions(content, bindings),
    ...fewRows(content, bindings, shape),
  ];
}

function impossible(
  content: Omit<TemplateContent, 'model'>,
  bindings: TemplateBindings,
  shape: RecordShape,
  sources: ReadonlyMap<string, TemplateSource>,
): TemplateIssue[] {
  const places = new Map(content.places.map((place) => [place.address, place]));
  const rows = new Map(content.rows.map((each) => [each.address, each]));
  return Object.entries(bindings).flatMap(([address, binding]): TemplateIssue[] => {
    const place = places.get(address);
    const own = rows.get(address);
    const message = place
      ? placeFault(place, binding, bindings, shape, sources)
      : own
        ? binding.kind === 'pen' || (binding.kind === 'rows' && rowSources(shape, binding.group) !== null)
          ? undefined
          : '重复行只能对应家庭成员这样的明细，或留空手填，请重新选择'
        : '有一处对应的位置在表样里找不到，请重新放入表样';
    return message === undefined ? [] : [{ severity: 'error', message, addresses: [address] }];
  });
}

function placeFault(
  place: TemplatePlace,
  binding: TemplateBinding,
  bindings: TemplateBindings,
  shape: RecordShape,
  sources: ReadonlyMap<string, TemplateSource>,
): string | undefined {
  const name = place.label === '' ? '有一处' : `“${place.label}”`;
  if (binding.kind === 'rows') return `${name}只能填一个值，请重新选择对应的项目`;
  if (binding.kind === 'text') {
    return place.kind === 'ticks' || place.kind === 'date' ? `${name}不能填固定文字，请选择项目或留空手填` : undefined;
  }
  if (binding.kind === 'pen') return undefined;
  let source = sources.get(binding.source);
  if (place.rows !== null) {
    const group = bindings[place.rows];
    if (group?.kind !== 'rows') return `${name}所在的重复行还没有对应，请先选定这些行填什么`;
    source = rowSources(shape, group.group)?.find(({ key }) => key === binding.source);
  }
  if (source === undefined) return `${name}对应的项目已经没有了，请重新选择`;
  if (place.kind === 'date' && source.type !== 'date') return `${name}是年月日，“${source.label}”不是日期，请重新选择`;
  if (place.kind !== 'ticks') return undefined;
  if (source.type !== 'choice') return `${name}是方框，“${source.label}”没有选项，请重新选择`;
  const codes = binding.codes ?? [];
  if (codes.length !== place.boxes.length || codes.every((each) => each.length === 0)) {
    return `${name}的方框还没有和“${source.label}”的选项对上，请逐个选定`;
  }
  const known = new Set(source.options.map(({ code }) => code));
  return codes.flat().every((code) => known.has(code)) ? undefined : `${name}的方框对应的选项已经没有了，请重新选定`;
}

function unknownPlaceholders(places: readonly TemplatePlace[], bindings: TemplateBindings): TemplateIssue[] {
  return places
    .filter((place) => place.kind === 'placeholder' && bindings[place.address] === undefined)
    .map((place) => ({
      severity: 'error',
      message: `占位符“${place.label}”没有对应的项目，不处理会原样印出来，请选定`,
      addresses: [place.address],
    }));
}

/** What stands in a form is printed on everybody's. */
function filledIn({ model }: TemplateContent, today: CalendarDate): TemplateIssue[] {
  if (!namesSomebody(model, today)) return [];
  return [{ severity: 'warning', message: '表样里已有身份证号或手机号，请换空白表，或先删去', addresses: [] }];
}

function undecided(content: Omit<TemplateContent, 'model'>, bindings: TemplateBindings): TemplateIssue[] {
  const open = content.places.filter((place) => place.kind !== 'placeholder' && !isDecided(place, bindings));
  if (open.length === 0) return [];
  return [
    {
      severity: 'info',
      message: `还有${open.length}处没有选定，打印时留空`,
      addresses: open.map(({ address }) => address),
    },
  ];
}

/** A name may well stand on a form twice; the clerk should know that it does. */
function repeated(
  content: Omit<TemplateContent, 'model'>,
  bindings: TemplateBindings,
  shape: RecordShape,
  sources: ReadonlyMap<string, TemplateSource>,
): TemplateIssue[] {
  const bySource = new Map<string, TemplatePlace[]>();
  for (const place of content.places) {
    const binding = bindings[place.address];
    if (binding?.kind !== 'source' || place.kind === 'ticks') continue;
    const key = `${place.rows ?? ''} ${binding.source}`;
    bySource.set(key, [...(bySource.get(key) ?? []), place]);
  }
  return [...bySource.values()].flatMap((places): TemplateIssue[] => {
    const [first] = places;
    const binding = first === undefined ? undefined : bindings[first.address];
    if (places.length < 2 || first === undefined || binding?.kind !== 'source') return [];
    const group = first.rows === null ? undefined : bindings[first.rows];
    const inRows = group?.kind === 'rows' ? rowSources(shape, group.group) : null;
    const label = (inRows?.find(({ key }) => key === binding.source) ?? sources.get(binding.source))?.label ?? '';
    return [
      {
        severity: 'warning',
        message: `“${label}”在${places.length}处都填，请核对是否选错`,
        addresses: places.map(({ address }) => address),
      },
    ];
  });
}

function withoutIdentity(
  content: Omit<TemplateContent, 'model'>,
  bindings: TemplateBindings,
  shape: RecordShape,
): TemplateIssue[] {
  const used = new Set(
    content.places.flatMap((place) => {
      const binding = bindings[place.address];
      const group = place.rows === null ? undefined : bindings[place.rows];
      const isOfRecord = place.rows === null || (group?.kind === 'rows' && group.group === recordRows);
      return binding?.kind === 'source' && isOfRecord ? [binding.source] : [];
    }),
  );
  const { nameField, uniqueField } = shape;
  const lacks = (field: string | undefined): field is string => field !== undefined && !used.has(field);
  const label = (field: string): string => shape.fields[field]?.label ?? field;
  if (lacks(nameField)) {
    const message = `没有一处填“${label(nameField)}”，填好的表分不清是谁的，请至少选定一处`;
    return [{ severity: 'error', message, addresses: [] }];
  }
  if (lacks(uniqueField)) {
    const message = `没有一处填“${label(uniqueField)}”，同名的人会分不清，请核对`;
    return [{ severity: 'warning', message, addresses: [] }];
  }
  return [];
}

/** A list has one value for all of its rows outside of them. */
function listContradictions(content: Omit<TemplateContent, 'model'>, bindings: TemplateBindings): TemplateIssue[] {
  if (purposeOf(content, bindings) === 'each') return [];
  const lists = content.rows.filter(({ address }) => {
    const binding = bindings[address];
    return binding?.kind === 'rows' && binding.group === recordRows;
  });
  const others = content.rows.filter(({ address }) => {
    const binding = bindings[address];
    return binding?.kind === 'rows' && binding.group !== recordRows;
  });
  const single = content.places.filter((place) => {
    const binding = bindings[place.address];
    return place.rows === null && binding?.kind === 'source' && !binding.source.startsWith('office.');
  });
  return [
    ...(others.length === 0
      ? []
      : [
          {
            severity: 'error' as const,
            message: '名册表样里不能再有家庭成员等明细行，请改为留空手填',
            addresses: others.map(({ address }) => address),
          },
        ]),
    ...(lists.length < 2
      ? []
      : [
          {
            severity: 'warning' as const,
            message: `表样里有${lists.length}处名册，每处都会填上全部儿童，请核对`,
            addresses: lists.map(({ address }) => address),
          },
        ]),
    ...(single.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            message: `名册以外有${single.length}处填儿童的项目，只有全部相同时才填，否则留空`,
            addresses: single.map(({ address }) => address),
          },
        ]),
  ];
}

function fewRows(
  content: Omit<TemplateContent, 'model'>,
  bindings: TemplateBindings,
  shape: RecordShape,
): TemplateIssue[] {
  return content.rows.flatMap(({ address, count }): TemplateIssue[] => {
    const binding = bindings[address];
    const group = binding?.kind === 'rows' ? shape.rows[binding.group] : undefined;
    if (group === undefined || group.maxRows <= count) return [];
    const message = `“${group.label}”留了${count}行，人数更多时会照样式加行，表可能变成两页`;
    return [{ severity: 'info', message, addresses: [address] }];
  });
}
