import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ImportPreview, MethodInput } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { FileChooser } from './FileChooser.tsx';
import { type ImportChanges, ImportCheck } from './ImportCheck.tsx';
import { ImportResult } from './ImportResult.tsx';

/** Milliseconds without a change before the rows are checked again. */
const checkPause = 350;

/** A village's workbook comes in: choose it, look at what was understood, take it over in one go. */
export function ImportPage({ register }: { readonly register: Register }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [changes, setChanges] = useState<ImportChanges | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = useMutation({
    mutationFn: async (file: File) =>
      api.call('import.read', { register: register.key, upload: await api.upload(file), fileName: file.name }),
    onSuccess: (answer) => {
      setPreview(answer);
      setChanges(null);
    },
  });
  const check = useMutation({
    mutationFn: (input: { readonly importId: string; readonly changes: ImportChanges }) =>
      api.call('import.check', { importId: input.importId, ...input.changes }),
    onSuccess: setPreview,
  });
  const commit = useMutation({
    mutationFn: (input: MethodInput<'import.commit'>) => api.call('import.commit', input),
    onSuccess: () => refreshRegister(client, register.key),
  });
  // What stands in the table belongs to the last answer; until it has caught up with the entry, nothing is taken over.
  const checked = changes === null || (check.isSuccess && check.variables.changes === changes);
  const change = (importId: string, next: ImportChanges): void => {
    setChanges(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => check.mutate({ importId, changes: next }), checkPause);
  };
  const restart = (): void => {
    clearTimeout(timer.current);
    if (preview && !commit.isSuccess) {
      // Only frees memory in the core; the next file does the same.
      void api.call('import.discard', { importId: preview.importId }).catch(() => undefined);
    }
    read.reset();
    check.reset();
    commit.reset();
    setPreview(null);
    setChanges(null);
  };

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      {commit.data && preview ? (
        <>
          <PageHeader title={`导入${register.title}`} />
          <ImportResult
            register={register}
            created={commit.data.created}
            preview={preview}
            onList={() => void navigate(addresses.list(register.key))}
            onAnother={restart}
          />
        </>
      ) : preview ? (
        <ImportCheck
          register={register}
          preview={preview}
          changes={changes}
          checked={checked}
          committing={commit.isPending}
          error={check.error ?? commit.error}
          onChange={(next) => change(preview.importId, next)}
          onCommit={(rows) => commit.mutate({ importId: preview.importId, rows })}
          onRestart={restart}
        />
      ) : (
        <>
          <PageHeader title={`导入${register.title}`} />
          {read.isError && <Alert severity="error">{messageOf(read.error)}</Alert>}
          <FileChooser busy={read.isPending} onFile={(file) => read.mutate(file)} />
        </>
      )}
    </Box>
  );
}
