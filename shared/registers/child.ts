import {
  childCategories,
  childStatuses,
  disabilityClasses,
  disabilityGrades,
  dueStages,
  enrolmentStates,
  familyReasons,
  familyStates,
  guardianRoles,
  guardingKinds,
  hardshipGrounds,
  healthStates,
  housingKinds,
  incapableParents,
  incomeSources,
  leftBehindKinds,
  noIdReasons,
  outOfSchoolKinds,
  ownReasons,
  parentStates,
  persuasionWays,
  placements,
  reliefKinds,
  riskLevels,
  studyStates,
  supervisionGaps,
  whereabouts,
} from '../codes/children.ts';
import { ethnicities, kinships, sexes } from '../codes/people.ts';
import {
  address,
  choice,
  choices,
  code,
  contact,
  date,
  idNumber,
  paragraph,
  pastDate,
  personName,
  phoneNumber,
  staffName,
  text,
  village,
  yesNo,
} from '../fields/kinds.ts';
import { addDays, addYears, firstOfMonth } from '../rules/calendarDate.ts';
import { childRules, deriveChild } from '../rules/childRules.ts';
import {
  ageInWords,
  categoriesView,
  categoryFlag,
  guardianLine,
  guardianView,
  isAtSchool,
  isOutOfSchool,
} from '../rules/childViews.ts';
import { readDisability } from '../rules/disability.ts';
import { readFamilyMembers } from '../rules/familyMembers.ts';
import {
  entrustedCarer,
  type FamilyPlace,
  guardianAt,
  householdView,
  otherGuardian,
  personView,
  relative,
  withDeceasedMark,
} from '../rules/familyViews.ts';
import { expected, expectedWhen, optional, required, requiredWhen, view } from './declareFields.ts';
import { defineRegister } from './defineRegister.ts';
import { emptyRow, type Fields, type Values, type Views } from './register.ts';

const includes = (values: Values, field: string, value: string): boolean => {
  const codes = values[field];
  return Array.isArray(codes) && codes.includes(value);
};

