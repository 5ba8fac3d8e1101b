import type { MatchSignal, RecordValues, Register } from '../../../shared/registers/register.ts';
import { nameOrder } from '../search/searchKeys.ts';

/** A key that records of the same person have in common. */
export interface MatchKey {
  readonly signal: string;
  readonly key: string;
}

/** Between the parts of a key; no value holds it. */
const separator = '\u001f';

/** The keys of a record for every signal whose parts are all there. Several guardians give several keys. */
export function matchKeys(register: Register, values: RecordValues): MatchKey[] {
  return register.matchSignals.flatMap((signal) =>
    keysOf(signal, values).map((key): MatchKey => ({ signal: signal.key, key })),
  );
}

function keysOf(signal: MatchSignal, values: RecordValues): string[] {
  let keys = [''];
  for (const part of signal.parts) {
    const found = partValues(part.field, values).map((value) => (part.by === 'pinyin' ? soundOf(value) : value));
    keys = keys.flatMap((key) => [...new Set(found)].map((value) => `${key}${value}${separator}`));
  }
  return keys;
}

function partValues(path: string, values: RecordValues): string[] {
  const [head = '', field] = path.split('.');
  const found = field === undefined ? [values.fields[head]] : (values.rows[head] ?? []).map((row) => row[field]);
  return found.filter((value) => typeof value === 'string');
}

/** How a name sounds: 张敏 and 章敏 sound the same. A surname has its own reading. */
function soundOf(name: string): string {
  return nameOrder(name).split('\t')[0] ?? name;
}
