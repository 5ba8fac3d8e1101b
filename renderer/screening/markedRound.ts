import { countOutcomes } from '../../shared/contract/screeningOutcomes.ts';
import type { Mark, ScreenedChild, ScreeningRound } from './screeningQueries.ts';

/** Whether it is up to the clerk to say that a child was seen; what changed, came or left speaks for itself. */
export function isMarkable(child: ScreenedChild): boolean {
  return child.outcome === 'confirmed' || child.outcome === 'notSeen' || child.outcome === 'unchecked';
}

const outcomeOf = { seen: 'confirmed', notSeen: 'notSeen', none: 'unchecked' } as const;

/** A round as the core will answer it after a mark, so that the row is there before the answer. */
export function markedRound(
  round: ScreeningRound,
  records: readonly string[],
  mark: Mark,
  author: { readonly at: string; readonly by: string },
): ScreeningRound {
  const marked = new Set(records);
  const children = round.children.map((child): ScreenedChild => {
    if (!marked.has(child.id)) return child;
    const by = mark.kind === 'none' ? { markedAt: null, markedBy: null } : { markedAt: author.at, markedBy: author.by };
    if (!isMarkable(child)) return { ...child, ...by };
    const note = mark.kind === 'notSeen' ? mark.reason : '';
    return { ...child, outcome: outcomeOf[mark.kind], note, ...by };
  });
  return { ...round, children, counts: countOutcomes(children.map((child) => child.outcome)) };
}
