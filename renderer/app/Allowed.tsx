import type { ReactNode } from 'react';
import { refusalText } from '../../shared/rights/methodRights.ts';
import type { Right } from '../../shared/rights/rights.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useRights } from './useRights.ts';

interface AllowedProps {
  /** One of them is enough. */
  readonly rights: readonly Right[];
  readonly children: ReactNode;
}

/** A page for those who have a right to it; whoever else came by its address reads what is missing and whom to ask. */
export function Allowed({ rights, children }: AllowedProps) {
  const { has } = useRights();
  return rights.some(has) ? children : <EmptyState title="这一页没有开放给您" text={refusalText([rights])} />;
}
