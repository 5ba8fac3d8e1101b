import { child } from './child.ts';
import { keyPerson } from './keyPerson.ts';
import type { Register } from './register.ts';

/** Every register of the program; adding one is one line here. */
export const registers: readonly Register[] = [child, keyPerson];

/** The register of a key, or undefined. */
export function findRegister(key: string): Register | undefined {
  return registers.find((register) => register.key === key);
}
