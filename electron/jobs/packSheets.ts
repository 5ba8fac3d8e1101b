import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';

/** Milliseconds of work after which other requests are answered. */
const longestStep = 12;

/**
 * Laid-out sheets as bytes, which cross to a worker at once: thousands of sheets take long to clone, so they are packed here
 * a few at a time, between other requests.
 * @param records the pages of each record
 * @throws whatever `refuseCancelled` throws
 */
export async function packSheets(
  records: readonly (readonly SheetPage[])[],
  refuseCancelled: () => void,
): Promise<Uint8Array[]> {
  const packed: Uint8Array[] = [];
  let started = performance.now();
  for (const pages of records) {
    packed.push(serialize(pages));
    if (performance.now() - started < longestStep) continue;
    await setImmediate();
    refuseCancelled();
    started = performance.now();
  }
  return packed;
}

/** The pages of each record, as they were packed. */
export function unpackSheets(packed: readonly Uint8Array[]): (readonly SheetPage[])[] {
  return packed.map((pages): readonly SheetPage[] => deserialize(pages));
}
