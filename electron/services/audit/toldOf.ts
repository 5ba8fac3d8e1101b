import { actLabel, isAct } from '../../../shared/audit/acts.ts';
import { methodActs, methodLabel } from '../../../shared/audit/methodActs.ts';
import { attachmentKinds } from '../../../shared/contract/attachmentMethods.ts';
import { auditedFiles, auditFaults } from '../../../shared/contract/auditMethods.ts';
import { type HistoryAction, historyActions } from '../../../shared/contract/historyActions.ts';
import { printedNumbers, printOutcomes, printWays } from '../../../shared/contract/printMethods.ts';
import { findSheet } from '../../../shared/forms/index.ts';
import { findPaper } from '../../../shared/papers/index.ts';
import { findRegister } from '../../../shared/registers/index.ts';
import { isRoleName, roles } from '../../../shared/rights/roles.ts';
import { automaticBackups, backupFailures } from '../backups/createBackupService.ts';
import { attemptKindLabels, attemptReasonLabels } from './recordFailedAttempts.ts';

/** What is shown of a row of the chain besides who, when and what about: sentences without values and without names. */
export function toldOf(act: string, detail: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === undefined || value === '') return [];
    const words = wordsFor[key];
    return words ? words(value, act) : [];
  });
}

type Words = (value: unknown, act: string) => string[];

const text =
  (label: string): Words =>
  (value) => [`${label}：${String(value)}`];
const counted =
  (label: string, unit: string): Words =>
  (value) => [`${label}${String(value)}${unit}`];
const chosen =
  (label: string, words: Readonly<Record<string, string>>): Words =>
  (value) => [`${label}：${words[String(value)] ?? String(value)}`];
const when =
  (yes: string, no?: string): Words =>
  (value) =>
    value === true ? [yes] : no === undefined ? [] : [no];
const moment =
  (label: string): Words =>
  (value) => [`${label}：${localTime(String(value))}`];

/** By the key under which it is stored; what is not here is not shown. */
const wordsFor: Readonly<Record<string, Words>> = {
  changed: changedWords,
  register: (value) => [titleOf(String(value))],
  paper: (value) => [findPaper(String(value))?.title ?? ''].filter((title) => title !== ''),
  form: (value) => (ownForm.test(String(value)) ? [] : [`表：${formTitle(String(value))}`]),
  title: text('自备表样'),
  serial: text('编号'),
  way: chosen('方式', printWays),
  outcome: chosen('结果', printOutcomes),
  numbers: chosen('证件号码', { ...printedNumbers, full: '完整', masked: '遮盖' }),
  records: counted('共', '人'),
  persons: counted('共', '人'),
  pages: counted('', '页'),
  copies: counted('', '份'),
  rows: counted('', '行'),
  files: counted('', '个文件'),
  columns: (value) => [value === 'all' ? '全部列' : `${Array.isArray(value) ? value.length : 0}列`],
  found: counted('找到', '条'),
  terms: text('查找内容代号'),
  filters: (value) => (Array.isArray(value) && value.length > 0 ? [`筛选条件${value.length}个`] : []),
  fields: (value) => [`字段：${labelsOf('', value)}`],
  field: (value) => [`字段：${labelsOf('', [value])}`],
  creates: counted('新增', '条'),
  updates: counted('更新', '条'),
  purpose: text('用途'),
  receiver: text('接收方'),
  approver: text('同意人'),
  ground: text('事由'),
  document: text('依据文号'),
  body: text('决定单位'),
  by: (value, act) => (act.startsWith('seal.') ? [`批准人：${String(value)}`] : []),
  alone: when('一人办理，无第二人'),
  saved: when('已保存', '未保存'),
  copied: when('已复制', '未复制'),
  sha256: (value) => [`文件校验值：${String(value).slice(0, 16)}`],
  roles: (value) => [
    `角色：${listOf(value)
      .map((role) => (isRoleName(role) ? roles[role].label : role))
      .join('、')}`,
  ],
  village: (value) => [`村（社区）：${listOf(value).join('、')}`],
  villages: (value) => [value === 'all' ? '全部村（社区）' : `${listOf(value).length}个村（社区）`],
  exception: text('兼任原因'),
  isSplit: when('恢复密钥分成三份'),
  reinstated: when('停用的用户重新启用'),
  what: (value) => [`操作：${whatWasAsked(String(value))}`],
  why: chosen('原因', { request: '用户锁定', idle: '长时间无人操作', quit: '退出程序', other: '电脑锁定或程序关闭' }),
  before: (value, act) => (act === 'clock.setBack' ? moment('调回前')(value, act) : []),
  automatic: chosen('自动', automaticBackups),
  backup: (value) => [`备份：${backupMoment(String(value))}`],
  failed: (value) => chosen('原因', backupFailures)(isBackupFailure(value) ? value : 'other', ''),
  made: moment('备份时间'),
  former: counted('恢复前的操作记录到第', '条'),
  head: counted('恢复后的操作记录到第', '条'),
  isSound: when('全部完好', '发现异常'),
  reviewed: counted('其中已查明', '处'),
  from: text('原版本'),
  to: text('新版本'),
  month: (value) => [`月份：${monthInWords(String(value))}`],
  period: (value) => [`时间：${monthInWords(String(value))}`],
  year: text('年份'),
  label: text('标签'),
  attempted: moment('发生时间'),
  tried: text('用户'),
  file: (value, act) => (act === 'fault.review' ? chosen('在', auditedFiles)(value, act) : []),
  kind: (value, act) => [
    ...(act === 'login.failed' ? chosen('场合', attemptKindLabels)(value, act) : []),
    ...(act === 'fault.review' ? chosen('异常', auditFaults)(value, act) : []),
    ...(act === 'export.permit' ? chosen('种类', attachmentKinds)(value, act) : []),
  ],
  reason: (value, act) => [
    ...(act === 'login.failed' ? chosen('原因', attemptReasonLabels)(value, act) : []),
    ...(act === 'fault.review' ? text('查明')(value, act) : []),
  ],
  dropped: counted('另有', '次没有逐条记下'),
};

