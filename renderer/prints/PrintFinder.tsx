import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import type { FoundPrint } from './printQueries.ts';

/** Finds what a paper is by what stands at its foot: its number or its code. */
export function PrintFinder({ onFound }: { readonly onFound: (found: FoundPrint) => void }) {
  const api = useApi();
  const [text, setText] = useState('');
  const finding = useMutation({
    mutationFn: () => api.call('print.find', { text }),
    onSuccess: ({ found }) => {
      if (found) onFound(found);
    },
  });
  const notFound = finding.data !== undefined && finding.data.found === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') finding.mutate();
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
      <LabelledInput
        label="找编号：纸上最下方的编号或校验码"
        value={text}
        onChange={(next) => {
          setText(next.slice(0, 60));
          finding.reset();
        }}
        error={
          finding.isError
            ? messageOf(finding.error)
            : notFound
              ? '没有这个编号或校验码，请对照纸面再输一次；本程序打印的都有登记'
              : undefined
        }
        width={290}
      />
      <Button type="submit" variant="outlined" loading={finding.isPending} sx={{ mt: 2.75 }}>
        查找
      </Button>
    </Box>
  );
}
