import { codeTable } from './codeTable.ts';

const own = '程序自定';

/**
 * Whom seed 004 task 18, seed 001 task 9 and seed 002 want listed, without the classes that name no act of anybody
 * (流浪乞讨, 与子女单独同居, 农村闲散) or an illness (性病患者), and without 涉黄赌毒, whose records are sealed for everybody since
 * 2026-01-01 (治安管理处罚法 art. 136): its box is for the pen.
 */
export const keyPersonTypes = codeTable('人员类别', '专项行动方案第18项、通知第9项', [
  { code: '1', label: '性侵犯罪前科的刑满释放人员' },
  { code: '2', label: '社区矫正对象' },
  { code: '8', label: '问题青少年（已满18周岁）' },
  { code: '10', label: '有拐卖人口犯罪前科人员' },
]);

/** How closely somebody is looked after; the scale is the program's own. */
export const controlLevels = codeTable('管控级别', own, [
  { code: '1', label: '一级（高）', synonyms: ['一级', '高'] },
  { code: '2', label: '二级（中）', synonyms: ['二级', '中'] },
  { code: '3', label: '三级（低）', synonyms: ['三级', '低'] },
]);

/** How often somebody is met; no rule fixes it, the scale is the program's own. */
export const meetingIntervals = codeTable('见面频次', own, [
  { code: '1', label: '每周1次' },
  { code: '2', label: '每半月1次', synonyms: ['每15天1次'] },
  { code: '3', label: '每月1次' },
  { code: '4', label: '每两月1次' },
  { code: '5', label: '每季度1次', synonyms: ['每三月1次'] },
  { code: '6', label: '每半年1次' },
]);

/** GB/T 2261.2—2003, first digit of each class. */
export const marriageStates = codeTable('婚姻状况', 'GB/T 2261.2—2003', [
  { code: '10', label: '未婚' },
  { code: '20', label: '已婚' },
  { code: '30', label: '丧偶' },
  { code: '40', label: '离婚' },
  { code: '90', label: '未说明' },
]);

/** GB/T 4658—2006, first digit of each class; the boxes of a form are narrow, so names in common use stand for the two longest. */
export const educationLevels = codeTable('文化程度', 'GB/T 4658—2006', [
  { code: '10', label: '研究生' },
  { code: '20', label: '本科', synonyms: ['大学本科'] },
  { code: '30', label: '大专', synonyms: ['大学专科', '专科'] },
  { code: '40', label: '中专', synonyms: ['中等职业', '职高', '技校'] },
  { code: '60', label: '高中', synonyms: ['普通高级中学'] },
  { code: '70', label: '初中', synonyms: ['初级中学'] },
  { code: '80', label: '小学' },
  { code: '90', label: '其他', synonyms: ['文盲', '半文盲'] },
]);

/** Whether there is something that has to be named then. */
export const presence = codeTable('有无', own, [
  { code: '0', label: '无' },
  { code: '1', label: '有' },
]);

/** How a key person was met; only the first two are face to face. */
export const meetingWays = codeTable('方式', own, [
  { code: '1', label: '上门' },
  { code: '2', label: '约见' },
  { code: '3', label: '视频' },
  { code: '4', label: '电话' },
]);

/** What was noticed at a meeting. */
export const meetingFindings = codeTable('异常情况', own, [
  { code: '0', label: '无' },
  { code: '1', label: '去向不明' },
  { code: '2', label: '苗头' },
  { code: '3', label: '违法线索' },
]);

/** What those who met somebody propose for his level. */
export const levelAdvice = codeTable('级别建议', own, [
  { code: '1', label: '不变' },
  { code: '2', label: '升级' },
  { code: '3', label: '降级' },
  { code: '4', label: '移出' },
]);

/** What is asked for on the sheet of approval. */
export const keyPersonMatters = codeTable('事项', own, [
  { code: '1', label: '入库' },
  { code: '2', label: '升级' },
  { code: '3', label: '降级' },
  { code: '4', label: '移出' },
  { code: '5', label: '更正' },
]);
