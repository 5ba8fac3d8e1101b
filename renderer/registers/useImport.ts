import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ImportDecision, ImportSummary } from '../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { useWork } from '../app/WorkContext.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import {
  changesOf,
  firstView,
  type ImportChanges,
  type ImportView,
  isWorthKeeping,
  type KeptImport,
  noImport,
  type RunningCall,
  resultOrder,
} from './keptImport.ts';
import { refreshRows, showRow } from './useImportRows.ts';

/** Milliseconds without a change before the rows are judged again. */
const checkPause = 350;

export type Fix = Omit<MethodInput<'import.fix'>, 'importId'>;

/** What the page can do with the import of a register. */
export interface Import {
  readonly kept: KeptImport;
  readonly read: (file: File) => void;
  readonly chooseSheet: (sheet: string) => void;
  /** Other columns or defaults; the rows are judged again when the clerk pauses. */
  readonly change: (changes: ImportChanges) => void;
  /** Judges the rows again at once. */
  readonly recheck: () => void;
  /** Gives a cell another text; null when that failed, and why has been said. */
  readonly fix: (fix: Fix) => Promise<MethodOutput<'import.fix'> | null>;
  readonly decide: (rows: number[], decision: ImportDecision | null) => void;
  readonly commit: () => void;
  readonly saveResult: (permit: string) => void;
  readonly undo: () => void;
  /** Forgets the file and begins anew. */
  readonly restart: () => void;
  readonly keepView: (view: ImportView) => void;
}

/**
 * The import of a register, which outlives the page: an answer may come when the clerk is elsewhere; what it says waits for
 * the return.
 */
