import type { ComponentType } from 'react';
import { Navigate, useParams } from 'react-router';
import { findRegister } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';

/** Gives a page the register its address names; an unknown key leads back to the start. */
export function withRegister(Page: ComponentType<{ readonly register: Register }>): ComponentType {
  return function RegisterRoute() {
    const { register: key = '', id = 'new' } = useParams();
    const register = findRegister(key);
    return register ? <Page key={`${key}/${id}`} register={register} /> : <Navigate to="/" replace />;
  };
}