/** The office's own forms go by such an identifier; beside it stands their title. */
const ownForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** What was asked for in vain: the name of a method, an act, or an address of the program. */
function whatWasAsked(what: string): string {
  if (isMethod(what)) return methodLabel(what);
  return isAct(what) ? actLabel(what) : '其他';
}

function isBackupFailure(code: unknown): code is keyof typeof backupFailures {
  return Object.hasOwn(backupFailures, String(code));
}

function isMethod(name: string): name is keyof typeof methodActs {
  return Object.hasOwn(methodActs, name);
}

function formTitle(key: string): string {
  return findSheet(key)?.title ?? (titleOf(key) || (key === 'attachment' ? '照片和扫描件' : key));
}

function changedWords(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.map((line: { record: string; action: string; fields?: readonly string[] }) => {
      const [register = ''] = line.record.split('/');
      const fields = line.fields === undefined ? '' : `：${labelsOf(register, line.fields)}`;
      return `${titleOf(register)}${actionLabel(line.action)}${fields}`;
    });
  }
  return Object.entries(value as Readonly<Record<string, number>>).map(
    ([action, count]) => `${actionLabel(action)}${count}条`,
  );
}

function actionLabel(action: string): string {
  return isHistoryAction(action) ? historyActions[action] : action;
}

function isHistoryAction(action: string): action is HistoryAction {
  return Object.hasOwn(historyActions, action);
}

function titleOf(key: string): string {
  return findRegister(key)?.title ?? findPaper(key)?.title ?? '';
}

/** Names of fields in words; of several registers, those of the first that has them. */
function labelsOf(register: string, fields: unknown): string {
  const shape = findRegister(register) ?? findPaper(register) ?? findRegister('child');
  return listOf(fields)
    .map((key) => shape?.fields[key]?.label ?? shape?.rows[key]?.label ?? (/\p{Script=Han}/u.test(key) ? key : '其他'))
    .join('、');
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** 2026-11 and 2026 as they are said; anything else stands for itself. */
function monthInWords(text: string): string {
  const [, year, month] = /^(\d{4})(?:-(\d{2}))?$/u.exec(text) ?? [];
  if (year === undefined) return text;
  return month === undefined ? `${year}年` : `${year}年${Number(month)}月`;
}

/** The moment in the name of a backup, such as 2026-11-22-104319-000004. */
function backupMoment(id: string): string {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})-(\d{2})-(\d{2})-(\d{2})(\d{2})(\d{2})(?!\d)/u.exec(id) ?? [];
  return year === undefined ? id : `${year}年${Number(month)}月${Number(day)}日 ${hours}:${minutes}:${seconds}`;
}

function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}`;
}
