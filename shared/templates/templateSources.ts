import { codeTable } from '../codes/codeTable.ts';
import { kinships } from '../codes/people.ts';
import type { FieldContext } from '../fields/kinds.ts';
import type { Field, Fields, RecordShape } from '../registers/register.ts';

/** Something that a place of a template can be filled with. */
export interface TemplateSource {
  /** `name`, `member.51.phone`, `office.unit`; inside of rows `relation` of the group, or `number`. */
  readonly key: string;
  readonly label: string;
  /** Title under which choices are listed. */
  readonly group: string;
  /** Other words by which forms call it. */
  readonly headings: readonly string[];
  /** How it can fill a date gap or boxes; everything fills text. */
  readonly type: 'text' | 'date' | 'choice';
  /** Codes with their words, for boxes; of villages none, as they differ from office to office. */
  readonly options: readonly { readonly code: string; readonly label: string; readonly synonyms: readonly string[] }[];
}

/** Whose card it is when a form asks for a parent by name: relation on the child's card, and words in front of a heading. */
export const parentRelations = [
  { code: '51', words: ['父亲', '父'] },
  { code: '52', words: ['母亲', '母'] },
] as const;

/** The group of rows in which parents are looked up. */
export const memberGroup = 'members';
/** Rows of the list of children itself: one child a row. */
export const recordRows = 'records';
/** The running number of a row. */
export const numberSource = 'number';

/** What the office knows by itself, whoever the form is about. */
export const officeSources = [
  {
    key: 'office.unit',
    label: '本单位名称',
    headings: ['填报单位', '登记单位', '单位', '单位名称', '填表单位', '上报单位'],
  },
  {
    key: 'office.township',
    label: '乡镇（街道）',
    headings: ['乡镇', '乡镇街道', '镇', '街道', '所属乡镇', '乡（镇）'],
  },
  { key: 'office.county', label: '县（市、区）', headings: ['县', '区县', '县市区', '所属县区'] },
  { key: 'office.city', label: '市（州）', headings: ['市', '市州', '地市'] },
  { key: 'office.province', label: '省（自治区）', headings: ['省', '省份'] },
  { key: 'office.today', label: '打印当天的日期', headings: ['制表时间', '制表日期', '打印时间', '打印日期'] },
  { key: 'office.user', label: '当前使用人', headings: ['制表人', '经办人', '经手人', '填报人'] },
] as const;

/** Everything that a place outside of rows can be filled with, grouped as the entry form is. */
export function templateSources(shape: RecordShape): TemplateSource[] {
  const sections = new Map(shape.sections.flatMap(({ title, fields }) => fields.map((key) => [key, title] as const)));
  const members = shape.rows[memberGroup];
  return [
    ...fieldSources(shape.fields, (key) => sections.get(key) ?? shape.title),
    ...fieldSources(shape.views, (key) => sections.get(key) ?? '由其他项目得出'),
    ...(members === undefined ? [] : parentRelations.flatMap((parent) => parentSources(members.fields, parent))),
    ...officeSources.map(
      (source): TemplateSource => ({
        ...source,
        group: '单位',
        type: source.key === 'office.today' ? 'date' : 'text',
        options: [],
      }),
    ),
  ];
}

/** What the columns of rows can be filled with; null when there is no such group. */
export function rowSources(shape: RecordShape, group: string): TemplateSource[] | null {
  const number: TemplateSource = {
    key: numberSource,
    label: '序号',
    group: '行',
    headings: ['编号', '序', '号'],
    type: 'text',
    options: [],
  };
  if (group === recordRows) return [number, ...templateSources(shape)];
  const rows = Object.hasOwn(shape.rows, group) ? shape.rows[group] : undefined;
  return rows === undefined ? null : [number, ...fieldSources(rows.fields, () => rows.label)];
}

/** What rows can be filled with: the groups of the record, and one child a row. */
export function rowGroups(shape: RecordShape): { readonly key: string; readonly label: string }[] {
  return [
    ...Object.entries(shape.rows).map(([key, { label }]) => ({ key, label })),
    { key: recordRows, label: `每名${shape.title}一行` },
  ];
}

function fieldSources(fields: Fields, groupOf: (key: string) => string): TemplateSource[] {
  return Object.entries(fields).map(([key, field]) => source(key, field.label, groupOf(key), field));
}

function parentSources(fields: Fields, parent: (typeof parentRelations)[number]): TemplateSource[] {
  const relation = kinships.label(parent.code);
  return Object.entries(fields)
    .filter(([key]) => key !== 'relation')
    .map(([key, field]) => {
      const named = source(`member.${parent.code}.${key}`, `${relation}的${field.label}`, relation, field);
      const words = [field.label, ...field.headings];
      return { ...named, headings: parent.words.flatMap((word) => words.map((heading) => word + heading)) };
    });
}

function source(key: string, label: string, group: string, field: Field): TemplateSource {
  const { control } = field.kind;
  const isChoice = control === 'choice' || control === 'choices' || control === 'yesNo';
  const entries = isChoice ? (field.kind.options?.(nowhere).entries ?? []) : [];
  return {
    key,
    label,
    group,
    headings: field.headings,
    type: control === 'date' ? 'date' : isChoice ? 'choice' : 'text',
    options: entries.map((entry) => ({ code: entry.code, label: entry.label, synonyms: entry.synonyms ?? [] })),
  };
}

/** Options are asked for without an office: villages, which depend on it, are never printed as boxes. */
const nowhere: FieldContext = { today: '2026-01-01', villages: codeTable('村（社区）', '', []) };
