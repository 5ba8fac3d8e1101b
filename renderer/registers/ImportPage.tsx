import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { useWork } from '../app/WorkContext.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { FileChooser } from './FileChooser.tsx';
import { ImportCheck } from './ImportCheck.tsx';
import { ImportResult } from './ImportResult.tsx';
import { type ImportChanges, isWorthKeeping, type KeptImport } from './keptImport.ts';

/** Milliseconds without a change before the rows are checked again. */
const checkPause = 350;

/** A village's workbook comes in: choose it, look at what was understood, take it over in one go. */
export function ImportPage({ register }: { readonly register: Register }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { imports } = useWork();
  const [kept, setKept] = useState<KeptImport | null>(() => {
    const left = imports.get(register.key);
    return left !== undefined && isWorthKeeping(left) ? left : null;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** An answer may come when the page is gone; what it says waits there for the clerk's return. */
  const keep = (next: KeptImport | null): void => {
    if (next === null) imports.delete(register.key);
    else imports.set(register.key, next);
    setKept(next);
  };
  const read = useMutation({
    mutationFn: async (file: File) =>
      api.call('import.read', { register: register.key, upload: await api.upload(file), fileName: file.name }),
    onSuccess: (preview) => keep({ preview, changes: null, checkedFor: null, created: null }),
  });
  const check = useMutation({
    mutationFn: (input: { readonly importId: string; readonly changes: ImportChanges }) =>
      api.call('import.check', { importId: input.importId, ...input.changes }),
    onSuccess: (preview, { changes }) => {
      const current = imports.get(register.key);
      if (current?.preview.importId === preview.importId) keep({ ...current, preview, checkedFor: changes });
    },
    onError: (error) => {
      // The core has let it go meanwhile.
      if (error instanceof CallError && error.code === 'missing') keep(null);
    },
  });
  const commit = useMutation({
    mutationFn: (input: MethodInput<'import.commit'>) => api.call('import.commit', input),
    onSuccess: async ({ created }, { importId }) => {
      const current = imports.get(register.key);
      if (current?.preview.importId === importId) keep({ ...current, created });
      await refreshRegister(client, register.key);
    },
  });
  const recheck = (current: KeptImport, changes: ImportChanges, pause: number): void => {
    keep({ ...current, changes });
    commit.reset();
    clearTimeout(timer.current);
    const run = (): void => check.mutate({ importId: current.preview.importId, changes });
    if (pause === 0) run();
    else timer.current = setTimeout(run, pause);
  };
  // The settings or the register may have changed while the clerk was on another page.
  const onReturn = useEffectEvent(() => {
    if (kept !== null && kept.created === null) recheck(kept, changesOf(kept), 0);
  });
  useEffect(() => {
    onReturn();
    return () => clearTimeout(timer.current);
  }, []);
  const restart = (): void => {
    clearTimeout(timer.current);
    if (kept !== null && kept.created === null) {
      // Only frees memory in the core; the next file does the same.
      void api.call('import.discard', { importId: kept.preview.importId }).catch(() => undefined);
    }
    read.reset();
    check.reset();
    commit.reset();
    keep(null);
  };

  const failure = read.error ?? check.error;
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      {kept === null ? (
        <>
          <PageHeader title={`导入${register.title}`} />
          {failure && <Alert severity="error">{messageOf(failure)}</Alert>}
          <FileChooser
            busy={read.isPending}
            onFile={(file) => {
              check.reset();
              read.mutate(file);
            }}
          />
        </>
      ) : kept.created === null ? (
        <ImportCheck
          // Filters and open parts belong to one file.
          key={kept.preview.importId}
          register={register}
          preview={kept.preview}
          entered={changesOf(kept)}
          // What stands in the table belongs to the last answer; until it has caught up, nothing is taken over.
          checked={kept.checkedFor === kept.changes && !check.isPending}
          committing={commit.isPending}
          error={check.error ?? commit.error}
          onChange={(next) => recheck(kept, next, checkPause)}
          onSettingsChange={() => recheck(kept, { ...changesOf(kept) }, 0)}
          onCommit={(rows) => commit.mutate({ importId: kept.preview.importId, rows })}
          onRestart={restart}
        />
      ) : (
        <ImportResult
          register={register}
          created={kept.created}
          preview={kept.preview}
          onList={() => void navigate(addresses.list(register.key))}
          onAnother={restart}
        />
      )}
    </Box>
  );
}

function changesOf({ preview, changes }: KeptImport): ImportChanges {
  return (
    changes ?? {
      targets: preview.columns.map(({ index, target }) => ({ index, target })),
      defaults: preview.defaults,
    }
  );
}
