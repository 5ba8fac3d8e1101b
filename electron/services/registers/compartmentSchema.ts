import type { Register } from '../../../shared/registers/register.ts';
import { attachmentSchema } from '../attachments/attachmentSchema.ts';
import { auditSchema } from '../audit/auditSchema.ts';
import { draftSchema } from '../drafts/draftSchema.ts';
import { distinctPairSchema } from '../duplicates/distinctPairSchema.ts';
import { exportSchema } from '../exports/exportSchema.ts';
import { importMappingSchema } from '../import/importMappingSchema.ts';
import { listSchema } from '../lists/listSchema.ts';
import { paperSchema } from '../papers/paperSchema.ts';
import { printSchema } from '../prints/printSchema.ts';
import { routeSchema } from '../routes/routeSchema.ts';
import { screeningSchema } from '../screening/screeningSchema.ts';
import { sealedSchema } from '../seal/sealedSchema.ts';
import { searchVersionSchema } from '../search/searchVersionSchema.ts';
import { historySchema } from './historySchema.ts';
import { registerSchema } from './registerSchema.ts';
import type { SchemaObject } from './schemaObjects.ts';

/**
 * Tables and indexes of a compartment's registers, in the order they are made. Table and column names come from the
 * declarations alone. Times are ISO 8601 in UTC; days are YYYY-MM-DD.
 */
export function compartmentSchema(registers: readonly Register[]): SchemaObject[] {
  return [
    ...historySchema(),
    ...draftSchema(),
    ...searchVersionSchema(),
    ...listSchema(),
    ...distinctPairSchema(),
    ...importMappingSchema(),
    ...screeningSchema(),
    ...attachmentSchema(),
    ...auditSchema(),
    ...paperSchema(),
    ...printSchema(),
    ...exportSchema(),
    ...routeSchema(),
    ...sealedSchema(),
    ...registers.flatMap(registerSchema),
  ];
}
