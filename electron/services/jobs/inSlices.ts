import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../../shared/forms/steps.ts';

/** Milliseconds of work after which other requests are answered. */
const longestSlice = 12;

/** Does long work in slices, so that nothing else waits for it; what goes wrong in it rejects the promise. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let started = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - started < longestSlice) continue;
    await setImmediate();
    started = performance.now();
  }
}