const fields = {
  name: required('姓名', personName, { headings: ['儿童姓名', '未成年人姓名', '学生姓名', '孩子姓名'] }),
  file_number: optional('档案号', code, { headings: ['档案编号', '编号'] }),
  id_number: requiredWhen('身份证号', idNumber, (values) => values.no_id_reason === null, {
    headings: ['身份证号码', '公民身份号码', '居民身份证号', '身份证', '证件号码', '儿童身份证号'],
    absenceReason: 'no_id_reason',
  }),
  no_id_reason: optional('无身份证号原因', choice(noIdReasons), { headings: ['暂无证件原因'] }),
  id_follow_up_on: expectedWhen(
    '证件跟进日期',
    date,
    (values) => values.id_number === null && values.no_id_reason !== null,
    { headings: ['跟进日期'] },
  ),
  other_document: optional('其他证件及号码', text(60), { headings: ['其他证件'], individual: true }),
  former_id_number: optional('旧身份证号', text(15), { headings: ['15位身份证号', '旧证号'], individual: true }),
  sex: required('性别', choice(sexes)),
  birth_date: required('出生日期', pastDate, { headings: ['出生年月', '出生年月日', '生日'] }),
  ethnicity: expected('民族', choice(ethnicities)),
  phone: optional('儿童联系电话', phoneNumber, { headings: ['儿童电话', '本人电话'] }),
  village: expected('村（社区）', village, {
    headings: ['村居', '所属村', '所在村', '村', '社区', '村（居）', '村名'],
    statedOnce: ['填报单位', '登记单位', '村（社区）', '村'],
  }),
  grid: optional('网格或村民小组', text(30), { headings: ['网格', '村民小组', '组', '组别', '所属网格'] }),
  status: required('在册状态', choice(childStatuses), { headings: ['状态'], initially: '1' }),
  status_reason: expectedWhen('状态变动原因', text(100), (values) => values.status !== '1', {
    headings: ['销号原因', '转出原因', '变动原因'],
  }),
  status_on: expectedWhen('状态变动日期', pastDate, (values) => values.status !== '1', {
    headings: ['销号日期', '转出日期', '变动日期'],
  }),
  risk_level: expected('风险等级', choice(riskLevels), { headings: ['风险级别', '等级'] }),
  risk_assessed_on: optional('风险评定日期', pastDate, { headings: ['评定日期'] }),
  responsible_person: expected('帮扶责任人', staffName, {
    headings: ['责任人', '帮扶人', '包保责任人', '主帮扶人'],
    statedOnce: ['帮扶责任人'],
  }),
  last_visited_on: optional('最近走访', pastDate, { headings: ['最近走访日期', '走访日期', '最近走访时间'] }),
  next_visit_on: optional('下次走访', date, { headings: ['下次走访日期'] }),
  household_registered: optional('是否登记户口', yesNo, { headings: ['入户情况', '户口登记'] }),
  household_address: expected('户籍地址', address, { headings: ['户籍所在地', '户籍地', '户口地址', '户籍住址'] }),
  residence_address: expected('居住地址', address, {
    headings: ['现居住地址', '现居住地', '现住址', '居住地', '实际居住地', '家庭住址', '住址'],
  }),
  health: expected('身体状况', choices(healthStates, { exclusive: ['1'] }), { headings: ['健康状况', '身体情况'] }),
  disability_class: expectedWhen('残疾类别', choice(disabilityClasses), (values) => includes(values, 'health', '2')),
  disability_grade: expectedWhen('残疾等级', choice(disabilityGrades), (values) => includes(values, 'health', '2')),
  disease: expectedWhen('患病类型', text(50), (values) => includes(values, 'health', '3'), {
    headings: ['患病病种', '疾病名称'],
  }),
  study_state: expected('就学情况', choice(studyStates), { headings: ['就学状况', '就读情况', '学段'] }),
  school_or_status: expected('就读学校或现实状况', text(60), {
    headings: ['就读学校', '学校', '就读学校及年级', '就读学校及班级', '学校及年级', '现实状况'],
  }),
  school_class: optional('年级及班级', text(30), { headings: ['年级', '班级', '年级班级'] }),
  boarding: optional('是否学校寄宿', yesNo, { headings: ['是否寄宿', '寄宿'] }),
  out_of_school_kind: expectedWhen('失学类型', choice(outOfSchoolKinds), isOutOfSchool),
  last_school: expectedWhen('原就读学校及班级', text(60), isOutOfSchool, { headings: ['原就读学校'] }),
  enrolment_state: expectedWhen('学籍状态', choice(enrolmentStates), isOutOfSchool, { headings: ['学籍'] }),
  due_stage: expectedWhen('应就读学段', choice(dueStages), isOutOfSchool),
  out_of_school_since: expectedWhen('失学起始时间', pastDate, isOutOfSchool, {
    headings: ['失学时间', '辍学时间', '失学起始日期'],
  }),
  family_reasons: optional('家庭原因', choices(familyReasons)),
  own_reasons: optional('本人原因', choices(ownReasons)),
  whereabouts: expectedWhen('目前去向', choice(whereabouts), isOutOfSchool, { headings: ['去向'] }),
  placements: optional('安置方式', choices(placements)),
  returned_on: optional('复学日期', pastDate, { headings: ['复学时间'] }),
  enrolment_duty: optional('控辍包保责任人', staffName, { headings: ['劝返责任人', '控辍保学责任人'] }),
  family_states: expected('家庭状况', choices(familyStates), { headings: ['家庭情况', '家庭类型'] }),
  guardian_capable: expected('监护人监护能力是否到位', yesNo, { headings: ['监护能力是否到位', '监护是否到位'] }),
  guardian_gap: expectedWhen('监护不到位具体情形', paragraph(300), (values) => values.guardian_capable === false, {
    headings: ['监护不到位情形'],
  }),
  supervision_gaps: optional('失管情形', choices(supervisionGaps)),
  left_behind_kind: optional('留守情形', choice(leftBehindKinds), { headings: ['留守类型'] }),
  incapable_parents: optional('无监护能力的父母', choices(incapableParents), { headings: ['无监护能力'] }),
  entrusted_care: optional('父母外出有无委托其他监护人', yesNo, { headings: ['有无委托监护', '是否委托监护'] }),
  guarding_kind: optional('监护类型', choice(guardingKinds), { headings: ['监护情况'] }),
  institution_name: optional('机构名称', text(60)),
  institution_head: optional('机构负责人', staffName),
  institution_phone: optional('机构联系电话', phoneNumber),
  institution_kind: optional('机构性质', text(30), { headings: ['单位性质'] }),
  institution_address: optional('机构地址', text(100)),
  benefit_way: optional('保障费领取方式', text(30), { headings: ['领取方式'] }),
  benefit_payee: optional('领取人（开户人）', staffName, { headings: ['领取人', '开户人'] }),
  benefit_payee_relation: optional('领取人与儿童关系', choice(kinships)),
  benefit_standard: optional('保障标准', text(30)),
  other_situation: optional('其他情况', paragraph(300)),
  welfare: optional('社会福利救助扶贫落实情况', paragraph(300), { headings: ['救助帮扶落实情况', '帮扶情况'] }),
  help_plan: optional('帮扶计划', paragraph(500)),
  filled_on: expected('填表时间', pastDate, {
    headings: ['填表日期', '填报日期', '填报时间'],
    statedOnce: ['填表时间', '填表日期', '填报时间', '填报日期'],
  }),
  registering_unit: expected('登记单位', text(40), {
    headings: ['填报单位'],
    statedOnce: ['填报单位', '登记单位'],
  }),
  registered_by: expected('登记人', staffName, { headings: ['填表人'], statedOnce: ['登记人', '填表人'] }),
  registered_on: expected('登记时间', pastDate, {
    headings: ['登记日期'],
    statedOnce: ['登记时间', '登记日期'],
  }),
  remark: optional('备注', paragraph(500), { headings: ['说明'] }),
} satisfies Fields;

