import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { FileChooser } from './FileChooser.tsx';
import { ImportCheck } from './ImportCheck.tsx';
import { ImportResult } from './ImportResult.tsx';

/** A village's workbook comes in: choose it, look at what was understood, take it over in one go. */
export function ImportPage({ register }: { readonly register: Register }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [changes, setChanges] = useState<Omit<MethodInput<'import.check'>, 'importId'> | null>(null);
  const read = useMutation({
    mutationFn: async (file: File) =>
      api.call('import.read', { register: register.key, upload: await api.upload(file), fileName: file.name }),
    onSuccess: () => {
      check.reset();
      commit.reset();
      setChanges(null);
    },
  });
  const check = useMutation({
    mutationFn: (input: MethodInput<'import.check'>) => api.call('import.check', input),
  });
  const commit = useMutation({
    mutationFn: (input: MethodInput<'import.commit'>) => api.call('import.commit', input),
    onSuccess: () => refreshRegister(client, register.key),
  });
  const preview = check.data ?? read.data;
  const restart = (): void => {
    if (preview && !commit.isSuccess) {
      // Only frees memory in the core; the next file does the same.
      void api.call('import.discard', { importId: preview.importId }).catch(() => undefined);
    }
    read.reset();
    check.reset();
    commit.reset();
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
          busy={check.isPending || commit.isPending}
          error={check.error ?? commit.error}
          onChange={(next) => {
            setChanges(next);
            check.mutate({ importId: preview.importId, ...next });
          }}
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
