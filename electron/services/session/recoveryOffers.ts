import { randomBytes, randomInt } from 'node:crypto';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { formatRecoveryKey, parseRecoveryKey, recoveryKeyLength } from '../../vault/recoveryKey.ts';
import { joinRecoveryKey, splitRecoveryKey } from '../../vault/recoveryShares.ts';

type Sheet = MethodOutput<'recovery.renew'>['sheets'][number];
type Typed = MethodInput<'recovery.confirm'>['typedGroups'];

/** A recovery key as it was typed from paper: whole, or from two or three of its sheets. */
export type TypedRecoveryKey = MethodInput<'recovery.begin'>;

/**
 * Reads a recovery key from paper. The result is the caller's to wipe.
 * @throws AppError invalid for a slip of the pen, and for sheets that do not belong together
 */
export function readRecoveryKey(typed: TypedRecoveryKey): Buffer {
  return 'shares' in typed ? joinRecoveryKey(typed.shares) : parseRecoveryKey(typed.recoveryKey);
}

/**
 * New recovery keys on their way to paper: shown, printed, and valid only when some groups have been read back from each sheet.
 * At most one is on its way; another offer forgets it.
 */
export function createRecoveryOffers() {
  let offered: { readonly key: Buffer; readonly sheets: readonly Sheet[] } | null = null;

  function forget(): void {
    offered?.key.fill(0);
    offered = null;
  }

  function offer(isSplit: boolean): Sheet[] {
    forget();
    const key = randomBytes(recoveryKeyLength);
    const texts = isSplit ? splitRecoveryKey(key) : [formatRecoveryKey(key)];
    const sheets = texts.map((text) => {
      const groups = text.split('-');
      // The last group checks the others and is no choice.
      const first = randomInt(groups.length - 1);
      const second = (first + 1 + randomInt(groups.length - 2)) % (groups.length - 1);
      return { groups, askedGroups: [first, second].toSorted((a, b) => a - b) };
    });
    offered = { key, sheets };
    return sheets;
  }

  /**
   * The offered key, once the asked groups have been typed back from paper.
   * @throws AppError invalid at the group that differs
   */
  function confirmed(typed: Typed): Buffer {
    if (!offered) throw new AppError('invalid', '恢复密钥已失效，请返回上一步重新生成');
    const { key, sheets } = offered;
    for (const [number, { groups, askedGroups }] of sheets.entries()) {
      for (const index of askedGroups) {
        const text = typed.find((group) => group.index === index && (group.sheet ?? 0) === number)?.text ?? '';
        // Read as forgivingly as the whole sheet will be read one day: the other groups stand in for themselves.
        const sheet = groups.map((group, position) => (position === index ? text : group)).join('-');
        const other = sheets[(number + 1) % sheets.length]?.groups.join('-') ?? '';
        if (!readsAs(sheets.length > 1 ? { shares: [sheet, other] } : { recoveryKey: sheet }, key)) {
          const which = sheets.length > 1 ? `第${number + 1}张的` : '';
          const message = `${which}第${index + 1}组与恢复密钥不一致，请对照纸面重新抄写`;
          throw new AppError('invalid', message, { [`typedGroups.${index}`]: message });
        }
      }
    }
    return key;
  }

  return { offer, confirmed, forget };
}

function readsAs(typed: TypedRecoveryKey, key: Buffer): boolean {
  try {
    const read = readRecoveryKey(typed);
    const equal = read.equals(key);
    read.fill(0);
    return equal;
  } catch {
    return false;
  }
}
