import { AppError } from '../../../shared/contract/result.ts';
import { type DataKeys, wipeDataKeys } from '../../vault/keyring.ts';
import type { Keyring } from '../../vault/keyringFile.ts';
import type { Schedule } from './idleTimer.ts';

/** Minutes for which a recovery that was begun waits for the new password: meanwhile the data keys are in memory. */
const recoveryMinutes = 15;

/** What the recovery key opened, until its user has chosen a new password or too much time has passed. At most one waits. */
export function createPendingRecovery(schedule: Schedule) {
  let pending: { readonly keyring: Keyring; readonly dataKeys: DataKeys; readonly cancelExpiry: () => void } | null =
    null;

  function forget(): void {
    pending?.cancelExpiry();
    if (pending) wipeDataKeys(pending.dataKeys);
    pending = null;
  }

  function begin(keyring: Keyring, dataKeys: DataKeys): void {
    pending = { keyring, dataKeys, cancelExpiry: schedule(forget, recoveryMinutes * 60_000) };
  }

  function waiting(): NonNullable<typeof pending> {
    if (!pending) throw new AppError('invalid', '时间过长或已重新启动，请返回上一步重新输入恢复密钥');
    return pending;
  }

  return {
    forget,
    /** @throws AppError invalid when none is waiting */
    refuseNone: (): void => void waiting(),
    /** Keeps the keyring and the keys that it gave; they are wiped here. */
    begin,
    /**
     * Does `work` with them, and forgets them; they wait on when it fails.
     * @throws AppError invalid when none is waiting; what `work` throws
     */
    async finish<T>(work: (keyring: Keyring, dataKeys: DataKeys) => Promise<T>): Promise<T> {
      const { keyring, dataKeys, cancelExpiry } = waiting();
      // The keys must not be wiped while they are being sealed anew.
      cancelExpiry();
      try {
        const result = await work(keyring, dataKeys);
        pending = null;
        wipeDataKeys(dataKeys);
        return result;
      } catch (error) {
        begin(keyring, dataKeys);
        throw error;
      }
    },
  };
}
