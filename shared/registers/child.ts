import {
  disabilityClasses,
  disabilityGrades,
  familyStates,
  hardshipGrounds,
  healthStates,
  noIdReasons,
  studyStates,
} from '../codes/children.ts';
import { ethnicities, kinships, sexes } from '../codes/people.ts';
import {
  address,
  choice,
  choices,
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
import { childRules, deriveFromIdNumber } from '../rules/childRules.ts';
import { readDisability } from '../rules/disability.ts';
import { readFamilyMembers } from '../rules/familyMembers.ts';
import { defineRegister, optional, required, requiredWhen, type Values } from './register.ts';

const includes = (values: Values, field: string, code: string): boolean => {
  const codes = values[field];
  return Array.isArray(codes) && codes.includes(code);
};

/** The registry of children. Fields of table 1 of seed 003 (“失亲”及事实困难未成年人排查表), each stored once. */
export const child = defineRegister({
  key: 'child',
  compartment: 'children',
  table: 'child',
  title: '儿童',
  noun: '名儿童',
  fields: {
    name: required('姓名', personName, { headings: ['儿童姓名', '未成年人姓名', '学生姓名', '孩子姓名'] }),
    id_number: requiredWhen('身份证号', idNumber, (values) => values.no_id_reason === null, {
      headings: ['身份证号码', '公民身份号码', '居民身份证号', '身份证', '证件号码', '儿童身份证号'],
      absenceReason: 'no_id_reason',
    }),
    no_id_reason: optional('无身份证号原因', choice(noIdReasons), { headings: ['暂无证件原因'] }),
    sex: required('性别', choice(sexes)),
    birth_date: required('出生日期', pastDate, { headings: ['出生年月', '出生年月日', '生日'] }),
    ethnicity: required('民族', choice(ethnicities)),
    village: required('村（社区）', village, {
      headings: ['村居', '所属村', '所在村', '村', '社区', '村（居）', '村名'],
      statedOnce: ['填报单位', '登记单位', '村（社区）', '村'],
    }),
    household_address: required('户籍地址', address, { headings: ['户籍所在地', '户籍地', '户口地址', '户籍住址'] }),
    residence_address: required('居住地址', address, {
      headings: ['现居住地址', '现居住地', '现住址', '居住地', '实际居住地', '家庭住址', '住址'],
    }),
    health: required('身体状况', choices(healthStates, { exclusive: ['1'] }), { headings: ['健康状况', '身体情况'] }),
    disability_class: requiredWhen('残疾类别', choice(disabilityClasses), (values) => includes(values, 'health', '2')),
    disability_grade: requiredWhen('残疾等级', choice(disabilityGrades), (values) => includes(values, 'health', '2')),
    disease: requiredWhen('患病类型', text(50), (values) => includes(values, 'health', '3'), {
      headings: ['患病病种', '疾病名称'],
    }),
    study_state: required('就学情况', choice(studyStates), { headings: ['就学状况', '就读情况', '学段'] }),
    school_or_status: required('就读学校或现实状况', text(60), {
      headings: ['就读学校', '学校', '就读学校及年级', '就读学校及班级', '现实状况'],
    }),
    family_states: required('家庭状况', choices(familyStates), { headings: ['家庭情况', '家庭类型'] }),
    guardian_capable: required('监护人监护能力是否到位', yesNo, { headings: ['监护能力是否到位', '监护是否到位'] }),
    guardian_gap: requiredWhen('监护不到位具体情形', paragraph(300), (values) => values.guardian_capable === false, {
      headings: ['监护不到位情形'],
    }),
    hardship_grounds: required('事实困难依据', choices(hardshipGrounds), { headings: ['困难依据', '困难情形'] }),
    filled_on: required('填表时间', pastDate, {
      headings: ['填表日期'],
      statedOnce: ['填表时间', '填表日期', '填报时间', '填报日期'],
    }),
    registering_unit: required('登记单位', text(40), { headings: ['填报单位'], statedOnce: ['填报单位', '登记单位'] }),
    registered_by: required('登记人', staffName, { headings: ['填表人'], statedOnce: ['登记人', '填表人'] }),
    registered_on: required('登记时间', pastDate, {
      headings: ['登记日期'],
      statedOnce: ['登记时间', '登记日期'],
    }),
    remark: optional('备注', paragraph(500), { headings: ['说明'] }),
  },
  rows: {
    members: {
      label: '家庭主要成员',
      table: 'family_member',
      maxRows: 20,
      fields: {
        relation: required('与儿童关系', choice(kinships)),
        name: required('姓名', personName),
        id_number: optional('身份证号', idNumber),
        phone: optional('联系电话', phoneNumber),
        health: optional('健康状况', text(20)),
        workplace: optional('工作单位或务工地', text(50)),
      },
    },
  },
  sections: [
    { title: '基本情况', fields: ['name', 'id_number', 'no_id_reason', 'sex', 'birth_date', 'ethnicity', 'village'] },
    { title: '健康', fields: ['health', 'disability_class', 'disability_grade', 'disease'] },
    { title: '就学与住址', fields: ['study_state', 'school_or_status', 'household_address', 'residence_address'] },
    { title: '家庭', fields: ['members', 'family_states', 'guardian_capable', 'guardian_gap'] },
    { title: '困难', fields: ['hardship_grounds', 'remark'] },
    { title: '登记', fields: ['filled_on', 'registering_unit', 'registered_by', 'registered_on'] },
  ],
  list: [
    { field: 'name', width: 110 },
    { field: 'sex', width: 56 },
    { field: 'birth_date', width: 130 },
    { field: 'id_number', width: 180 },
    { field: 'village', width: 120 },
    { field: 'study_state', width: 100 },
    { field: 'family_states', width: 170 },
    { field: 'registered_on', width: 130 },
  ],
  filters: ['village', 'sex', 'study_state', 'health', 'family_states', 'hardship_grounds'],
  nameField: 'name',
  uniqueField: 'id_number',
  derive: deriveFromIdNumber,
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
      name: '欧阳朵朵',
      id_number: '439981201503070024',
      no_id_reason: null,
      sex: '2',
      birth_date: '2015-03-07',
      ethnicity: '15',
      village: '439981100201',
      household_address: '虚拟县安宁镇双塘村3组8号',
      residence_address: '虚拟县安宁镇双塘村3组8号',
      health: ['1'],
      disability_class: null,
      disability_grade: null,
      disease: null,
      study_state: '3',
      school_or_status: '安宁镇中心小学',
      family_states: ['3'],
      guardian_capable: false,
      guardian_gap: '父亲常年在外务工，由祖母照看',
      hardship_grounds: ['C1'],
      filled_on: '2026-10-26',
      registering_unit: '安宁镇双塘村',
      registered_by: '周敏',
      registered_on: '2026-10-26',
      remark: null,
    },
    rows: {
      members: [
        {
          relation: '62',
          name: '田桂英',
          id_number: null,
          phone: '19900000001',
          health: '良好',
          workplace: '在家务农',
        },
      ],
    },
  },
});
