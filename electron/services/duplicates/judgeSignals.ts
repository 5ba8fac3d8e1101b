import type { MatchSignal, Register } from '../../../shared/registers/register.ts';

/** What speaks for two records being one person. */
export interface Judgement {
  readonly strength: 'certain' | 'likely';
  /** Labels of the signals that agree, those left out that say nothing more. */
  readonly reasons: string[];
  /** What to bear in mind, such as 可能是双胞胎; null when there is nothing. */
  readonly caution: string | null;
}

/**
 * Judges the signals that two records have in common; undefined when they are hints alone.
 * @param apart the two hold different values in the field that no two records share: of one name and birthday, but two people
 */
export function judgeSignals(register: Register, agreeing: ReadonlySet<string>, apart: boolean): Judgement | undefined {
  const signals = register.matchSignals.filter(({ key }) => agreeing.has(key));
  const unique = register.uniqueField === undefined ? undefined : register.fields[register.uniqueField];
  // A signal that looks at the numbers themselves has its say about their difference.
  const isDoubted = apart && !signals.some(({ parts }) => parts.some(({ field }) => field === register.uniqueField));
  const isCertain = !isDoubted && signals.some(({ weight }) => weight === 'certain');
  if (!signals.some(({ weight }) => weight !== 'hint')) return undefined;
  const [only] = signals;
  return {
    strength: isCertain ? 'certain' : 'likely',
    reasons: withoutRepetition(signals).map(({ label }) => label),
    caution: (signals.length === 1 ? only?.caution : undefined) ?? (isDoubted && unique ? `${unique.label}不同` : null),
  };
}

/** Stronger judgements first, and among equal ones those for more reasons. */
export function byStrength(one: Judgement, other: Judgement): number {
  const rank = ({ strength }: Judgement): number => (strength === 'certain' ? 0 : 1);
  return rank(one) - rank(other) || other.reasons.length - one.reasons.length;
}

/** Name, birth and telephone agree: that birth and telephone do is said already by the two others. */
function withoutRepetition(signals: readonly MatchSignal[]): MatchSignal[] {
  return signals.reduceRight<MatchSignal[]>(
    (kept, signal) => {
      const others = kept.filter((other) => other !== signal).flatMap(({ parts }) => parts.map(({ field }) => field));
      return signal.parts.every(({ field }) => others.includes(field)) ? kept.filter((each) => each !== signal) : kept;
    },
    [...signals],
  );
}
