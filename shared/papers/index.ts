import type { Paper } from './paper.ts';
import { parentContactLoss } from './parentContactLoss.ts';
import { subsidyApplication } from './subsidyApplication.ts';

/** Every paper of the program; adding one is one line here. */
export const papers: readonly Paper[] = [subsidyApplication, parentContactLoss];

/** The paper of a key, or undefined. */
export function findPaper(key: string): Paper | undefined {
  return papers.find((paper) => paper.key === key);
}
