import { AppError } from '../../../shared/contract/result.ts';
import type { Kdf } from '../../vault/kdf.ts';
import { vaultState } from '../../vault/vault.ts';

/** What the page is told of a vault that is not open. */
export interface FolderState {
  readonly state: 'first-run' | 'locked' | 'damaged';
  /** What is wrong with a damaged one. */
  readonly problem: string | null;
  readonly notices: string[];
}

/** What stands in the data folder, with what unlocking found out about it. */
export function createFolderState(options: { readonly dataDir: string; readonly kdf?: Kdf }) {
  /** Why the vault could not be opened with the right password, when a backup is the way out. */
  let broken: string | null = null;
  /** The copy is whole again when the page is loaded anew; the clerk still has to hear of it. */
  let noticed: string[] = [];
  return {
    async read(): Promise<FolderState> {
      const found = await vaultState(options.dataDir, options.kdf);
      if (found.state === 'ready' && broken !== null) return { state: 'damaged', problem: broken, notices: [] };
      switch (found.state) {
        case 'absent':
          return { state: 'first-run', problem: null, notices: [] };
        case 'damaged':
          return { state: 'damaged', problem: found.message, notices: [] };
        case 'ready':
          if (found.keyringRepair !== 'none') noticed = repairNotices[found.keyringRepair];
          return { state: 'locked', problem: null, notices: noticed };
      }
    },
    /** The right password was given: the vault opened, or did not for a reason. */
    tried(failure: unknown): void {
      const isBroken = failure instanceof AppError && ['damaged', 'missing', 'foreign'].includes(failure.code);
      broken = isBroken ? failure.message : null;
    },
    /** Another vault stands there now. */
    replaced(): void {
      broken = null;
      noticed = [];
    },
  };
}

const repairNotices = {
  none: [],
  repaired: ['密钥文件的一份副本损坏或缺失，已用另一份补全；请检查硬盘是否正常'],
  failed: ['密钥文件的一份副本损坏或缺失，且无法补全；请检查数据文件夹能否写入'],
} satisfies Record<'none' | 'repaired' | 'failed', string[]>;
