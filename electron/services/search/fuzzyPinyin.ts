/**
 * Spellings that speakers of southern Mandarin take for one another, as the input methods in use offer them under 模糊音
 * (Microsoft, Sogou, QQ): z zh, c ch, s sh, n l, l r, f h; an ang, en eng, in ing (and with them ian iang, uan uang); and
 * for f and h whole syllables: fa hua, fan huan, fang huang, fei hui, fen hun, feng hong, fo huo. u stands for ü as well,
 * which is typed v or u.
 */
const initials = ' b p m f d t n l g k h j q x zh ch sh r z c s y w'.split(' ');
const finals =
  'a ai an ang ao e ei en eng er i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ue ui un uo'.split(' ');
/** What has been typed of a last syllable: an initial alone, or a final that needs one letter more. */
const begunFinals = ['', 'on', 'ion'];

const initialFolds: Readonly<Record<string, string>> = { zh: 'z', ch: 'c', sh: 's', n: 'l', r: 'l', h: 'f' };
const labialFinalFolds: Readonly<Record<string, string>> = {
  ua: 'a',
  uan: 'an',
  ui: 'ei',
  un: 'en',
  on: 'en',
  uo: 'o',
};

/** Every syllable (more than there are, which does no harm), folded. */
const syllables = foldsOf(finals);
const begunSyllables = foldsOf(begunFinals);

const longestSyllable = 6;
/** Ways to divide a term into syllables that fold to different texts: fang an and fan gan. */
const maxDivisions = 8;

function foldsOf(endings: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    initials.flatMap((initial) =>
      endings
        .filter((final) => initial + final !== '')
        .map((final): [string, string] => {
          const foldedInitial = initialFolds[initial] ?? initial;
          const foldedFinal = final.replace(/ng$/u, 'n');
          const isLabial = foldedInitial === 'f';
          return [initial + final, foldedInitial + ((isLabial && labialFinalFolds[foldedFinal]) || foldedFinal)];
        }),
    ),
  );
}

/** A syllable in the one spelling that stands for all it is confused with; what is no syllable as it is. */
export function foldSyllable(spelt: string): string {
  const plain = spelt.replaceAll('v', 'u');
  return syllables.get(plain) ?? plain;
}

/**
 * A search term of Latin letters as its fuzzy keys begin: one text for each way to divide it into syllables, of which the
 * last may be begun only. Of initials alone only zh, ch and sh fold, which are typed for one initial: zhs for 张三.
 */
export function fuzzyTerms(term: string): string[] {
  if (!/^[a-z]+$/u.test(term)) return [];
  if (!/[aeiouv]/u.test(term)) {
    const single = term.replace(/(?<=[zcs])h/gu, '');
    return single !== term && single.length > 1 ? [single] : [];
  }
  // Passports spell ü after l and n as yu. In the middle of a name nyu is more often 林宇 than a ü.
  const spelt = term.replaceAll('v', 'u').replaceAll('lyu', 'lu').replace(/^nyu/u, 'nu');
  const folded: Set<string>[] = Array.from({ length: spelt.length + 1 }, () => new Set());
  folded[0]?.add('');
  for (let start = 0; start < spelt.length; start += 1) {
    for (let end = start + 1; end <= Math.min(start + longestSyllable, spelt.length); end += 1) {
      const piece = spelt.slice(start, end);
      const fold = syllables.get(piece) ?? (end === spelt.length ? begunSyllables.get(piece) : undefined);
      const reached = folded[end];
      if (fold === undefined || !reached) continue;
      for (const before of folded[start] ?? []) if (reached.size < maxDivisions) reached.add(before + fold);
    }
  }
  return [...(folded[spelt.length] ?? [])];
}
