import type { Likeness, MatchPart, MatchSignal, RecordValues, Register } from '../../../shared/registers/register.ts';
import { syllables } from '../search/searchKeys.ts';
import { idNumberKey, idSlipKeys, isIdSlip } from './idNumberKeys.ts';

/** A key that records of the same person have in common. */
export interface MatchKey {
  readonly signal: string;
  readonly key: string;
}

/** Between the parts of a key; no value holds it. */
const separator = '\u001f';

/** The dots of minority names and blanks, which are typed or not. */
const nameDots = /[·•.\s]/gu;

const keysByLikeness: Readonly<Record<Likeness, (value: string) => readonly string[]>> = {
  value: (value) => [value],
  // 张敏 and 章敏 sound the same. A surname has its own reading.
  pinyin: (value) => [syllables(value.replace(nameDots, '')).join(' ')],
  idNumber: (value) => [idNumberKey(value)],
  idSlip: idSlipKeys,
};

/** Likenesses whose keys agree more often than the values do. */
const confirmations: Readonly<Partial<Record<Likeness, (one: string, other: string) => boolean>>> = {
  idSlip: isIdSlip,
};

/** The keys of a record for every signal whose parts are all there. Several guardians give several keys. */
export function matchKeys(register: Register, values: RecordValues): MatchKey[] {
  const known = new Map<string, readonly string[]>();
  return register.matchSignals.flatMap((signal) =>
    keysOf(signal, values, known).map((key): MatchKey => ({ signal: signal.key, key })),
  );
}

/**
 * The keys by which two states of one record differ. Signals whose parts are as they were are not read: what a name sounds
 * like costs more than everything else about a key.
 */
export function changedMatchKeys(
  register: Register,
  before: RecordValues,
  after: RecordValues,
): { readonly gone: readonly MatchKey[]; readonly come: readonly MatchKey[] } {
  const known = new Map<string, readonly string[]>();
  const isChanged = (part: MatchPart): boolean =>
    partValues(part, before).join(separator) !== partValues(part, after).join(separator);
  const differences = register.matchSignals
    .filter(({ parts }) => parts.some(isChanged))
    .map((signal) => {
      const [old, now] = [keysOf(signal, before, known), keysOf(signal, after, known)];
      const without = (keys: readonly string[], others: readonly string[]): MatchKey[] =>
        keys.filter((key) => !others.includes(key)).map((key) => ({ signal: signal.key, key }));
      return { gone: without(old, now), come: without(now, old) };
    });
  return { gone: differences.flatMap(({ gone }) => gone), come: differences.flatMap(({ come }) => come) };
}

/** The parts of a signal that equal keys do not prove yet. */
export function unprovenParts(signal: MatchSignal): MatchPart[] {
  return signal.parts.filter(({ by }) => confirmations[by] !== undefined);
}

/** Whether the values of two records bear out what their equal keys say. */
export function isConfirmed(signal: MatchSignal, one: RecordValues, other: RecordValues): boolean {
  return unprovenParts(signal).every((part) =>
    partValues(part, one).some((value) =>
      partValues(part, other).some((another) => confirmations[part.by]?.(value, another) === true),
    ),
  );
}

/** @param known what other signals of the record have made of its names: most read one, and that costs more than all the rest. */
function keysOf(signal: MatchSignal, values: RecordValues, known: Map<string, readonly string[]>): string[] {
  const read = (value: string, by: Likeness): readonly string[] => {
    if (by !== 'pinyin') return keysByLikeness[by](value);
    const found = known.get(value) ?? keysByLikeness[by](value);
    known.set(value, found);
    return found;
  };
  let keys = [''];
  for (const part of signal.parts) {
    const texts = partValues(part, values);
    // Without a part there is no key, and no name has to be read for it.
    if (texts.length === 0) return [];
    const found = texts.length === 1 ? read(texts[0] ?? '', part.by) : texts.flatMap((text) => read(text, part.by));
    const distinct = found.length === 1 ? found : [...new Set(found)];
    keys = keys.flatMap((key) => distinct.map((value) => `${key}${value}${separator}`));
  }
  return keys;
}

function partValues({ field, orField }: MatchPart, values: RecordValues): string[] {
  const found: string[] = [];
  const add = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
  };
  for (const path of orField === undefined ? [field] : [field, orField]) {
    const dot = path.indexOf('.');
    if (dot < 0) add(values.fields[path]);
    else for (const row of values.rows[path.slice(0, dot)] ?? []) add(row[path.slice(dot + 1)]);
  }
  return found;
}
