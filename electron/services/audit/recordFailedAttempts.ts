import type { AttemptKind, RefusedAttempt } from '../../vault/attemptFile.ts';
import { outsideActs } from '../../vault/currentAct.ts';
import { transaction, whenFree } from '../../vault/database.ts';
import type { Vault } from '../../vault/vault.ts';
import { countFailures } from '../people/peopleStore.ts';

/**
 * Enters into the chain of the office what was refused: wrong passwords, attempts before a wait was over, clocks set back. A row each,
 * with the moment at which it happened, in one transaction, and counted for whom it was tried.
 * @param dropped how many more there were than could be kept
 */
export async function recordFailedAttempts(
  vault: Vault,
  refused: readonly RefusedAttempt[],
  dropped: number,
): Promise<void> {
  const [database, chain] = [vault.database('office'), vault.audit('office')];
  await whenFree([database], () =>
    outsideActs(() =>
      transaction(database, () => {
        for (const { at, kind, user, reason } of refused) {
          const detail = { attempted: at, kind, reason, ...(user === null ? {} : { tried: user }) };
          chain.append({ act: 'login.failed', detail });
        }
        countFailures(database, refused);
        if (dropped > 0) chain.append({ act: 'login.failed', detail: { dropped } });
      }),
    ),
  );
}

/** What was being done with a password, in the words of the audit page. */
export const attemptKindLabels = {
  unlock: '登录',
  restore: '恢复备份',
  secondPerson: '双人确认',
  changePassword: '修改密码',
} as const satisfies Record<AttemptKind, string>;

/** Why an attempt let nobody in, in the words of the audit page. */
export const attemptReasonLabels = {
  wrong: '用户名或密码不正确',
  waiting: '在等待时间内又试',
  clock: '电脑时间被调回',
  lost: '登录次数文件损坏',
} as const satisfies Record<RefusedAttempt['reason'], string>;
