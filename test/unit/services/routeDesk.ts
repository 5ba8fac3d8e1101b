import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { createDuplicateService } from '../../../electron/services/duplicates/createDuplicateService.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { createRecycleService } from '../../../electron/services/recycle/createRecycleService.ts';
import { createRouteService } from '../../../electron/services/routes/createRouteService.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { openRegisterDesk } from './registerDesk.ts';
import { childWith } from './screeningDesk.ts';
import { createSheetDesk } from './sheetDesk.ts';

type Sent = MethodInput<'register.save'>['values'];
export type Stop = MethodOutput<'route.get'>['stops'][number];

/** The services of route sheets on an encrypted file of its own, with a clock that a test can change. */
export function openRouteDesk() {
  const { database, service: registers } = openRegisterDesk();
  const desk = { time: new Date('2026-11-21T09:00:00') };
  const now = () => desk.time;
  const context = (): FieldContext => ({ today: calendarDateOf(desk.time), villages: villageTable(inventedOffice) });
  const office = () => inventedOffice;
  const { shared, prints, sheets } = createSheetDesk({ database, now, office, context });
  const routes = createRouteService({ ...shared, database, registers, sheets, office, context });
  const stopsOf = (sheet: string): readonly Stop[] => routes.get({ sheet }).stops;
  return {
    database,
    registers,
    sheets,
    prints,
    routes,
    desk,
    duplicates: createDuplicateService({ ...shared, registers, context }),
    recycle: createRecycleService({ ...shared, registers, checkpoint: () => Promise.resolve(), context }),
    stopsOf,
    create: (fields: Values): string =>
      registers.save({ register: 'child', id: null, version: null, values: childWith(fields) as Sent }).id,
    valuesOf: (id: string) => registers.get('child', id).values,
    /** Enters a stop as somebody does who sees what the page shows. */
    enter: (sheet: string, position: number, entry: Partial<MethodInput<'route.enter'>>) =>
      routes.enter({
        sheet,
        position,
        version: stopsOf(sheet)[position - 1]?.version ?? 0,
        visitedOn: '2026-11-21',
        met: true,
        problem: null,
        answers: {},
        ...entry,
      }),
  };
}