const members = {
  relation: expected('与儿童关系', choice(kinships)),
  name: expected('姓名', personName),
  guardian_role: optional('监护身份', choice(guardianRoles)),
  id_number: optional('身份证号', idNumber),
  phone: optional('联系电话', phoneNumber),
  health: optional('健康状况', text(20)),
  workplace: optional('工作单位或务工地', text(50)),
  birth_date: optional('出生日期', pastDate),
  parent_state: optional('父母情形', choice(parentStates)),
  disability_class: optional('残疾类别', choice(disabilityClasses)),
  disability_grade: optional('残疾等级', choice(disabilityGrades)),
  disease: optional('患病类型', text(50)),
  household_address: optional('户口地址', address),
  residence_address: optional('现住址或务工住址', address),
  income: optional('家庭经济来源', text(50)),
  guardian_reason: optional('其他监护人缘由', text(100)),
} satisfies Fields;

const categories = {
  category: required('对象类别', choice(childCategories)),
  began_on: optional('起始日期', pastDate),
  ended_on: optional('终止日期', pastDate),
  basis: optional('认定依据', text(100)),
  source: optional('来源', text(60)),
} satisfies Fields;

const household = {
  number: required('户编号', code),
  head: optional('户主姓名', personName),
  income_sources: optional('家庭经济来源', choices(incomeSources)),
  relief: optional('救助帮扶情况', choices(reliefKinds)),
  housing: optional('住房情况', choice(housingKinds)),
} satisfies Fields;

const persuasions = {
  done_on: required('日期', pastDate),
  who: required('劝返人及单位', text(50)),
  way: expected('方式', choice(persuasionWays)),
  result: expected('结果', text(100)),
} satisfies Fields;

/** Views of one person of the family, `<prefix>_<field>` and 父亲联系电话, for forms with cells of his own. */
function personViews(
  prefix: string,
  label: string,
  place: FamilyPlace,
  keys: readonly (keyof typeof members)[],
): Views {
  return Object.fromEntries(
    keys.map((key) => {
      const field = members[key];
      const kind = withDeceasedMark(field.kind);
      return [`${prefix}_${key}`, view(`${label}${field.label}`, kind, personView(place, key, kind))];
    }),
  );
}

/** What the master card asks of each parent; the register of left-behind children asks a part of it. */
const parentKeys = [
  'name',
  'birth_date',
  'id_number',
  'phone',
  'workplace',
  'household_address',
  'residence_address',
  'health',
  'disability_class',
  'disability_grade',
  'disease',
  'income',
  'parent_state',
] as const;

/**
 * The registry of children: the union of what tables 1 to 3 of seed 003, the register of left-behind children and the master
 * card of children in difficulty ask, each fact once. Sealed matter (offences, victims, infections) is no part of it.
 */
