import { sealedBases } from '../../../shared/codes/sealed.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { sealedExtractSheet } from '../../../shared/forms/sealedExtractSheet.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { findSealedGroup } from '../../../shared/seal/sealedGroups.ts';
import type { LaidOutSheets } from '../sheets/laidOutSheets.ts';

/** An entry as it goes to paper. */
export interface PrintedEntry {
  readonly matter: string;
  readonly basis: string;
  readonly values: Values;
}

/** What an open view shows, and under what it was asked for. */
export interface SealedPages {
  /** Who the record is about. */
  readonly name: string;
  readonly ground: string;
  readonly document: string;
  readonly reader: string;
  readonly approver: string;
  readonly entries: readonly PrintedEntry[];
}

/**
 * Lays out the sealed matter of a record for paper, never for a file. The register of prints says that such a sheet went out, and
 * not about whom: that somebody has sealed matter is sealed too.
 */
export function layoutSealed(
  { entries, ...asked }: SealedPages,
  context: FieldContext,
  compartment: string,
): LaidOutSheets {
  const { key, title, shortTitle, register } = sealedExtractSheet;
  const content = entries.map((entry, index) => entryInWords(entry, index, context)).join('\n\n');
  const fields = { ...register.sample.fields, ...asked, read_on: context.today, content };
  const pages = layoutSheet(sealedExtractSheet, { values: { fields, rows: {} }, office: null, context });
  return {
    form: key,
    title,
    shortTitle,
    fileName: shortTitle,
    parts: [{ pages, records: [], label: title, number: null }],
    count: 1,
    numbers: 'none',
    numbersChosen: false,
    isList: false,
    paperOnly: true,
    compartment,
  };
}

function entryInWords({ matter, basis, values }: PrintedEntry, index: number, context: FieldContext): string {
  const group = findSealedGroup(matter);
  const lines = Object.entries(group?.fields ?? {}).flatMap(([key, { label, kind }]) => {
    const value = values[key] ?? null;
    return value === null ? [] : `${label}：${kind.format(value, context)}`;
  });
  return [`${index + 1}. ${group?.title ?? ''}（登记依据：${sealedBases.label(basis)}）`, ...lines].join('\n');
}
