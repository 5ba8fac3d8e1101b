import { expect, test } from 'vitest';
import { countOutcomes, countsInWords, type ScreeningOutcome } from '../../../shared/contract/screeningOutcomes.ts';

const wordsOf = (...outcomes: ScreeningOutcome[]) => countsInWords(countOutcomes(outcomes));

test('a zero report says what there was none of, also beside a child that was not seen', () => {
  expect(wordsOf('confirmed', 'confirmed', 'notSeen')).toBe('2名已核实、1名未见到，本月无新增、变更、移出');
  expect(wordsOf()).toBe('没有在册儿童，本月无新增、变更、移出');
});

test('what came, changed or left is counted, and children that nobody looked at are no children that were not seen', () => {
  expect(wordsOf('confirmed', 'removed', 'new', 'unchecked', 'changed', 'notSeen', 'unchecked')).toBe(
    '1名已核实、1名新增、1名变更、1名移出、1名未见到、2名未核实',
  );
});
