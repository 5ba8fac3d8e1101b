import { expect, test } from 'vitest';
import { bandRow, bandsBehind, bandsOf, screenRows, screenSpan } from '../../../renderer/sheets/screenGrid.ts';
import { sheets } from '../../../shared/forms/index.ts';

test.each(sheets.map((sheet) => [sheet.key, sheet] as const))(
  '%s has each row of the paper and each band once',
  (_, sheet) => {
    const bands = bandsOf(sheet);
    const rows = screenRows(sheet, bands);
    const taken = bands.map((band) => bandRow(bands, band));
    expect(new Set(taken).size).toBe(bands.length);
    expect(rows).toHaveLength(sheet.rowHeights.length + bands.length);
    // A cell begins and ends beside the bands, never in the row of one that goes across the whole page.
    for (const placed of sheet.cells) {
      const [from = 0, to = 0] = screenSpan(bands, placed).split(' / ').map(Number);
      expect(to - from).toBeGreaterThanOrEqual(placed.cell.rows);
      expect(to - 1).toBeLessThanOrEqual(rows.length);
      expect(taken).not.toContain(from);
      expect(taken).not.toContain(to - 1);
    }
  },
);

test.each(sheets.map((sheet) => [sheet.key, sheet] as const))(
  '%s: the cursor comes to every band behind one cell',
  (_, sheet) => {
    const bands = bandsOf(sheet);
    const visited = sheet.cells.flatMap((_cell, index) => bandsBehind(sheet, bands, index));
    expect(visited).toEqual(bands);
  },
);
