import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, gapsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues } from '../../../shared/registers/register.ts';
import { findSealedGroup } from '../../../shared/seal/sealedGroups.ts';
import { pastLimits, transaction, type WritableDatabase, whenFree } from '../../vault/database.ts';
import { sql } from '../../vault/sql.ts';
import { readRecord } from '../registers/recordStore.ts';
import { createRecordWriter } from '../registers/recordWriter.ts';
import { sealContent } from './sealedContent.ts';
import { insertSealed } from './sealedStore.ts';

/** The state of schooling 专门学校 of releases before there was a place for sealed matter. No table of codes has it any more. */
const specialSchool = '10';
/** Children of one transaction. */
const perSlice = 25;
/** Who writes: nobody at the desk. */
const program = '程序升级';

/**
 * Moves the state of schooling 专门学校, with the name of the school, from the registry into sealed matter (预防未成年人犯罪法 第五十九条).
 * Of children in the recycle bin it is moved when they are back. Their history keeps what it said: it can only be added to.
 * @returns of how many children
 */
export async function sealSpecialSchools(
  database: WritableDatabase,
  options: {
    readonly publicKey: () => Uint8Array;
    readonly context: FieldContext;
    readonly now: () => Date;
    readonly newId: () => string;
  },
): Promise<number> {
  let moved = 0;
  for (;;) {
    const ids = await whenFree([database], () => moveSlice(database, options));
    moved += ids;
    if (ids < perSlice) return moved;
  }
}

type Options = Parameters<typeof sealSpecialSchools>[1];

function moveSlice(database: WritableDatabase, { publicKey, context, now, newId }: Options): number {
  const found = pastLimits(database, () =>
    database.all<{ id: string }>(sql`
      SELECT "id" FROM "child" WHERE "study_state" = ${specialSchool} AND "deleted_at" IS NULL LIMIT ${perSlice}`),
  );
  if (found.length === 0) return 0;
  const authorship = { by: program, at: now().toISOString() };
  const key = keyOrNone(publicKey);
  if (!key) return 0;
  transaction(database, () =>
    pastLimits(database, () => {
      const writer = createRecordWriter(database, child, { authorship, context, newId, batch: null });
      for (const { id } of found) {
        const stored = readRecord(database, child, id);
        if (!stored) continue;
        const school = stored.values.fields.school_or_status ?? null;
        const place = { id: newId(), register: child.key, sealedFor: id, matter: 'procedure', generation: 1 };
        const content = sealContent(placementIn(typeof school === 'string' ? school : null), key, place);
        insertSealed(database, place, { basis: '5', content }, authorship);
        const values: RecordValues = {
          ...stored.values,
          fields: { ...stored.values.fields, study_state: null, school_or_status: null },
        };
        writer.change(stored, values, 'change', gapsOf(checkRecord(child, values, context)).length);
      }
    }),
  );
  return found.length;
}

/** A vault of an older release has no sealed key until somebody unlocks it who may make one. */
function keyOrNone(publicKey: () => Uint8Array): Uint8Array | undefined {
  try {
    return publicKey();
  } catch (error) {
    if (error instanceof AppError && error.code === 'denied') return undefined;
    throw error;
  }
}

/** An entry of the group that holds special education. */
function placementIn(school: string | null): RecordValues {
  const group = findSealedGroup('procedure');
  if (!group) throw new Error('no sealed group for special education');
  const empty = emptyRecord(group);
  return { ...empty, fields: { ...empty.fields, kinds: ['4'], special_school: school ?? '专门学校' } };
}
