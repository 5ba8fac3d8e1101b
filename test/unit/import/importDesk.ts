import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runJob } from '../../../electron/jobs/runJob.ts';
import { createImportService } from '../../../electron/services/import/createImportService.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { compartmentSchema } from '../../../electron/services/registers/registerSchema.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { buildWorkbook, type CellSpec, type SheetSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

export const villages = codeTable('村（社区）', '测试', [
  { code: '439981100201', label: '双塘村' },
  { code: '439981100202', label: '古井社区' },
  { code: '439981100203', label: '古镇村' },
]);
export const context: FieldContext = { today: '2026-11-21', villages };

/** The register and import services on a real encrypted file in a temporary folder. */
export function importDesk() {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: Buffer.alloc(16, 1) },
  });
  onTestFinished(() => file.close());
  for (const { statement } of compartmentSchema([child])) file.execute(statement);
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  };
  const registerOf = (): Register => child;
  const registers = createRegisterService({
    registerOf,
    databaseOf: () => file.database,
    context: () => context,
    user: () => '经办甲',
    now: () => new Date('2026-11-21T09:00:00'),
    newId,
  });
  const { findByUnique, insertMany } = registers;
  const imports = createImportService({ registerOf, findByUnique, insertMany, context: () => context, newId, runJob });
  return {
    file,
    registers,
    imports,
    total: () =>
      registers.listPage({
        register: 'child',
        search: '',
        filters: {},
        sort: { field: 'name', descending: false },
        offset: 0,
        limit: 1,
      }).total,
  };
}

/** The headings of a whole table, and one row that nothing is wrong with. */
export const headings = [
  '姓名',
  '性别',
  '身份证号',
  '民族',
  '村',
  '身体状况',
  '残疾类别等级',
  '患病类型',
  '就学情况',
  '就读学校',
  '户籍地址',
  '居住地址',
  '家庭主要成员',
  '家庭状况',
  '监护能力是否到位',
  '监护不到位情形',
  '事实困难依据',
  '登记人',
  '登记时间',
] as const;
const soundRow: Readonly<Record<(typeof headings)[number], CellSpec>> = {
  姓名: '欧阳朵朵',
  性别: '女',
  身份证号: '439981201503070024',
  民族: '土家族',
  村: '双塘村',
  身体状况: '健康',
  残疾类别等级: null,
  患病类型: null,
  就学情况: '小学',
  就读学校: '安宁镇中心小学',
  户籍地址: '虚拟县安宁镇双塘村3组8号',
  居住地址: '虚拟县安宁镇双塘村3组8号',
  家庭主要成员: '祖母 田桂英 19900000001',
  家庭状况: '单亲家庭',
  监护能力是否到位: '否',
  监护不到位情形: '父亲常年在外务工',
  事实困难依据: '低保家庭',
  登记人: '周敏',
  登记时间: '2026-10-26',
};

/** A row with some cells of the sound one changed. */
export function rowWith(changes: Partial<Record<(typeof headings)[number], CellSpec>> = {}): CellSpec[] {
  const row = { ...soundRow, ...changes };
  return headings.map((heading) => row[heading]);
}

/** Title in row 1, unit and date in row 2, headings in row 3, then the rows. */
export function villageWorkbook(rows: readonly (readonly CellSpec[])[], sheet: SheetSpec = {}): Buffer {
  return buildWorkbook({
    sheets: [
      {
        rows: [
          ['安宁镇双塘村排查汇总表'],
          ['填报单位：安宁镇双塘村（盖章）      填表时间：2026年10月26日'],
          [...headings],
          ...rows,
        ],
        ...sheet,
      },
    ],
  });
}

/** An invented ID number from its first 17 digits. */
export function idNumberOf(firstSeventeen: string): string {
  return firstSeventeen + checkCharacterOf(firstSeventeen);
}
