import type { OpenSession, SessionService } from '../electron/services/session/createSessionService.ts';
import { type Schedule, scheduleByTimer } from '../electron/services/session/idleTimer.ts';
import type { Vault } from '../electron/vault/vault.ts';

/** The session of somebody who holds every role in every village. */
export function sessionOf(user: string, vault: Vault): OpenSession {
  return { user, roles: [], villages: null, mustChangePassword: false, passwordSetAt: null, vault };
}

/** What services are built with where nobody else is asked at the same screen. */
export const nobodyElse: {
  readonly people: Pick<SessionService, 'users' | 'checkPassword'>;
  readonly schedule: Schedule;
} = {
  people: {
    users: () => Promise.resolve([]),
    checkPassword: () => Promise.reject(new Error('nobody else is here')),
  },
  schedule: scheduleByTimer,
};
