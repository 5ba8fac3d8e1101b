import { createHash } from 'node:crypto';
import { type Schedule, scheduleByTimer } from '../services/session/idleTimer.ts';

/** Milliseconds after which a copied ID number is taken off the clipboard (KeePassXC: ten seconds). */
export const copiedForMs = 10_000;

/** What a host can do with the clipboard of the system. */
export interface Clipboard {
  readText(): Promise<string>;
  clear(): Promise<void>;
}

/** Takes what was copied off the clipboard again, unless somebody has copied something else meanwhile. */
export interface ClipboardGuard {
  /** A text of this SHA-256 (hexadecimal) was copied. */
  copied(sha256: string): void;
  /** Clears at once what is waited for: the desk is being locked, or the program ends. */
  clearNow(): Promise<void>;
  /** True while something is waited for, as after a `clearNow` that could not read. */
  isAwaited(): boolean;
}

/** Both hosts keep their clipboard with this. */
export function createClipboardGuard(clipboard: Clipboard, schedule: Schedule = scheduleByTimer): ClipboardGuard {
  let awaited: { readonly sha256: string; readonly cancel: () => void } | null = null;

  async function clearNow(): Promise<void> {
    if (!awaited) return;
    const asked = awaited;
    asked.cancel();
    // One that another program holds at this moment, or of a page that is going, is tried again at the lock and after it.
    const text = await clipboard.readText().catch(() => null);
    if (text === null || awaited !== asked) return;
    if (createHash('sha256').update(text, 'utf8').digest('hex') === asked.sha256) {
      const isCleared = await clipboard.clear().then(
        () => true,
        () => false,
      );
      if (!isCleared) return;
    }
    if (awaited === asked) awaited = null;
  }

  return {
    clearNow,
    isAwaited: () => awaited !== null,
    copied(sha256) {
      awaited?.cancel();
      awaited = { sha256, cancel: schedule(() => void clearNow(), copiedForMs) };
    },
  };
}
