import type { ImportDecision } from '../../../shared/contract/importMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { asStored } from '../registers/createRegisterService.ts';
import { readRecord, type StoredRecord } from '../registers/recordStore.ts';
import type { RecordWriter } from '../registers/recordWriter.ts';
import { applyStatements } from './applyStatements.ts';
import type { AssessedRow } from './assessRows.ts';
import { outcomeOf } from './presentRow.ts';

/** @throws AppError invalid when two rows would change the same record */
export function refuseSharedTargets(
  rows: readonly AssessedRow[],
  decisions: ReadonlyMap<number, ImportDecision>,
): void {
  const taken = new Map<number, number>();
  for (const row of rows) {
    const number = row.read.source.row;
    if (row.merged === null || outcomeOf(row, decisions.get(number)) !== 'update') continue;
    const earlier = taken.get(row.merged.stored.row);
    if (earlier !== undefined) {
      throw new AppError('invalid', `第${earlier}行和第${number}行会更新同一条记录，请跳过其中一行`);
    }
    taken.set(row.merged.stored.row, number);
  }
}

/**
 * Makes a record of a row.
 * @throws AppError conflict, with the number of the row
 */
export function createFrom(register: Register, row: AssessedRow, context: FieldContext, writer: RecordWriter): void {
  const { values, gaps } = row.created;
  try {
    writer.create(asStored(register, register.derive(values, context)), 'import', gaps);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    throw new AppError('conflict', `第${row.read.source.row}行：${error.message}；请重新核对后再导入`);
  }
}

/**
 * Lays a row over its record, which may have changed since it was read, by an earlier row that shares a guardian with it.
 * @throws AppError conflict
 */
export function updateFrom(
  register: Register,
  row: AssessedRow,
  context: FieldContext,
  writer: RecordWriter,
  database: WritableDatabase,
): void {
  const { merged, match } = row;
  if (merged === null) throw new Error('an update without a record');
  if (match?.kind === 'record' && match.person.deleted) writer.restore(merged.stored.id);
  const current = readRecord(database, register, merged.stored.id);
  if (!current) throw new AppError('conflict', '名册刚有变化，有的行结论变了，请重新核对后再导入');
  const isCurrent = current.version === merged.stored.version;
  const values = isCurrent ? merged.values : applyStatements(register, current.values, row.read.statements, context);
  writer.change(
    current satisfies StoredRecord,
    asStored(register, register.derive(values, context)),
    'import',
    merged.gaps,
  );
}
