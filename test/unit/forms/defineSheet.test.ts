import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineSheet, fieldsBesideSheet } from '../../../shared/forms/defineSheet.ts';
import { F01 } from '../../../shared/forms/F01.ts';
import { sheets } from '../../../shared/forms/index.ts';
import {
  entry,
  label,
  option,
  type SheetDeclaration,
  type SheetRow,
  ticks,
  value,
  verticalLabel,
} from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord } from '../../../shared/registers/register.ts';

/** F01 with its first row replaced by rows that fill twelve columns. */
function withRows(rows: readonly SheetRow[]): SheetDeclaration {
  return { ...F01, rows };
}

describe('what a form has no place for', () => {
  it.each(sheets)('$key: together with the sheet it holds all that a record cannot be saved without', (sheet) => {
    const { register } = sheet;
    const values = emptyRecord(register).fields;
    const parts = [...sheet.rows.flatMap((row) => row.cells.flatMap((cell) => cell.parts))];
    parts.push(...[sheet.head, sheet.foot].flatMap((line) => line.items.flat()));
    const held = parts.flatMap((part) => (typeof part === 'object' && 'field' in part ? [part.field] : []));
    const beside = fieldsBesideSheet(sheet, values);
    expect(beside.filter((key) => held.includes(key))).toEqual([]);
    const required = Object.keys(register.fields).filter((key) => {
      const field = register.fields[key];
      return field?.required(values) === true && field.initially === undefined;
    });
    expect(required.filter((key) => !held.includes(key) && !beside.includes(key))).toEqual([]);
  });

  it('is village, birth date and the reason for which a child has no ID number', () => {
    expect(fieldsBesideSheet(F01, emptyRecord(child).fields)).toEqual(['no_id_reason', 'birth_date', 'village']);
  });
});

describe('the check of a form', () => {
  it('places every cell of F01 without gap or overlap', () => {
    const area = F01.cells.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(F01.gridHeight).toBe(166);
    expect(area).toBeCloseTo(180 * 166, 6);
  });

  it('knows each form by one number', () => {
    expect(new Set(sheets.map((sheet) => sheet.key)).size).toBe(sheets.length);
  });

  it('refuses a grid in which one cell is wider, narrower, higher, lower or missing', () => {
    const cells = F01.rows.flatMap((row, rowIndex) => row.cells.map((_, cellIndex) => [rowIndex, cellIndex] as const));
    const breakage = fc.constantFrom('wider', 'narrower', 'higher', 'lower', 'missing');
    fc.assert(
      fc.property(fc.constantFrom(...cells), breakage, ([rowIndex, cellIndex], how) => {
        const rows = F01.rows.map((row, index) => {
          if (index !== rowIndex) return row;
          const broken = row.cells.flatMap((cell, at) => {
            if (at !== cellIndex) return [cell];
            if (how === 'missing') return [];
            const columns = cell.columns + (how === 'wider' ? 1 : how === 'narrower' ? -1 : 0);
            return [{ ...cell, columns, rows: cell.rows + (how === 'higher' ? 1 : how === 'lower' ? -1 : 0) }];
          });
          return { ...row, cells: broken };
        });
        expect(() => defineSheet(withRows(rows))).toThrow(/^F01: row \d+ /u);
      }),
    );
  });

  it('refuses columns that are not as wide as the page', () => {
    expect(() => defineSheet({ ...F01, columns: [...F01.columns.slice(1), 16] })).toThrow('columns are 181 mm wide');
  });

  it('refuses rows that no page holds', () => {
    const rows = [...F01.rows, { height: 72, cells: [entry([], 12)] }];
    expect(() => defineSheet(withRows(rows))).toThrow('rows are 238 mm high');
  });

  it.each([
    ['a field that is not declared', entry(value('nickname'), 12), 'field nickname is not declared'],
    ['a field of another group', entry(value('relation'), 12), 'field relation is not declared'],
    ['a code that is not in the table', entry(ticks('health', '□', ' ', [option('很好', '9')]), 12), 'no code 9'],
    ['boxes over a field without codes', entry(ticks('name', '□', ' ', [option('甲', '1')]), 12), 'no codes to tick'],
    [
      'a box that stores what it does not stand for',
      entry(ticks('health', '□', ' ', [{ text: '健康', codes: ['1'], sets: '2' }]), 12),
      'stores a code it does not stand for',
    ],
    ['a label longer than its cell', label('监护不到位具体情形'.repeat(20), 12), 'does not fit its cell'],
    ['a vertical label longer than its cell', verticalLabel('家庭主要成员', 12, 1), 'does not fit its cell'],
  ])('refuses %s', (_, cell, message) => {
    expect(() => defineSheet(withRows([{ height: 9, cells: [cell] }]))).toThrow(message);
  });

  it('refuses a cell too small to say that its text continues', () => {
    const narrow = [label('一', 11), entry(value('name'), 1)];
    expect(() => defineSheet(withRows([{ height: 6, cells: narrow }]))).toThrow('has no room for （续附页）');
  });

  it('refuses rows of a group that the register does not have', () => {
    const row: SheetRow = { height: 9, cells: [entry([], 12)], repeat: { group: 'friends', times: 2 } };
    expect(() => defineSheet(withRows([row]))).toThrow('rows friends are not declared');
  });
});
