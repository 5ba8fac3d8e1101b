/** Something that can stand in a place. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  /** Title under which it is listed; choices of one group stand together. */
  readonly group: string;
  /** Other words by which it is found. */
  readonly words: readonly string[];
  /** Offered whatever is typed, below what that finds. */
  readonly always?: true;
}

/** The choices that a typed word finds, the group of the best match first, and in it those that begin with the word. */
export function matchChoices(
  choices: readonly Choice[],
  typed: string,
  spellings: ReadonlyMap<string, string>,
): Choice[] {
  const word = typed.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
  const rank = (choice: Choice): number => {
    const words = [choice.label, ...choice.words].map((each) => each.toLowerCase());
    const syllables = (spellings.get(choice.label) ?? '').split(' ').filter(Boolean);
    const sounds = [syllables.join(''), syllables.map((syllable) => syllable[0]).join('')];
    if (words[0] === word) return 0;
    if ([...words, ...sounds].some((each) => each.startsWith(word))) return 1;
    return [...words, ...sounds].some((each) => each.includes(word)) ? 2 : 3;
  };
  const found = choices
    .filter((choice) => choice.always === undefined && rank(choice) < 3)
    .sort((one, other) => rank(one) - rank(other));
  const grouped = [...Map.groupBy(found, ({ group }) => group).values()].flat();
  return [...grouped, ...choices.filter(({ always }) => always)];
}
