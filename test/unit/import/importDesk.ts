import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runJob, startWorker } from '../../../electron/jobs/runJob.ts';
import { createImportService } from '../../../electron/services/import/createImportService.ts';
import { createJobRegistry } from '../../../electron/services/jobs/createJobRegistry.ts';
import { compartmentSchema } from '../../../electron/services/registers/compartmentSchema.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { ImportRow, ImportSummary } from '../../../shared/contract/importMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import { findField, type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { openExports } from '../../exportDesk.ts';
import { buildWorkbook, type CellSpec, type SheetSpec } from '../../fixtures/workbooks/buildWorkbook.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

export const villages = codeTable('村（社区）', '测试', [
  { code: '439981100201', label: '双塘村' },
  { code: '439981100202', label: '古井社区' },
  { code: '439981100203', label: '古镇村' },
]);
export const context: FieldContext = { today: '2026-11-21', villages };

/** The register and import services on a real encrypted file in a temporary folder. */
export function importDesk(given: FieldContext = context) {
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
  const databaseOf = () => file.database;
  const now = (): Date => new Date('2026-11-21T09:00:00');
  const user = (): string => '经办甲';
  let current = given;
  const around = { registerOf, databaseOf, context: () => current, user, now, newId };
  const registers = createRegisterService(around);
  const jobs = createJobRegistry();
  const saved: { name: string; bytes: Uint8Array }[] = [];
  const leaving = openExports({
    database: databaseOf,
    saveFile: async (name, bytes) => {
      saved.push({ name, bytes });
      return `/somewhere/${name}`;
    },
  });
  const imports = createImportService({
    ...around,
    inSteppedBatch: registers.inSteppedBatch,
    runJob,
    startWorker,
    jobs,
    exports: leaving.exports,
  });
  return {
    file,
    registers,
    imports,
    jobs,
    saved,
    permit: leaving.permit,
    /** The office changes its settings, or a day goes by. */
    setContext: (next: FieldContext) => {
      current = next;
    },
    read: (bytes: Uint8Array, fileName = '双塘村.xlsx') => imports.read({ register: 'child', fileName }, bytes),
    /** All rows, of every page. */
    rowsOf: (importId: string): ImportRow[] => {
      const rows: ImportRow[] = [];
      for (;;) {
        const page = imports.rows({ importId, verdicts: [], offset: rows.length, limit: 200 });
        rows.push(...page.rows);
        if (page.rows.length === 0) return rows;
      }
    },
    /** Stores what the summary says would be stored. */
    commit: ({ importId, creates, updates }: ImportSummary) => imports.commit({ importId, creates, updates }),
    /** The stored record with this ID number. */
    stored: (idNumber: string) => registers.findByUnique(child, [idNumber]).get(idNumber),
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

/** A field or view of a record as forms show it; empty without a value. */
export function shownText(values: RecordValues, key: string, within: FieldContext = context): string {
  const value = readValue(child, values, key, within);
  return value === null ? '' : (findField(child, key)?.kind.format(value, within) ?? '');
}
