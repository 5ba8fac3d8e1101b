import { expect, onTestFinished, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { inSlices } from '../../../electron/services/jobs/inSlices.ts';
import { discreetPrinting } from '../../../shared/forms/childRegisterRow.ts';
import { F01 } from '../../../shared/forms/F01.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { findRegisterForm } from '../../../shared/forms/registerForms.ts';
import { renderSheets, renderSheetsInSteps } from '../../../shared/forms/renderSheets.ts';
import type { Steps } from '../../../shared/forms/steps.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

/** Milliseconds for which the core may be busy with one thing. */
const longestWait = 50;
const count = 500;

const children = Array.from({ length: count }, (_, index) => inventedChild(index, repeatableRandom(index)));
const office = { office: inventedTownship, context: sheetContext };

/** The longest step, in milliseconds of the processor: what others on this computer do meanwhile is not its fault. */
function longestStep(steps: Steps<unknown>): number {
  let longest = 0;
  for (;;) {
    const before = process.cpuUsage();
    const { done } = steps.next();
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    if (done === true) return longest;
  }
}

test('a register of many rows is laid out in steps, none of which holds up anybody', () => {
  const form = findRegisterForm('F08');
  if (!form) throw new Error('no F08');
  const paper = { ...office, user: '周敏', printing: discreetPrinting };
  expect(longestStep(form.layout(children, paper))).toBeLessThan(longestWait);
});

test('many sheets become a document in steps, none of which holds up anybody, the same as at once', async () => {
  const pages = children.flatMap((values) => layoutSheet(F01, { values, ...office }));
  expect(longestStep(renderSheetsInSteps(pages, 'n'))).toBeLessThan(longestWait);
  expect(await inSlices(renderSheetsInSteps(pages, 'n'))).toBe(renderSheets(pages, 'n'));
});

test('long work lets others have their turn, and says what went wrong in it', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  onTestFinished(() => clearInterval(timer));
  const began = performance.now();
  await inSlices(
    (function* work(): Steps<void> {
      while (performance.now() - began < 100) yield;
    })(),
  );
  expect(turns).toBeGreaterThan(2);
  const failing = (function* fail(): Steps<void> {
    yield;
    throw new Error('laid out wrongly');
  })();
  await expect(inSlices(failing)).rejects.toThrow('laid out wrongly');
});
