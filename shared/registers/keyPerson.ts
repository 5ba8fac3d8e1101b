import { controlLevels, keyPersonTypes, meetingIntervals } from '../codes/keyPersons.ts';
import { sexes } from '../codes/people.ts';
import {
  address,
  choice,
  choices,
  code,
  date,
  type FieldContext,
  idNumber,
  pastDate,
  personName,
  text,
} from '../fields/kinds.ts';
import { adultIssue } from '../rules/adultIssue.ts';
import { addDays } from '../rules/calendarDate.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { checkIdNumber } from '../rules/idNumber.ts';
import { nextMeeting } from '../rules/nextMeeting.ts';
import { sexIssue } from '../rules/sexIssue.ts';
import { expected, optional, required, view } from './declareFields.ts';
import { defineRegister } from './defineRegister.ts';
import type { Fields, RecordValues } from './register.ts';

/** Why somebody is on the list is told by the opened record alone; lists show the number of the class, which labels nobody. */
const types = {
  ...choices(keyPersonTypes),
  brief: (codes: readonly string[]) => codes.map((each) => `${each}类`).join('、'),
};

const fields = {
  name: required('姓名', personName),
  number: optional('编号', code),
  id_number: required('身份证号', idNumber),
  sex: expected('性别', choice(sexes)),
  residence_address: expected('现居住地', address),
  types: expected('人员类别', types),
  level: expected('关注等级', choice(controlLevels)),
  basis_document: required('认定依据', text(80)),
  duty: expected('包保责任人', text(40)),
  entered_on: required('入库日期', pastDate),
  meeting_rule: expected('见面频次', choice(meetingIntervals)),
  last_met_on: optional('最近见面', pastDate),
  review_on: required('复核日期', date),
} satisfies Fields;

/** The day of the next meeting, counted from the day of entry while nobody was met. */
function dueOn({ fields: { meeting_rule: rule, last_met_on: met, entered_on: entered } }: RecordValues): string | null {
  const from = met ?? entered;
  return typeof from === 'string' && typeof rule === 'string' ? (nextMeeting(from, rule) ?? null) : null;
}

/** The sex follows from a valid ID number (GB 11643—1999). */
function sexFromNumber(values: RecordValues, { today }: FieldContext): RecordValues {
  const { id_number: number } = values.fields;
  const verdict = typeof number === 'string' ? checkIdNumber(number, today) : undefined;
  return verdict?.ok ? { ...values, fields: { ...values.fields, sex: verdict.facts.sex } } : values;
}

/**
 * The library of key persons (重点人群信息库, seed 004 task 18, seed 001 task 9), in a compartment of its own: what its list on
 * paper (F20) asks for and no more. What somebody did is sealed matter and has no field; every name has the document that it
 * rests on and a day on which it is reviewed.
 */
export const keyPerson = defineRegister({
  key: 'keyPerson',
  compartment: 'watchlist',
  table: 'key_person',
  title: '重点人员',
  noun: '名重点人员',
  // A list typed elsewhere must not come in unread, nor go out as a file; scans of judgements are sealed matter; nobody screens villages
  // for key persons.
  without: ['import', 'export', 'attachments', 'screening'],
  fields,
  views: { due_on: view('应见日期', date, { read: dueOn }) },
  sections: [
    { title: '基本情况', fields: ['name', 'number', 'id_number', 'sex', 'residence_address'] },
    { title: '认定', fields: ['types', 'level', 'basis_document', 'entered_on', 'review_on'] },
    { title: '包保见面', fields: ['duty', 'meeting_rule', 'last_met_on'] },
  ],
  list: [
    { field: 'name', width: 110 },
    { field: 'number', width: 120 },
    { field: 'sex', width: 56 },
    { field: 'id_number', width: 180 },
    { field: 'residence_address', width: 220, shown: false },
    { field: 'types', width: 100, shown: false },
    { field: 'level', width: 100 },
    { field: 'duty', width: 130 },
    { field: 'meeting_rule', width: 100 },
    { field: 'last_met_on', width: 130 },
    { field: 'due_on', width: 130 },
    { field: 'review_on', width: 130 },
    { field: 'basis_document', width: 240, shown: false },
    { field: 'entered_on', width: 130, shown: false },
  ],
  filters: ['level', 'meeting_rule'],
  lists: [
    {
      key: 'to-review',
      title: '30天内要复核',
      query: ({ today }) => ({ ranges: { review_on: { from: null, to: addDays(today, 30), orBlank: false } } }),
    },
    { key: 'incomplete', title: '资料待补', query: () => ({ filters: { gaps: ['1'] } }) },
  ],
  nameField: 'name',
  uniqueField: 'id_number',
  numberField: 'number',
  derive: sexFromNumber,
  derivedFrom: { sex: 'id_number' },
  rules: ({ fields: given }, context) => [
    ...adultIssue(given, context),
    ...sexIssue(given, { sex: 'sex', idNumber: 'id_number' }),
    ...datesInOrder(fields, given, ['entered_on', 'last_met_on']),
    ...datesInOrder(fields, given, ['entered_on', 'review_on']),
  ],
  sample: {
    fields: {
      name: '魏平安',
      number: '2026-00001',
      id_number: '439981197803150019',
      sex: '1',
      residence_address: '虚拟县安宁镇双塘村3组12号',
      types: ['2'],
      level: '3',
      basis_document: '接收社区矫正对象通知书（2026）第12号',
      duty: '唐立新、程刚',
      entered_on: '2026-11-02',
      meeting_rule: '3',
      last_met_on: '2026-11-05',
      review_on: '2027-05-02',
    },
    rows: {},
  },
});
