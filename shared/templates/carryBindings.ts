import { plainHeading } from '../registers/plainHeading.ts';
import type { TemplateBinding, TemplateBindings, TemplateProposals } from './templateBindings.ts';
import type { TemplateContent, TemplatePlace } from './templateModel.ts';

type Content = Omit<TemplateContent, 'model'>;

/**
 * Decisions of an earlier version for the places of a new one. Places are the same when they are called the same in blocks that
 * are called the same, and are filled the same way; then when only the words beside them are the same; of several, the first is
 * the first. What is called nothing is the same only at the same address. Boxes that are new get what is proposed for them.
 */
export function carryBindings(
  before: Content,
  bindings: TemplateBindings,
  after: Content,
  proposals: TemplateProposals,
): TemplateBindings {
  const carried: Record<string, TemplateBinding> = {};
  const rowNames = new Map<string, string>();
  for (const [old, now] of pairs(before.rows, after.rows, [
    (each, isOld) => headsOf(isOld ? before : after, each.address),
    (each) => plainHeading(each.section),
  ])) {
    rowNames.set(old.address, now.address);
    const binding = bindings[old.address];
    if (binding !== undefined) carried[now.address] = binding;
  }
  const named = (place: TemplatePlace, isOld: boolean, words: readonly string[]): string => {
    const rows = place.rows === null ? '' : isOld ? (rowNames.get(place.rows) ?? '?') : place.rows;
    const plain = words.map(plainHeading);
    return plain.join('') === '' ? '' : [shapeOf(place), rows, ...plain].join('\u001f');
  };
  for (const [old, now] of pairs(before.places, after.places, [
    (place, isOld) => named(place, isOld, [place.section, place.label, place.labelAbove]),
    (place, isOld) => named(place, isOld, [place.label, place.labelAbove]),
    (place, isOld) => named(place, isOld, [place.label]),
    ({ address, label, ...place }) => (label === '' ? `${shapeOf(place)} ${address}` : ''),
  ])) {
    const binding = bindings[old.address];
    if (binding !== undefined) carried[now.address] = withBoxes(binding, old, now, proposals[now.address]?.binding);
  }
  return carried;
}

type Name<T> = (each: T, isOld: boolean) => string;

/** Pairs of the old and the new that have one name, by the strictest of several ways to name them, in their order. */
function pairs<T>(before: readonly T[], after: readonly T[], names: readonly Name<T>[]): (readonly [T, T])[] {
  const found: (readonly [T, T])[] = [];
  const [olds, news] = [new Set(before), new Set(after)];
  for (const name of names) {
    const waiting = new Map<string, T[]>();
    for (const each of olds) waiting.set(name(each, true), [...(waiting.get(name(each, true)) ?? []), each]);
    for (const each of [...news]) {
      const own = name(each, false);
      const old = own === '' ? undefined : waiting.get(own)?.shift();
      if (old === undefined) continue;
      olds.delete(old);
      news.delete(each);
      found.push([old, each]);
    }
  }
  return found;
}

/** What rows are called: by the heads of their columns. */
function headsOf(content: Content, address: string): string {
  return content.places
    .filter((place) => place.rows === address)
    .map(({ label }) => plainHeading(label))
    .join('\u001f');
}

/** Text can be filled into a cell or a gap alike; boxes and dates are something else. */
function shapeOf({ kind }: Pick<TemplatePlace, 'kind'>): string {
  return kind === 'ticks' || kind === 'date' ? kind : 'text';
}

/** Boxes may be in another order, or more or fewer than before. */
function withBoxes(
  binding: TemplateBinding,
  old: TemplatePlace,
  now: TemplatePlace,
  proposed: TemplateBinding | undefined,
): TemplateBinding {
  if (binding.kind !== 'source' || binding.codes === undefined) return binding;
  const byText = new Map(old.boxes.map(({ text }, index) => [plainHeading(text), binding.codes?.[index] ?? []]));
  const isSame = proposed?.kind === 'source' && proposed.source === binding.source;
  const codes = now.boxes.map(
    ({ text }, index) => byText.get(plainHeading(text)) ?? (isSame ? proposed.codes?.[index] : undefined) ?? [],
  );
  return { ...binding, codes };
}
