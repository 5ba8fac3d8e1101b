import { AppError } from '../../../shared/contract/result.ts';
import { sealedViewMinutes } from '../../../shared/contract/sealMethods.ts';
import type { Schedule } from '../session/idleTimer.ts';
import type { RecordKey, StoredSealed } from './sealedStore.ts';

/** An entry in an open view: its row, and what it says as JSON, which is overwritten when the view ends. */
export interface OpenEntry {
  readonly stored: Omit<StoredSealed, 'content'>;
  readonly plain: Buffer;
}

/** Overwrites what entries say. */
export function wipeEntries(entries: readonly OpenEntry[]): void {
  for (const { plain } of entries) plain.fill(0);
}

/** One user's look at the sealed matter of one record. */
export interface SealedView extends RecordKey {
  readonly id: string;
  readonly entries: readonly OpenEntry[];
  /** What the request said. */
  readonly mayPrint: boolean;
  readonly ground: string;
  readonly document: string;
  readonly approvedBy: string;
  /** Milliseconds since 1970; earlier than `opened` the clock was set back. */
  readonly opened: number;
  /** Tickets of pages that show it; they end with it. */
  readonly tickets: string[];
}

export type SealedViews = ReturnType<typeof createSealedViews>;

/**
 * The view that is open: one at a time, ended after ten minutes by the clock or by the timer's own count, whichever comes first.
 * What it showed is overwritten then.
 */
export function createSealedViews(options: {
  readonly now: () => Date;
  readonly schedule: Schedule;
  /** Called with the tickets of a view that ended. */
  readonly onEnd: (tickets: readonly string[]) => void;
}) {
  const { now, schedule, onEnd } = options;
  let current: SealedView | null = null;
  let cancel = (): void => {};

  function end(): void {
    cancel();
    const ended = current;
    current = null;
    if (!ended) return;
    wipeEntries(ended.entries);
    onEnd(ended.tickets);
  }

  function secondsLeft({ opened }: SealedView): number {
    const passed = now().getTime() - opened;
    // A clock that was set back ends it too.
    return passed < 0 ? 0 : Math.ceil((sealedViewMinutes * 60_000 - passed) / 1_000);
  }

  return {
    /** Opens a view and ends the one before. */
    open(view: Omit<SealedView, 'opened' | 'tickets'>): void {
      end();
      current = { ...view, opened: now().getTime(), tickets: [] };
      cancel = schedule(end, sealedViewMinutes * 60_000);
    },
    /** @throws AppError missing once its time is over, or it was closed */
    find(id: string): SealedView & { readonly secondsLeft: number } {
      const left = current?.id === id ? secondsLeft(current) : 0;
      if (current === null || left <= 0) {
        if (current?.id === id) end();
        throw new AppError('missing', '查看时间已到，内容已经收起；还要看的请重新申请');
      }
      return { ...current, secondsLeft: left };
    },
    /** Ends a view; one that is over already stays over. */
    close(id: string): void {
      if (current?.id === id) end();
    },
    /** Ends whatever is open, as when the desk is locked. */
    end,
  };
}