export const child = defineRegister({
  key: 'child',
  compartment: 'children',
  table: 'child',
  title: '儿童',
  noun: '名儿童',
  fields,
  rows: {
    categories: {
      label: '对象类别',
      table: 'child_category',
      maxRows: 40,
      columns: ['category', 'began_on', 'ended_on', 'basis', 'source'],
      sameBy: ['category', 'began_on', 'ended_on'],
      fields: categories,
    },
    members: {
      label: '家庭主要成员',
      table: 'family_member',
      maxRows: 20,
      columns: ['relation', 'name', 'guardian_role', 'id_number', 'phone', 'health', 'workplace'],
      sameBy: ['relation', 'name'],
      fields: members,
      shared: {
        table: 'relative',
        fields: Object.keys(members).filter((key) => !['relation', 'guardian_role', 'guardian_reason'].includes(key)),
        identity: [
          ['name', 'id_number'],
          ['name', 'phone'],
        ],
        // Whole villages give one telephone, and two men of a village have one name.
        toldApartBy: ['id_number'],
      },
    },
    household: {
      label: '家庭户',
      table: 'child_household',
      maxRows: 1,
      columns: ['number', 'head', 'income_sources', 'relief', 'housing'],
      fields: household,
      shared: { table: 'household', fields: Object.keys(household), identity: [['number']], toldApartBy: ['head'] },
    },
    persuasions: {
      label: '劝返记录',
      table: 'persuasion',
      maxRows: 20,
      columns: ['done_on', 'who', 'way', 'result'],
      sameBy: ['done_on', 'who'],
      fields: persuasions,
    },
  },
  views: {
    child_types: view('对象类别', choices(childCategories), {
      headings: ['儿童类别', '类别', '儿童类型', '上报类型', '困境儿童分类'],
      expected: () => true,
      ...categoriesView(childCategories.entries.map((entry) => entry.code)),
    }),
    hardship_grounds: view('事实困难依据', choices(hardshipGrounds), {
      headings: ['困难依据', '困难情形'],
      ...categoriesView(hardshipGrounds.entries.map((entry) => entry.code)),
    }),
    left_behind: view('是否留守', yesNo, { headings: ['留守儿童', '是否留守儿童'], ...categoryFlag('B1') }),
    guardian_name: view('监护人姓名', personName, {
      headings: ['监护人', '照护人', '监护人或照护人'],
      ...guardianView('name'),
    }),
    guardian_relation: view('监护人与儿童关系', choice(kinships), {
      headings: ['与儿童关系', '与监护人关系', '关系', '与未成年人关系'],
      ...guardianView('relation'),
    }),
    guardian_phone: view('监护人电话', phoneNumber, {
      headings: ['监护人联系电话', '监护人联系方式', '联系电话', '联系方式', '电话'],
      ...guardianView('phone'),
    }),
    guardian_id_number: view('监护人身份证号', idNumber, {
      headings: ['监护人身份证号码', '监护人证件号码'],
      ...guardianView('id_number'),
    }),
    guardian: view('监护人及电话', contact, { read: guardianLine }),
    age: view('年龄', text(10), { read: ageInWords }),
    in_school: view('是否在校', yesNo, { read: isAtSchool }),
    ...personViews('guardian1', '监护人1', guardianAt(0), ['name', 'phone', 'relation']),
    ...personViews('guardian2', '监护人2', guardianAt(1), ['name', 'phone', 'relation']),
    ...personViews('father', '父亲', relative('51'), parentKeys),
    ...personViews('mother', '母亲', relative('52'), parentKeys),
    ...personViews('grandfather', '祖父', relative('61'), ['name', 'birth_date']),
    ...personViews('grandmother', '祖母', relative('62'), ['name', 'birth_date']),
    ...personViews('maternal_grandfather', '外祖父', relative('63'), ['name', 'birth_date']),
    ...personViews('maternal_grandmother', '外祖母', relative('64'), ['name', 'birth_date']),
    ...personViews('carer', '委托监护人', entrustedCarer, [
      'name',
      'phone',
      'id_number',
      'relation',
      'residence_address',
    ]),
    ...personViews('other_guardian', '其他监护人', otherGuardian, [
      'name',
      'id_number',
      'phone',
      'relation',
      'health',
      'disability_class',
      'disability_grade',
      'disease',
      'residence_address',
      'guardian_reason',
    ]),
    household_income: view('家庭经济来源', choices(incomeSources), householdView('income_sources')),
    household_relief: view('救助帮扶情况', choices(reliefKinds), householdView('relief')),
  },
  sections: [
    {
      title: '基本情况',
      fields: [
        'name',
        'id_number',
        'no_id_reason',
        'id_follow_up_on',
        'sex',
        'birth_date',
        'ethnicity',
        'village',
        'grid',
        'phone',
        'file_number',
        'other_document',
        'former_id_number',
      ],
    },
    { title: '对象类别', fields: ['categories'] },
    {
      title: '在册与帮扶',
      fields: [
        'status',
        'status_reason',
        'status_on',
        'risk_level',
        'risk_assessed_on',
        'responsible_person',
        'last_visited_on',
        'next_visit_on',
      ],
    },
    { title: '健康', fields: ['health', 'disability_class', 'disability_grade', 'disease'] },
    { title: '住址', fields: ['household_registered', 'household_address', 'residence_address'] },
    { title: '就学', fields: ['study_state', 'school_or_status', 'school_class', 'boarding'] },
    {
      title: '失学与劝返',
      fields: [
        'out_of_school_kind',
        'last_school',
        'enrolment_state',
        'due_stage',
        'out_of_school_since',
        'family_reasons',
        'own_reasons',
        'whereabouts',
        'persuasions',
        'placements',
        'returned_on',
        'enrolment_duty',
      ],
    },
    { title: '家庭', fields: ['members', 'household', 'family_states'] },
    {
      title: '监护',
      fields: [
        'guardian_capable',
        'guardian_gap',
        'supervision_gaps',
        'left_behind_kind',
        'incapable_parents',
        'entrusted_care',
        'guarding_kind',
      ],
    },
    {
      title: '机构与保障',
      fields: [
        'institution_name',
        'institution_head',
        'institution_phone',
        'institution_kind',
        'institution_address',
        'benefit_way',
        'benefit_payee',
        'benefit_payee_relation',
        'benefit_standard',
        'welfare',
      ],
    },
    { title: '其他', fields: ['other_situation', 'help_plan', 'remark'] },
    { title: '登记', fields: ['filled_on', 'registering_unit', 'registered_by', 'registered_on'] },
  ],
  list: [
    { field: 'name', width: 110 },
    { field: 'sex', width: 56 },
    { field: 'birth_date', width: 130 },
    { field: 'age', width: 70, shown: false },
    { field: 'id_number', width: 180 },
    { field: 'village', width: 120 },
    { field: 'child_types', width: 180 },
    { field: 'guardian', width: 170, shown: false },
    { field: 'school_or_status', width: 180, shown: false },
    { field: 'study_state', width: 100, shown: false },
    { field: 'risk_level', width: 90 },
    { field: 'responsible_person', width: 110 },
    { field: 'last_visited_on', width: 130 },
    { field: 'next_visit_on', width: 130, shown: false },
    { field: 'file_number', width: 120, shown: false },
    { field: 'ethnicity', width: 80, shown: false },
    { field: 'grid', width: 110, shown: false },
    { field: 'status', width: 110, shown: false },
    { field: 'family_states', width: 170, shown: false },
    { field: 'residence_address', width: 240, shown: false },
    { field: 'household_address', width: 240, shown: false },
    { field: 'registered_on', width: 130, shown: false },
    { field: 'remark', width: 200, shown: false },
  ],
  filters: ['village', 'status', 'child_types', 'risk_level', 'sex', 'study_state', 'health', 'family_states'],
  defaultFilters: { status: ['1'] },
  lists: [
    { key: 'missing-id', title: '缺身份证号', query: () => ({ filters: { id_number: [''], status: ['1'] } }) },
    {
      key: 'turning-18',
      title: '60天内满18周岁',
      query: ({ today }) => ({
        filters: { status: ['1'] },
        ranges: {
          birth_date: { from: addDays(addYears(today, -18), 1), to: addYears(addDays(today, 60), -18), orBlank: false },
        },
      }),
    },
    {
      key: 'grown-up',
      title: '已满18周岁未销号',
      query: ({ today }) => ({
        filters: { status: ['1'] },
        ranges: { birth_date: { from: null, to: addYears(today, -18), orBlank: false } },
      }),
    },
    {
      key: 'not-visited',
      title: '本月未走访',
      query: ({ today }) => ({
        filters: { status: ['1'] },
        ranges: { last_visited_on: { from: null, to: addDays(firstOfMonth(today), -1), orBlank: true } },
      }),
    },
    { key: 'incomplete', title: '资料待补', query: () => ({ filters: { gaps: ['1'], status: ['1'] } }) },
  ],
  nameField: 'name',
  uniqueField: 'id_number',
  numberField: 'file_number',
  matchSignals: [
    {
      key: 'id',
      label: '身份证号相同',
      weight: 'certain',
      parts: [{ field: 'id_number', orField: 'former_id_number', by: 'idNumber' }],
    },
    {
      key: 'name-birth',
      label: '姓名读音和出生日期相同',
      weight: 'certain',
      parts: [
        { field: 'name', by: 'pinyin' },
        { field: 'birth_date', by: 'value' },
      ],
    },
    {
      key: 'name-phone',
      label: '姓名读音和监护人电话相同',
      weight: 'certain',
      parts: [
        { field: 'name', by: 'pinyin' },
        { field: 'members.phone', by: 'value' },
      ],
    },
    {
      key: 'birth-phone',
      label: '出生日期和监护人电话相同',
      weight: 'likely',
      caution: '可能是双胞胎',
      parts: [
        { field: 'birth_date', by: 'value' },
        { field: 'members.phone', by: 'value' },
      ],
    },
    {
      key: 'name-id-slip',
      label: '姓名读音相同，身份证号只差一位或相邻两位颠倒',
      weight: 'likely',
      parts: [
        { field: 'name', by: 'pinyin' },
        { field: 'id_number', by: 'idSlip' },
      ],
    },
  ],
  derive: deriveChild,
  derivedFrom: { sex: 'id_number', birth_date: 'id_number' },
  rules: childRules,
  compoundColumns: [
    {
      label: '残疾类别等级',
      headings: ['残疾类别及等级', '残疾等级类别', '残疾类型及等级'],
      fills: ['disability_class', 'disability_grade'],
      read: (cell) => ({ fields: readDisability(cell) }),
    },
    {
      label: '家庭主要成员',
      headings: ['家庭成员', '家庭成员情况'],
      fills: ['members'],
      read: (cell) => ({ rows: { members: readFamilyMembers(cell) } }),
    },
  ],
  sample: {
    fields: {
      ...emptyRow(fields),
      name: '欧阳朵朵',
      file_number: '2026-00001',
      id_number: '439981201503070024',
      sex: '2',
      birth_date: '2015-03-07',
      ethnicity: '15',
      village: '439981100201',
      grid: '第三网格',
      risk_level: '2',
      risk_assessed_on: '2026-10-26',
      responsible_person: '周敏',
      last_visited_on: '2026-10-26',
      household_address: '虚拟县安宁镇双塘村3组8号',
      residence_address: '虚拟县安宁镇双塘村3组8号',
      health: ['1'],
      study_state: '3',
      school_or_status: '安宁镇中心小学',
      school_class: '五年级2班',
      family_states: ['3'],
      guardian_capable: false,
      guardian_gap: '父亲常年在外务工，由祖母照看',
      filled_on: '2026-10-26',
      registering_unit: '安宁镇双塘村',
      registered_by: '周敏',
      registered_on: '2026-10-26',
    },
    rows: {
      categories: [
        { category: 'C1', began_on: '2025-07-01', ended_on: null, basis: '低保证', source: '民政办' },
        { category: 'B1', began_on: '2026-10-26', ended_on: null, basis: null, source: null },
      ],
      members: [
        {
          ...emptyRow(members),
          relation: '62',
          name: '田桂英',
          guardian_role: '1',
          phone: '19900000001',
          health: '良好',
          workplace: '在家务农',
        },
      ],
      household: [{ number: 'ST-0308', head: '田桂英', income_sources: ['2'], relief: ['1'], housing: '1' }],
      persuasions: [],
    },
  },
});
