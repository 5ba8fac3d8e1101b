import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import { fourLacksReturn } from '../papers/fourLacksReturn.ts';
import { child } from '../registers/child.ts';
import { keyPerson } from '../registers/keyPerson.ts';
import { type RecordShape, type RecordValues, shownFields, shownValues } from '../registers/register.ts';
import { chineseDate } from '../rules/calendarDate.ts';
import { childRegisterRow, type RegisterPrinting } from './childRegisterRow.ts';
import type { RegisterSheet } from './defineRegisterSheet.ts';
import { F04, layoutFourLacks } from './F04.ts';
import { F08 } from './F08.ts';
import { F20, printedTypes } from './F20.ts';
import { layoutRegisterInSteps } from './layoutRegister.ts';
import type { SheetPage } from './layoutSheet.ts';
import { registerRowOf } from './registerRowOf.ts';
import type { SheetSource } from './sheet.ts';
import type { Steps } from './steps.ts';

/** What a register on paper says besides its records. */
export interface RegisterPaper {
  readonly office: OfficeSettings;
  readonly context: FieldContext;
  /** Who fills it in. */
  readonly user: string;
  readonly printing: RegisterPrinting;
}

/** A form that prints many records: those of a register one row each, or the rows of a paper. */
export interface RegisterForm {
  readonly key: string;
  readonly title: string;
  readonly register: RecordShape;
  readonly source: SheetSource;
  /** The column whose words are printed by choice only: 对象类别. */
  readonly classes: string;
  /** The paper itself, as it is printed without entries. */
  readonly sheet: RegisterSheet<string>;
  layout(records: readonly RecordValues[], paper: RegisterPaper): Steps<SheetPage[]>;
}

/** Every form that holds many records; adding one is one entry here. */
export const registerForms: readonly RegisterForm[] = [
  {
    key: F04.key,
    title: F04.title,
    register: fourLacksReturn,
    source: {
      kind: 'reconstruction',
      text: '《关于进一步开展未成年人“四项重点工作”专项行动方案》要求每月底前上报排查情况，没有附表样；栏目按该方案三张排查表的内容绘制，失足各栏依法不统计。',
    },
    classes: '',
    sheet: F04,
    layout: function* four(records, { office }) {
      const pages: SheetPage[] = [];
      for (const record of records) {
        yield;
        pages.push(...layoutFourLacks(record, { area: office.township, unit: `${office.county}${office.township}` }));
      }
      return pages;
    },
  },
  {
    key: F08.key,
    title: F08.title,
    register: child,
    source: {
      kind: 'reconstruction',
      text: '通知要求各村建立底数台账，没有附表样；栏目按通知列明的内容和公开的儿童登记项目绘制。',
    },
    classes: '对象类别',
    sheet: F08,
    layout: function* children(records, { office, context, user, printing }) {
      const rows = yield* inSteps(records, (values) => childRegisterRow(values, context, printing));
      return yield* layoutRegisterInSteps(F08, rows, {
        area: areaOf(records, context),
        foot: { unit: `${office.county}${office.township}`, filled_by: user, filled_on: chineseDate(context.today) },
      });
    },
  },
  {
    key: F20.key,
    title: F20.title,
    register: keyPerson,
    source: {
      kind: 'reconstruction',
      text: '方案第18项要求建立信息库和台账，没有附表样；栏目按国家标准GB/T 31000—2015和公开的包保做法绘制。',
    },
    classes: '人员类别',
    sheet: F20,
    layout: function* keyPersons(records, { office, context, user, printing }) {
      const fields = shownFields(keyPerson);
      const rows = yield* inSteps(records, (record) => {
        const values = shownValues(keyPerson, record, context);
        const row = registerRowOf(F20, { fields, values }, context, printing.numbers);
        return { ...row, types: printedTypes(values.types, printing.categories) };
      });
      return yield* layoutRegisterInSteps(F20, rows, {
        area: office.township,
        foot: { unit: `${office.county}${office.township}`, filled_by: user, filled_on: chineseDate(context.today) },
      });
    },
  },
];

/** The form of a number such as F08, or undefined. */
export function findRegisterForm(key: string): RegisterForm | undefined {
  return registerForms.find((form) => form.key === key);
}

function* inSteps<From, To>(all: readonly From[], make: (one: From) => To): Steps<To[]> {
  const made: To[] = [];
  for (const one of all) {
    yield;
    made.push(make(one));
  }
  return made;
}

/** The village that all records are of, else the whole township. */
function areaOf(records: readonly RecordValues[], context: FieldContext): string {
  const [village, ...others] = new Set(records.map(({ fields }) => fields.village ?? null));
  return typeof village === 'string' && others.length === 0 ? context.villages.label(village) : '全镇';
}
