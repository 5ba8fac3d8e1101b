import { useMemo } from 'react';
import type { Register } from '../../shared/registers/register.ts';
import { peopleCompartments, type RecordAction, type Right, rightsOf } from '../../shared/rights/rights.ts';
import { useWork } from './WorkContext.ts';

/** What the user may do. The core decides; a page only leaves away what it would be refused. */
export interface PageRights {
  has(right: Right): boolean;
  /** An action on the records of a register. */
  may(register: Pick<Register, 'compartment'>, action: RecordAction): boolean;
  /** An action on the records of any register. */
  mayAnywhere(action: RecordAction): boolean;
}

/** The one place where a page asks whether to offer something. */
export function useRights(): PageRights {
  const { roles, villages } = useWork().session;
  return useMemo(() => {
    const held = rightsOf(roles, villages);
    const has = (right: Right): boolean => held.has(right);
    return {
      has,
      may: ({ compartment }, action) =>
        peopleCompartments.some((each) => each === compartment && has(`${each}.${action}`)),
      mayAnywhere: (action) => peopleCompartments.some((each) => has(`${each}.${action}`)),
    };
  }, [roles, villages]);
}
