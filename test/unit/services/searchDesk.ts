import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compartmentSchema } from '../../../electron/services/registers/compartmentSchema.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import { type FieldKind, idNumber, personName, phoneNumber, text, village } from '../../../shared/fields/kinds.ts';
import { optional, required } from '../../../shared/registers/declareFields.ts';
import { defineRegister } from '../../../shared/registers/defineRegister.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

const fileNumber: FieldKind<string> = { ...text(30), search: 'code' };

/** A register of nothing but what a search looks at. */
export const pupil = defineRegister({
  key: 'pupil',
  compartment: 'children',
  table: 'pupil',
  title: '学生',
  noun: '名学生',
  fields: {
    name: required('姓名', personName),
    id_number: optional('身份证号', idNumber),
    file_no: optional('档案号', fileNumber),
    village: optional('村（社区）', village),
  },
  rows: {
    guardians: {
      label: '监护人',
      table: 'pupil_guardian',
      maxRows: 5,
      columns: ['name'],
      fields: {
        name: required('姓名', personName),
        phone: optional('联系电话', phoneNumber),
        id_number: optional('身份证号', idNumber),
      },
    },
  },
  views: {},
  sections: [{ title: '学生', fields: ['name', 'id_number', 'file_no', 'village', 'guardians'] }],
  list: [
    { field: 'name', width: 110, shown: true },
    { field: 'village', width: 110, shown: true },
  ],
  filters: ['village'],
  defaultFilters: {},
  lists: [],
  nameField: 'name',
  matchSignals: [],
  derive: (values) => values,
  rules: () => [],
  compoundColumns: [],
  sample: { fields: { name: '欧阳朵朵' }, rows: {} },
});

export const villages = codeTable('村（社区）', '测试', [
  { code: '439981100201', label: '双塘村' },
  { code: '439981100202', label: '古井社区' },
  { code: '439981100203', label: '龙井社区' },
  { code: '439981100204', label: '王家村' },
]);

/** Someone to be found. The village is named by its label. */
export interface Pupil {
  readonly name: string;
  readonly id_number?: string;
  readonly file_no?: string;
  readonly village?: string;
  readonly guardians?: readonly { readonly name: string; readonly phone?: string; readonly id_number?: string }[];
}

/** The values of a pupil as the register holds them. */
export function valuesOf({ guardians = [], village: label, ...fields }: Pupil): RecordValues {
  return {
    fields: { ...fields, village: label === undefined ? null : (villages.find(label) ?? null) },
    rows: { guardians: guardians.map((guardian) => ({ ...guardian })) },
  };
}

/** Pupils on a real encrypted file, and the one search box over them: `found` gives names, best first. */
export function searchDesk(pupils: readonly Pupil[]) {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: Buffer.alloc(16, 1) },
  });
  onTestFinished(() => file.close());
  for (const { statement } of compartmentSchema([pupil])) file.execute(statement);
  const registers = createRegisterService({
    registerOf: () => pupil,
    databaseOf: () => file.database,
    context: () => ({ today: '2026-11-21', villages }),
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    newId: () => crypto.randomUUID(),
  });
  registers.insertMany(pupil, pupils.map(valuesOf));
  const page = (search: string, offset = 0, limit = 600) =>
    registers.listPage({
      register: 'pupil',
      search,
      filters: {},
      sort: { field: 'name', descending: false },
      offset,
      limit,
    } as Parameters<typeof registers.listPage>[0]);
  return { page, found: (search: string): string[] => page(search).rows.map(({ cells }) => cells.name ?? '') };
}
