import type { ImportDecision, ImportSummary } from '../../../shared/contract/importMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { AssessedRow } from './assessRows.ts';
import type { FoundTable } from './findTables.ts';
import type { Mapping, RowReader } from './rowStatements.ts';

/** The rows with their verdicts, and what they were judged by. */
export interface Assessment {
  readonly rows: readonly AssessedRow[];
  readonly missing: readonly string[];
  /** What the official forms ask for and the table does not have, in words. */
  readonly later: string | null;
  readonly reader: RowReader;
  readonly context: FieldContext;
  /** State of the store before the first look at it. */
  readonly stamp: string;
  /** Places of the rows by their number. */
  readonly places: ReadonlyMap<number, number>;
  /** Numbers of the rows by what they are compared by; put together when a cell is mended first. */
  readonly sharing: () => ReadonlyMap<string, readonly number[]>;
}

/** An import from the file to the batch. It lives in memory only. */
export interface RunningImport {
  readonly id: string;
  readonly register: Register;
  readonly fileName: string;
  readonly tables: readonly FoundTable[];
  chosen: FoundTable;
  mapping: Mapping;
  remembered: ImportSummary['remembered'];
  /** Texts of mended cells by row and index of the column. */
  fixes: Map<number, Map<number, string>>;
  decisions: Map<number, ImportDecision>;
  assessment: Assessment;
  committed: ImportSummary['committed'];
  /** Counts the changes of all this from 1, so that a result leaves as it was permitted. */
  revision: number;
  /** Calls about one import are answered one after the other. */
  queue: Promise<unknown>;
}
