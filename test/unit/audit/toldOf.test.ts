import { expect, test } from 'vitest';
import { toldOf } from '../../../electron/services/audit/toldOf.ts';
import { methods } from '../../../shared/contract/methods.ts';

test('a refusal is told in the words of the office, whatever was asked for', () => {
  expect(toldOf('refused', { what: 'seal.ask' })).toEqual(['操作：申请查看封存内容']);
  expect(toldOf('refused', { what: 'people.disable' })).toEqual(['操作：停用用户']);
  expect(toldOf('refused', { what: '/upload' })).toEqual(['操作：其他']);
});

test('every method has words for its refusal', () => {
  const told = Object.keys(methods).map((what) => [what, ...toldOf('refused', { what })] as const);
  expect(toldOf('refused', { what: 'backup.restore' })).toEqual(['操作：恢复备份']);
  expect(told.filter(([, line = '']) => !/^操作：\p{Script=Han}+$/u.test(line) || line === '操作：其他')).toEqual([]);
});

test('days and months are told as they are said', () => {
  expect(toldOf('screening.save', { month: '2026-11' })).toEqual(['月份：2026年11月']);
  expect(toldOf('audit.print', { period: '2026' })).toEqual(['时间：2026年']);
  expect(toldOf('audit.print', { period: '2026-02' })).toEqual(['时间：2026年2月']);
  expect(toldOf('backup.rehearse', { backup: '2026-11-22-104319-000004' })).toEqual(['备份：2026年11月22日 10:43:19']);
});

test('a form is told by its title', () => {
  expect(toldOf('list.export', { form: 'child' })).toEqual(['表：儿童']);
  expect(toldOf('sheet.view', { form: 'F01' })).toEqual(['表：“失亲”及事实困难未成年人排查表']);
  const form = '00000000-0000-4000-8000-00000000000e';
  expect(toldOf('file.save', { form, title: '留守儿童花名册' })).toEqual(['自备表样：留守儿童花名册']);
});

test('a view of sealed matter tells its ground, its document and who agreed', () => {
  expect(toldOf('seal.ask', { ground: '办案需要', document: '安检未〔2026〕12号', print: false })).toEqual([
    '事由：办案需要',
    '依据文号：安检未〔2026〕12号',
  ]);
  expect(toldOf('seal.approve', { by: '田秀英', alone: false, document: '安检未〔2026〕12号' })).toEqual([
    '批准人：田秀英',
    '依据文号：安检未〔2026〕12号',
  ]);
});
