import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packWorkbook, unpackWorkbook } from '../../../electron/jobs/packWorkbook.ts';

const cell = fc.record({
  kind: fc.constantFrom('text', 'number', 'date', 'boolean', 'error', 'formula'),
  text: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('张三', '𬱖𫖯䶮', '\ud83d', '1', '__proto__')),
});
const content = fc.record({
  sheets: fc.array(
    fc.record({
      name: fc.string(),
      hidden: fc.boolean(),
      rows: fc.array(fc.record({ row: fc.integer({ min: 1, max: 20_000 }), cells: fc.array(fc.option(cell)) })),
      merges: fc.array(
        fc.record({ firstRow: fc.nat(), lastRow: fc.nat(), firstColumn: fc.nat(), lastColumn: fc.nat() }),
      ),
    }),
  ),
});

test('what is packed, cloned and unpacked is what it was', () => {
  fc.assert(
    fc.property(content, (workbook) => {
      expect(unpackWorkbook(structuredClone(packWorkbook(workbook as never)))).toEqual(workbook);
    }),
  );
});
