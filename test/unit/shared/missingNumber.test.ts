import { expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { checkRecord } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import type { Values } from '../../../shared/registers/register.ts';

const villages = codeTable('村（社区）', '测试', [{ code: '439981100201', label: '双塘村' }]);

function saidAbout(path: string, fields: Values): string[] {
  const { sample } = child;
  const values = { ...sample, fields: { ...sample.fields, id_follow_up_on: null, ...fields } };
  return checkRecord(child, values, { today: '2026-11-21', villages })
    .filter((issue) => issue.path === path)
    .map(({ message }) => message);
}

test('a missing ID number names the way out, and is not followed up before there is a reason', () => {
  const neither = { id_number: null, no_id_reason: null };
  expect(saidAbout('id_number', neither)).toEqual(['“身份证号”没有填，请补上，没有的请选“无身份证号原因”']);
  expect(saidAbout('id_follow_up_on', neither)).toEqual([]);
  const explained = { id_number: null, no_id_reason: '1' };
  expect(saidAbout('id_number', explained)).toEqual([]);
  expect(saidAbout('id_follow_up_on', explained)).toEqual(['“证件跟进日期”还没有填，可以以后再补']);
});
