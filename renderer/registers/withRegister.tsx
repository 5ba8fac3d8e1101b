import type { ComponentType } from 'react';
import { Navigate, useParams } from 'react-router';
import { findRegister } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';
import { peopleCompartments, type RecordAction } from '../../shared/rights/rights.ts';
import { Allowed } from '../app/Allowed.tsx';

/**
 * Gives a page the register its address names, when the user may do with its records what the page is for; an unknown key leads
 * back to the start.
 */
export function withRegister(
  Page: ComponentType<{ readonly register: Register }>,
  action: RecordAction = 'read',
): ComponentType {
  return function RegisterRoute() {
    const { register: key = '', id = 'new' } = useParams();
    const register = findRegister(key);
    if (!register) return <Navigate to="/" replace />;
    const rights = peopleCompartments
      .filter((each) => each === register.compartment)
      .map((each) => `${each}.${action}` as const);
    return (
      <Allowed rights={rights}>
        <Page key={`${key}/${id}`} register={register} />
      </Allowed>
    );
  };
}
