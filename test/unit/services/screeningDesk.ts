import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { readDeleted, readRecord } from '../../../electron/services/registers/recordStore.ts';
import { createScreeningService } from '../../../electron/services/screening/createScreeningService.ts';
import { screenedChildren } from '../../../electron/services/screening/screenedRegister.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import type { MethodInput, OfficeSettings } from '../../../shared/contract/methods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues, Values } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';
import { createSheetDesk } from './sheetDesk.ts';

/** A record as a page would send it: the readonly lists of the sample are plain ones on the wire. */
type Sent = MethodInput<'register.save'>['values'];

export const [villageA = '', villageB = '', villageC = ''] = inventedOffice.villages.map(({ code }) => code);

/** The sample child without an ID number, so that any number of them can be kept, with some fields replaced. */
export function childWith(fields: Values): RecordValues {
  return { ...child.sample, fields: { ...child.sample.fields, id_number: null, no_id_reason: '1', ...fields } };
}

/** The services of screening on an encrypted file of its own, with a clock and an office that a test can change. */
export function openScreeningDesk(start = '2026-11-10T09:00:00') {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: randomBytes(16) },
  });
  onTestFinished(() => file.close());
  establish(file, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const { database } = file;
  const desk = { time: new Date(start), office: inventedOffice as OfficeSettings };
  const now = () => desk.time;
  const context = (): FieldContext => ({ today: calendarDateOf(desk.time), villages: villageTable(desk.office) });
  const office = () => desk.office;
  const { shared, sheets } = createSheetDesk({ database, now, office, context });
  const registers = createRegisterService({ ...shared, context });
  const screening = createScreeningService({ ...shared, screened: screenedChildren, office, context, sheets });
  const inOneBatch = (work: Parameters<typeof registers.inBatch>[2]) =>
    registers.inBatch(child, { kind: 'edit', title: '试验', details: {} }, work);

  return {
    database,
    registers,
    sheets,
    screening,
    desk,
    /** Lets time pass, a minute unless said otherwise. */
    wait: (milliseconds = 60_000) => {
      desk.time = new Date(desk.time.getTime() + milliseconds);
    },
    create: (fields: Values): string =>
      registers.save({ register: 'child', id: null, version: null, values: childWith(fields) as Sent }).id,
    change: (id: string, fields: Values): void => {
      const { version, values } = registers.get('child', id);
      registers.save({
        register: 'child',
        id,
        version,
        values: { ...values, fields: { ...values.fields, ...(fields as Sent['fields']) } },
      });
    },
    remove: (id: string): void => {
      inOneBatch((writer, open) => {
        const stored = readRecord(open, child, id);
        if (stored) writer.remove(stored, '重复登记');
      });
    },
    restore: (id: string): void => {
      inOneBatch((writer, open) => {
        if (readDeleted(open, child, id)) writer.restore(id);
      });
    },
    /** Files a round with the counts it has. */
    file: (round: string, notSeenReason: string | null = '外出') =>
      screening.file({ round, counts: screening.round(round).counts, notSeenReason }),
    /** Outcome and note of each child of a round, by name. */
    found: (round: string): Record<string, string> =>
      Object.fromEntries(
        screening
          .round(round)
          .children.map(({ name, outcome, note }) => [name, note === '' ? outcome : `${outcome} ${note}`]),
      ),
  };
}