export function useImport(register: Register): Import {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { imports } = useWork();
  const current = (): KeptImport => imports.get(register.key) ?? noImport;
  const [kept, setKept] = useState<KeptImport>(() => {
    if (!isWorthKeeping(current())) imports.delete(register.key);
    return current();
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const runner = useMutation({ mutationFn: (task: () => Promise<void>) => task() });

  const update = (changes: Partial<KeptImport>): void => {
    const next = { ...current(), ...changes };
    imports.set(register.key, next);
    setKept(next);
  };
  /** Whether an answer still belongs to what the page shows. */
  const isCurrent = (summary: ImportSummary): boolean => current().summary?.importId === summary.importId;
  const show = (summary: ImportSummary): void => {
    if (!isCurrent(summary)) return;
    update({ summary });
    void refreshRows(client, summary.importId);
  };
  const say = (error: unknown): void =>
    notice({
      severity: error instanceof CallError && error.code === 'cancelled' ? 'info' : 'error',
      text: messageOf(error),
    });
  const isGone = (error: unknown): boolean => error instanceof CallError && error.code === 'missing';
  /** The core has let the import go meanwhile, so nothing of it can be shown. */
  const forget = (error: unknown): void => {
    imports.delete(register.key);
    update({ ...noImport, error: asError(error) });
  };

  /** Runs a call that the clerk can stop; a later one takes its place. */
  const run = (
    kind: RunningCall['kind'],
    task: (job: string) => Promise<void>,
    failed: (error: unknown) => void,
  ): void => {
    const job = crypto.randomUUID();
    // What was said before may offer to take back what is settled now.
    if (kind === 'commit' || kind === 'sheet') notice(null);
    const isLatest = (): boolean => current().running?.job === job;
    const settled = runner
      .mutateAsync(() => task(job))
      .catch((error: unknown) => {
        if (!isLatest()) return;
        if (kind !== 'undo' && isGone(error)) forget(error);
        else failed(error);
      })
      .then(() => {
        if (isLatest()) update({ running: null });
      });
    update({ running: { job, kind, settled }, error: null });
  };

  const check = (): void => {
    clearTimeout(timer.current);
    const { summary, running, entered } = current();
    if (summary === null) return;
    const { importId } = summary;
    if (running?.kind === 'check') void api.call('job.cancel', { job: running.job }).catch(() => undefined);
    run(
      'check',
      async (job) => {
        const { targets, defaults } = changesOf(current());
        const answer = await api.call('import.check', { importId, targets, defaults, job });
        if (current().entered === entered) update({ entered: null });
        show(answer);
      },
      (error) => update({ error: asError(error) }),
    );
  };

  // The settings or the register may have changed while the clerk was on another page.
  const onReturn = useEffectEvent(() => {
    const { running, summary } = current();
    // Only makes the reading quicker.
    if (running === null && summary === null) {
      void api.call('import.prepare', { register: register.key }).catch(() => undefined);
    }
    if (running !== null) void running.settled.then(() => setKept(current()));
    else if (summary !== null && summary.committed === null) check();
  });
  useEffect(() => {
    onReturn();
    return () => clearTimeout(timer.current);
  }, []);

  return {
    kept,
    read: (file) =>
      run(
        'read',
        async (job) => {
          const upload = await api.upload(file);
          const input = { register: register.key, upload, fileName: file.name, job };
          const summary = await api.call('import.read', input);
          update({ ...noImport, summary, running: current().running });
        },
        (error) => {
          update({ error: isStopped(error) ? null : asError(error) });
          if (isStopped(error)) say(error);
        },
      ),
    chooseSheet: (sheet) => {
      const { summary } = current();
      if (summary === null) return;
      run(
        'sheet',
        async (job) => {
          const answer = await api.call('import.chooseSheet', { importId: summary.importId, sheet, job });
          update({ summary: answer, entered: null, worked: false, view: firstView });
          await refreshRows(client, answer.importId);
        },
        say,
      );
    },
    change: (entered) => {
      update({ entered, error: null });
      clearTimeout(timer.current);
      timer.current = setTimeout(check, checkPause);
    },
    recheck: check,
    fix: async (fix) => {
      const { summary } = current();
      if (summary === null) return null;
      let answer: MethodOutput<'import.fix'> | null = null;
      await runner
        .mutateAsync(async () => {
          answer = await api.call('import.fix', { importId: summary.importId, ...fix });
          showRow(client, summary.importId, answer.row);
          update({ worked: true });
          show(answer.summary);
        })
        .catch((error: unknown) => (isGone(error) ? forget(error) : say(error)));
      return answer;
    },
    decide: (rows, decision) => {
      const { summary } = current();
      if (summary === null) return;
      runner
        .mutateAsync(async () => {
          const answer = await api.call('import.decide', { importId: summary.importId, rows, decision });
          update({ worked: true });
          show(answer);
        })
        .catch((error: unknown) => (isGone(error) ? forget(error) : say(error)));
    },
    commit: () => {
      const { summary, running } = current();
      if (summary === null || running !== null) return;
      const { importId, creates, updates } = summary;
      run(
        'commit',
        async (job) => {
          const answer = await api.call('import.commit', { importId, creates, updates, job });
          update({ summary: answer, view: { ...firstView, filter: { only: leftFilter(answer), search: '' } } });
          await Promise.all([refreshRegister(client, register.key), refreshRows(client, importId)]);
        },
        (error) => {
          say(error);
          // Something else changed what the clerk saw: the next look shows it.
          if (error instanceof CallError && error.code === 'conflict') check();
        },
      );
    },
    saveResult: (permit) => {
      const { summary, running } = current();
      if (summary === null || running !== null) return;
      run(
        'result',
        async (job) => {
          const { path } = await api.call('import.saveResult', { ...resultOrder(summary), permit, job });
          notice(
            path === null
              ? { severity: 'info', text: '没有保存核对结果' }
              : { severity: 'success', text: `核对结果已存到 ${path}。文件没有加密，用完请删除。` },
          );
        },
        say,
      );
    },
    undo: () => {
      const { summary, running } = current();
      if (summary === null || summary.committed === null || running !== null) return;
      const { batch } = summary.committed;
      run(
        'undo',
        async (job) => {
          const undone = await api.call('batch.undo', { register: register.key, batch, job });
          update({ undone });
          await refreshRegister(client, register.key);
        },
        say,
      );
    },
    restart: () => {
      clearTimeout(timer.current);
      notice(null);
      const { summary } = current();
      // Only frees memory in the core; the next files do the same.
      if (summary !== null) void api.call('import.discard', { importId: summary.importId }).catch(() => undefined);
      imports.delete(register.key);
      setKept(noImport);
    },
    keepView: (view) => {
      const known = imports.get(register.key);
      if (known !== undefined) imports.set(register.key, { ...known, view });
    },
  };
}

/** What the clerk looks at once the rest is stored: what is to be mended, or else all. */
function leftFilter({ verdicts }: ImportSummary): ImportView['filter']['only'] {
  if (verdicts.error > 0) return 'error';
  return verdicts.duplicate > 0 ? 'duplicate' : null;
}

function isStopped(error: unknown): boolean {
  return error instanceof CallError && error.code === 'cancelled';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
