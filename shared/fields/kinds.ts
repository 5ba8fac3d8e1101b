import { z } from 'zod';
import { type CodeTable, codeTable } from '../codes/codeTable.ts';
import { maskAddress } from '../rules/address.ts';
import {
  type CalendarDate,
  calendarDateFault,
  chineseDate,
  isCalendarDate,
  isPartOfDate,
  parseCalendarDate,
} from '../rules/calendarDate.ts';
import { checkIdNumber, maskIdNumber, normaliseIdNumber } from '../rules/idNumber.ts';
import { isPhoneNumber, maskPhoneNumber, normalisePhoneNumber } from '../rules/phoneNumber.ts';
import { tidyLine, tidyName, tidyParagraph } from '../rules/text.ts';
import { chineseTime, isTimeOfDay, parseTimeOfDay } from '../rules/timeOfDay.ts';

/** What the value of one field can be. Absence is null, never an empty text. */
export type FieldValue = string | boolean | readonly string[];

/** What a kind may need to know beside the value itself. */
export interface FieldContext {
  readonly today: CalendarDate;
  /** The office's own villages; their codes are the twelve-digit statistical codes or typed ones. */
  readonly villages: CodeTable;
  /** The villages whose records are the user's work; left out where all of them are. */
  readonly villagesInReach?: ReadonlySet<string>;
}

/** Which control draws a kind on the screen. The renderer maps every name to one component. */
export type ControlName = 'line' | 'paragraph' | 'idNumber' | 'date' | 'choice' | 'choices' | 'yesNo';

/** How a kind is found by the one search box; the search service makes keys for each name. */
export type SearchName = 'personName' | 'title' | 'idNumber' | 'phoneNumber' | 'code';

/**
 * Everything the program needs to know about one kind of field. A new kind answers every question here, so nothing
 * else switches on a kind or on a field's name.
 */
export interface FieldKind<T extends FieldValue = FieldValue> {
  readonly control: ControlName;
  readonly sql: 'TEXT' | 'INTEGER';
  /** Shape of a stored value; messages are shown at the field. */
  readonly schema: z.ZodType<T>;
  /** Checks that need the day or the office's villages. Returns a sentence, or undefined when the value is fine. */
  check(value: T, context: FieldContext): string | undefined;
  /** Typed text or the text of a spreadsheet cell; what it returns is judged by `schema` and `check`. Blank gives null. */
  parse(text: string, context: FieldContext): unknown;
  /** The value that a longer text ends with, such as the village in 安宁镇双塘村. */
  findIn?(text: string, context: FieldContext): T | undefined;
  /** Whether a text states a value as far as it goes, such as 2015年3月 for a day of that month. */
  statesPartOf?(text: string, value: T): boolean;
  /** As forms, exports and sheets show it. */
  format(value: T, context: FieldContext): string;
  /** As lists show it: masked when the kind is sensitive. */
  brief(value: T, context: FieldContext): string;
  readonly sensitive: boolean;
  /** It says who somebody is; privacy mode hides it as it hides what is sensitive. */
  readonly namesPerson?: true;
  /** As a paper shows it where ID numbers are masked; kinds that hold none are printed in full all the same. */
  masked?(value: T): string;
  /** Several codes in one value: filters look inside, and a list cannot be sorted by it. */
  readonly multiple: boolean;
  /** Column value and back. */
  encode(value: T): string | number;
  decode(column: string | number): T;
  /** The table a choice takes its values from. */
  options?(context: FieldContext): CodeTable;
  /** Codes that stand alone among several: 健康 cannot go with 残疾. */
  readonly exclusive?: readonly string[];
  readonly maxLength?: number;
  readonly search?: SearchName;
  /** Lists are sorted by a companion column `<field>_order` made from the pinyin of the value. */
  readonly orderedByPinyin?: boolean;
}

/** For values that no control of ours sends: zod's own words are English. */
const misshapen = '填写的内容不能识别，请重新填写';

interface TextOptions {
  readonly control?: ControlName;
  readonly tidy?: (text: string) => string;
}

/** One line of text, at most `maxLength` characters (code points, so that rare characters count once). */
export function text(maxLength: number, options: TextOptions = {}): FieldKind<string> {
  const tidy = options.tidy ?? tidyLine;
  return {
    control: options.control ?? 'line',
    sql: 'TEXT',
    schema: z
      .string(misshapen)
      .min(1, misshapen)
      .refine((value) => [...value].length <= maxLength, {
        error: ({ input }) => `不能超过${maxLength}字，现有${[...String(input)].length}字，请缩短`,
      })
      .refine((value) => value === tidy(value), '含有多余的空白或不可见字符，请重新输入'),
    check: () => undefined,
    parse: (typed) => blankToNull(tidy(typed)),
    format: (value) => value,
    brief: (value) => value,
    sensitive: false,
    multiple: false,
    encode: (value) => value,
    decode: String,
    maxLength,
  };
}

