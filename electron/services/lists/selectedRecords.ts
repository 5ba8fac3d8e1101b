import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/contract/result.ts';
import type { ListQuery, Selection } from '../../../shared/contract/shapes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import { listRowNumbers, orderedRowNumbers } from '../registers/listRecords.ts';
import { readManyRecords, type StoredRecord } from '../registers/recordStore.ts';

/** Records that are read before other requests get their turn. */
const sliceSize = 100;

/**
 * Row numbers of the chosen records, in the order of the list.
 * @param sort the order of records that were chosen one by one; by name when undefined
 * @throws AppError invalid when there is none, or more than `limit`
 */
export function selectedRows(
  database: ReadableDatabase,
  register: Register,
  selection: Selection,
  options: { readonly limit: number; readonly sort?: ListQuery['sort'] | undefined },
  context: FieldContext,
): number[] {
  const { limit, sort = { field: register.nameField, descending: false } } = options;
  if ('query' in selection && selection.query.register !== register.key) {
    throw new AppError('invalid', '没有这个名册，请刷新页面后重选');
  }
  const rows =
    'ids' in selection
      ? orderedRowNumbers(database, register, selection.ids, sort)
      : listRowNumbers(database, register, selection.query, limit + 1, context);
  if (rows.length === 0) throw new AppError('invalid', '没有可处理的记录，请先选择或放宽筛选');
  if (rows.length > limit) {
    throw new AppError('invalid', `一次最多处理${limit.toLocaleString('zh-CN')}${register.noun}，请先用筛选缩小范围`);
  }
  return rows;
}

/** Records in their order, a part at a time; between two parts other requests are answered. */
export async function* readInParts(
  database: ReadableDatabase,
  register: Register,
  rows: readonly number[],
): AsyncGenerator<readonly StoredRecord[]> {
  for (let from = 0; from < rows.length; from += sliceSize) {
    if (from > 0) await setImmediate();
    const part = rows.slice(from, from + sliceSize);
    const found = readManyRecords(database, register, part);
    yield part.flatMap((row) => found.get(row) ?? []);
  }
}
