import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { foldSyllable, fuzzyTerms } from './fuzzyPinyin.ts';
import { initialsOf, syllables } from './searchKeys.ts';

/** Codes of the villages that a search term may mean. */
export interface VillageTerm {
  /** Whose name holds the term, or whose name, with or without 村 or 社区, sounds exactly like it. */
  readonly meant: ReadonlySet<string>;
  /** Whose name begins with the term in pinyin or in initials; the meant ones are among them. */
  readonly sounding: ReadonlySet<string>;
  /** Whose name begins with it in a spelling that southern Mandarin confuses with it. */
  readonly alike: ReadonlySet<string>;
}

/** The villages a term may mean. One character alone is too little to mean a village. */
export function villageTerm(term: string, context: FieldContext): VillageTerm {
  const meant = new Set<string>();
  const sounding = new Set<string>();
  const alike = new Set<string>();
  if ([...term].length < 2) return { meant, sounding, alike };
  const isSpelt = /^[a-z]+$/u.test(term);
  const fuzzy = isSpelt ? fuzzyTerms(term) : [];
  for (const { code, label } of context.villages.entries) {
    if (!isSpelt) {
      if (label.includes(term)) meant.add(code);
      continue;
    }
    const reading = syllables(label);
    const spelt = reading.join('');
    const nameLength = [...label.replace(/(?:村|社区|村委会|居委会)$/u, '')].length;
    // 王村 is meant by wangcun alone; wang is a surname first.
    if (spelt === term || (nameLength > 1 && reading.slice(0, nameLength).join('') === term)) meant.add(code);
    if (spelt.startsWith(term) || initialsOf(reading).startsWith(term)) sounding.add(code);
    else if (fuzzy.some((folded) => reading.map(foldSyllable).join('').startsWith(folded))) alike.add(code);
  }
  return { meant, sounding: new Set([...meant, ...sounding]), alike };
}
