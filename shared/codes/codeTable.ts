/** One line of a code table: the stored code, what is shown and printed, and other words that mean the same. */
export interface CodeEntry {
  readonly code: string;
  readonly label: string;
  readonly synonyms?: readonly string[];
}

/** A national or local code table, in its printed order. */
export interface CodeTable {
  readonly name: string;
  /** Standard or paragraph the codes come from. */
  readonly source: string;
  readonly entries: readonly CodeEntry[];
  /** The label of a code; an unknown code is shown as it is, so that nothing stored ever disappears. */
  label(code: string): string;
  /** The code that a word means (code, label or synonym, blanks ignored), or undefined. */
  find(word: string): string | undefined;
  has(code: string): boolean;
}

/**
 * Declares a code table.
 * @throws Error when a code, or a word that would mean two codes, is declared twice.
 */
export function codeTable(name: string, source: string, entries: readonly CodeEntry[]): CodeTable {
  const byCode = new Map<string, CodeEntry>();
  const byWord = new Map<string, string>();
  for (const entry of entries) {
    if (byCode.has(entry.code)) throw new Error(`${name}: code ${entry.code} declared twice`);
    byCode.set(entry.code, entry);
    for (const word of [entry.label, ...(entry.synonyms ?? [])]) {
      const key = comparableWord(word);
      if (byWord.has(key)) throw new Error(`${name}: ${word} declared twice`);
      byWord.set(key, entry.code);
    }
  }
  return {
    name,
    source,
    entries,
    label: (code) => byCode.get(code)?.label ?? code,
    find: (word) => (byCode.has(word.trim()) ? word.trim() : byWord.get(comparableWord(word))),
    has: (code) => byCode.has(code),
  };
}

/** A word as a code table compares it: full-width forms folded, blanks out. */
export function comparableWord(word: string): string {
  return word.normalize('NFKC').replace(/\s+/gu, '');
}
