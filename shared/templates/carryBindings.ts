import { plainHeading } from '../registers/plainHeading.ts';
import type { TemplateBinding, TemplateBindings } from './templateBindings.ts';
import type { TemplateContent, TemplatePlace } from './templateModel.ts';

type Content = Omit<TemplateContent, 'model'>;

/**
 * Decisions of an earlier version for the places of a new one. Places are the same when they are called the same in blocks that
 * are called the same, and are filled the same way; of several, the first is the first. What is called nothing is the same only at
 * the same address.
 */
export function carryBindings(before: Content, bindings: TemplateBindings, after: Content): TemplateBindings {
  const carried: Record<string, TemplateBinding> = {};
  const rows = pairs(before.rows, after.rows, (each) =>
    headsOf(before.rows.includes(each) ? before : after, each.address),
  );
  for (const [old, now] of rows) carry(old.address, now.address);
  const rowNames = new Map(rows.map(([old, now]) => [old.address, now.address]));
  const name = (place: TemplatePlace, isOld: boolean): string => {
    const { rows: own } = place;
    const among = own === null ? '' : isOld ? (rowNames.get(own) ?? '?') : own;
    const words = [among, place.section, place.label, place.labelAbove].map(plainHeading);
    return words.slice(1).join('') === '' ? `@${place.address}` : [shapeOf(place), ...words].join('\u001f');
  };
  const olds = new Set(before.places);
  for (const [old, now] of pairs(before.places, after.places, (place) => name(place, olds.has(place)))) {
    carry(old.address, now.address, old, now);
  }
  return carried;

  function carry(from: string, to: string, old?: TemplatePlace, now?: TemplatePlace): void {
    const binding = bindings[from];
    if (binding === undefined) return;
    carried[to] = old && now ? withBoxes(binding, old, now) : binding;
  }
}

/** Pairs of the old and the new that have one name, in their order. */
function pairs<T>(before: readonly T[], after: readonly T[], name: (each: T) => string): (readonly [T, T])[] {
  const waiting = new Map<string, T[]>();
  for (const each of before) waiting.set(name(each), [...(waiting.get(name(each)) ?? []), each]);
  return after.flatMap((each) => {
    const old = waiting.get(name(each))?.shift();
    return old === undefined ? [] : [[old, each] as const];
  });
}

/** What rows are called: by the heads of their columns. */
function headsOf(content: Content, address: string): string {
  return content.places
    .filter((place) => place.rows === address)
    .map(({ label }) => plainHeading(label))
    .join('\u001f');
}

/** Text can be filled into a cell or a gap alike; boxes and dates are something else. */
function shapeOf({ kind }: TemplatePlace): string {
  return kind === 'ticks' || kind === 'date' ? kind : 'text';
}

/** Boxes may be in another order, or more or fewer than before. */
function withBoxes(binding: TemplateBinding, old: TemplatePlace, now: TemplatePlace): TemplateBinding {
  if (binding.kind !== 'source' || binding.codes === undefined) return binding;
  const byText = new Map(old.boxes.map(({ text }, index) => [plainHeading(text), binding.codes?.[index] ?? []]));
  return { ...binding, codes: now.boxes.map(({ text }) => byText.get(plainHeading(text)) ?? []) };
}
