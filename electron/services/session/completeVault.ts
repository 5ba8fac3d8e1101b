import { AppError } from '../../../shared/contract/result.ts';
import { addCompartments, canAddCompartments } from '../../vault/addCompartments.ts';
import { type DataKeys, type Unlocked, wipeDataKeys } from '../../vault/keyring.ts';
import type { Keyring } from '../../vault/keyringFile.ts';

/** A keyring as it was unlocked, by whom, and the keys that it gave. */
export interface Opening {
  readonly keyring: Keyring;
  readonly user: Unlocked['user'];
  readonly dataKeys: DataKeys;
}

/**
 * A vault of an older version gets what it lacks from the first one who can make it; a full disk keeps nobody from working. The keys
 * that were unlocked are wiped where others take their place, and where it fails.
 * @throws what `addCompartments` throws otherwise
 */
export async function completeVault(dataDir: string, keyring: Keyring, { user, dataKeys }: Unlocked): Promise<Opening> {
  const opening = { keyring, user, dataKeys };
  if (!canAddCompartments(keyring, dataKeys)) return opening;
  try {
    const added = await addCompartments(dataDir, keyring, dataKeys);
    wipeDataKeys(dataKeys);
    return { user, ...added };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'full' || error.code === 'readonly')) return opening;
    wipeDataKeys(dataKeys);
    throw error;
  }
}
