import { type FieldContext, type FieldValue, idNumber } from '../../../shared/fields/kinds.ts';
import type { Register, Values } from '../../../shared/registers/register.ts';
import { isCalendarDate } from '../../../shared/rules/calendarDate.ts';
import { examineIdNumber } from '../../../shared/rules/idDoctor.ts';
import type { WorkbookCell } from '../../jobs/workbookContent.ts';
import type { Finding } from './rowStatements.ts';

/** Whether the register knows its records by an ID number, so that a faulty one can be examined. */
export function hasIdNumber(register: Register): boolean {
  return register.uniqueField !== undefined && register.fields[register.uniqueField]?.kind === idNumber;
}

/**
 * What is wrong with the ID number in a cell, and which numbers may stand there instead.
 * @param stated what the row states; birth and sex among the fields that follow from the number narrow the proposals
 * @param candidates numbers of records and rows with the same name
 */
export function examineCell(
  register: Register,
  cell: WorkbookCell,
  stated: Values,
  candidates: readonly string[],
  context: FieldContext,
): Pick<Finding, 'message' | 'proposals'> | undefined {
  const following = Object.entries(register.derivedFrom ?? {})
    .filter(([, origin]) => origin === register.uniqueField)
    .map(([key]) => stated[key]);
  const examination = examineIdNumber(
    { text: cell.text, isNumber: cell.kind === 'number' },
    { birth: following.find(isDay) ?? null, sex: following.find(isSex) ?? null, candidates },
    context.today,
  );
  if (examination.state === 'sound') return undefined;
  return {
    message: examination.reason,
    proposals: examination.proposals.map(({ idNumber: text, reason }) => ({ text, reason })),
  };
}

function isDay(value: FieldValue | null | undefined): value is string {
  return typeof value === 'string' && isCalendarDate(value);
}

function isSex(value: FieldValue | null | undefined): value is '1' | '2' {
  return value === '1' || value === '2';
}