/** Several lines of text. */
export function paragraph(maxLength: number): FieldKind<string> {
  return text(maxLength, { control: 'paragraph', tidy: tidyParagraph });
}

/** A person's name: hanzi including rare ones, the middle dot of minority names, Latin letters. */
export const personName: FieldKind<string> = {
  ...text(50, { tidy: tidyName }),
  namesPerson: true,
  check: (value) =>
    /^[\p{L}\p{M}·\-' .]+$/u.test(value) ? undefined : '姓名里只能有文字和间隔号“·”，请去掉数字和其他符号',
  search: 'personName',
  orderedByPinyin: true,
};

/** The name of somebody of the office or a village, who is written down but is not whom a search is for. */
export const staffName: FieldKind<string> = { ...text(50, { tidy: tidyName }), namesPerson: true };

/** The name of a unit, place or thing that names a record: found by any part of it and by its pinyin, and sorted by pinyin. */
export function title(maxLength: number): FieldKind<string> {
  return { ...text(maxLength), search: 'title', orderedByPinyin: true };
}

/** A number that an office gives its files: found by the whole of it and by its last part. */
export const code: FieldKind<string> = {
  ...text(30),
  check: (value) =>
    /^[\p{L}\d()（）〔〕.\-—/]+$/u.test(value) ? undefined : '编号里只能有文字、数字、横线和括号，请去掉其他符号',
  search: 'code',
};

/** A citizen ID number (GB 11643—1999). */
export const idNumber: FieldKind<string> = {
  ...text(18, { control: 'idNumber', tidy: normaliseIdNumber }),
  check: (value, context) => {
    const verdict = checkIdNumber(value, context.today);
    return verdict.ok ? undefined : verdict.reason;
  },
  brief: maskIdNumber,
  sensitive: true,
  masked: maskIdNumber,
  search: 'idNumber',
};

/** A mobile or landline number. */
export const phoneNumber: FieldKind<string> = {
  ...text(20, { tidy: normalisePhoneNumber }),
  check: (value) => (isPhoneNumber(value) ? undefined : '电话号码应为11位手机号或带区号的座机号，请核对'),
  brief: maskPhoneNumber,
  sensitive: true,
  search: 'phoneNumber',
};

/** A person's name with a number to reach him by; lists show the number as they show any. */
export const contact: FieldKind<string> = {
  ...text(80),
  brief: (value) => value.replace(/\d[\d-]{6,}/gu, maskPhoneNumber),
  sensitive: true,
};

/** An address below the county, as it is written; lists show it down to the village. */
export const address: FieldKind<string> = {
  ...text(100),
  // As lists and masked exports show it; it must not come back in the place of the whole one.
  check: (value) => (value.endsWith('***') ? '住址有一部分被*号遮住，请填写完整住址' : undefined),
  brief: maskAddress,
  sensitive: true,
};

/** A day, stored YYYY-MM-DD, shown 2026年11月21日, typed any way. */
export const date: FieldKind<string> = {
  control: 'date',
  sql: 'TEXT',
  schema: z.string(misshapen).refine(isCalendarDate, {
    error: ({ input }) => calendarDateFault(String(input)) ?? misshapen,
  }),
  check: () => undefined,
  parse: (typed) => parseCalendarDate(typed) ?? blankToNull(tidyLine(typed)),
  statesPartOf: isPartOfDate,
  format: chineseDate,
  brief: chineseDate,
  sensitive: false,
  multiple: false,
  encode: (value) => value,
  decode: String,
  maxLength: 20,
};

/** A day that is not in the future, such as a birth date. */
export const pastDate: FieldKind<string> = {
  ...date,
  check: (value, context) => (value > context.today ? '日期晚于今天，请核对年份' : undefined),
};

/** A time of day, stored HH:MM, shown 14时30分, typed any way. */
export const timeOfDay: FieldKind<string> = {
  ...text(10),
  schema: z.string(misshapen).refine(isTimeOfDay, '不能识别这个时间，请按“14:30”这样填写'),
  parse: (typed) => parseTimeOfDay(typed) ?? blankToNull(tidyLine(typed)),
  format: chineseTime,
  brief: chineseTime,
};

/** A count from 0 to `most`, kept as its digits. */
export function wholeNumber(most: number): FieldKind<string> {
  const digits = String(most).length;
  return {
    ...text(digits),
    sql: 'INTEGER',
    schema: z
      .string(misshapen)
      .regex(/^(?:0|[1-9]\d*)$/u, '请填整数，如“3”')
      .refine((value) => value.length <= digits && Number(value) <= most, `不能大于${most}，请核对`),
    parse: (typed) =>
      blankToNull(
        tidyLine(typed)
          .normalize('NFKC')
          .replace(/^0+(?=\d+$)/u, ''),
      ),
    encode: Number,
  };
}

/** One code of a table. */
export function choice(table: CodeTable): FieldKind<string> {
  return choiceFrom(() => table, `请从“${table.name}”的选项中选一项`);
}

/** One of the office's villages or communities. */
export const village: FieldKind<string> = {
  ...choiceFrom((context) => context.villages, '请选本镇的一个村（社区）'),
  parse: (typed, context) =>
    context.villages.find(typed) ?? village.findIn?.(typed, context) ?? blankToNull(tidyLine(typed)),
  // What stands before the name must end a place name, or 双塘村 would be found in 新双塘村.
  findIn: (typed, context) => {
    const line = tidyLine(typed);
    return context.villages.entries.find(({ label }) => {
      const before = line.endsWith(label) ? line.slice(0, -label.length) : undefined;
      return before === '' || (before !== undefined && /[省市区县旗镇乡]$|街道$|办事处$/u.test(before));
    })?.code;
  },
};

/** Several codes of a table, kept in the table's order. */
export function choices(
  table: CodeTable,
  options: { readonly exclusive?: readonly string[] } = {},
): FieldKind<readonly string[]> {
  const ordered = (codes: readonly string[]): string[] =>
    table.entries.map((entry) => entry.code).filter((code) => codes.includes(code));
  const format = (value: readonly string[]): string => value.map(table.label).join('、');
  return {
    control: 'choices',
    sql: 'TEXT',
    schema: z
      .array(z.string(misshapen).refine(table.has, `请从“${table.name}”的选项中选`), misshapen)
      .min(1, misshapen)
      .refine((codes) => new Set(codes).size === codes.length, '同一选项重复了，请去掉一个'),
    check: (value) => {
      const alone = value.find((code) => options.exclusive?.includes(code));
      return alone !== undefined && value.length > 1
        ? `“${table.label(alone)}”不能与其他选项同时选，请改正`
        : undefined;
    },
    parse: (typed) => {
      const words = typed.split(/[、，,；;/\s]+/u).filter(Boolean);
      if (words.length === 0) return null;
      const codes = words.map((word) => table.find(word) ?? word);
      return codes.every(table.has) ? ordered(codes) : codes;
    },
    format,
    brief: format,
    sensitive: false,
    multiple: true,
    encode: (value) => JSON.stringify(ordered(value)),
    decode: (column) => JSON.parse(String(column)) as string[],
    options: () => table,
    exclusive: options.exclusive ?? [],
  };
}

/** Yes and no, for the 是/否 boxes of the forms. */
export const yesNoOptions = codeTable('是否', '表单选项', [
  { code: '1', label: '是', synonyms: ['√', 'Y', '有', '到位'] },
  { code: '0', label: '否', synonyms: ['×', 'N', '无', '不到位', '未到位'] },
]);

/** 是 or 否. */
export const yesNo: FieldKind<boolean> = {
  control: 'yesNo',
  sql: 'INTEGER',
  schema: z.boolean('请选“是”或“否”'),
  check: () => undefined,
  parse: (typed) => {
    const code = yesNoOptions.find(typed);
    return code === undefined ? blankToNull(tidyLine(typed)) : code === '1';
  },
  format: (value) => (value ? '是' : '否'),
  brief: (value) => (value ? '是' : '否'),
  sensitive: false,
  multiple: false,
  encode: (value) => (value ? 1 : 0),
  decode: (column) => column === 1,
  options: () => yesNoOptions,
};

function choiceFrom(tableOf: (context: FieldContext) => CodeTable, message: string): FieldKind<string> {
  const format = (value: string, context: FieldContext): string => tableOf(context).label(value);
  return {
    control: 'choice',
    sql: 'TEXT',
    schema: z.string(misshapen).min(1, misshapen),
    check: (value, context) => (tableOf(context).has(value) ? undefined : message),
    parse: (typed, context) => tableOf(context).find(typed) ?? blankToNull(tidyLine(typed)),
    format,
    brief: format,
    sensitive: false,
    multiple: false,
    encode: (value) => value,
    decode: String,
    options: tableOf,
  };
}

function blankToNull(value: string): string | null {
  return value === '' ? null : value;
}
