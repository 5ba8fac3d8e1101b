import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import type { Register } from '../../shared/registers/register.ts';
import { messageOf } from '../api/CallError.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { FileChooser } from './FileChooser.tsx';
import { ImportCheck } from './ImportCheck.tsx';
import { useImport } from './useImport.ts';

/** A village's table comes in: choose it, see what was understood, mend it or send it back, take it over in one go. */
export function ImportPage({ register }: { readonly register: Register }) {
  const work = useImport(register);
  const { summary, running, error } = work.kept;
  const page = useRef<HTMLDivElement>(null);
  const hadFile = useRef(summary !== null);
  // The button that gave a file up went with its table: the next one is chosen first of all.
  useEffect(() => {
    const isGivenUp = hadFile.current && summary === null;
    hadFile.current = summary !== null;
    if (isGivenUp && document.activeElement === document.body) {
      page.current?.querySelector<HTMLElement>('h1[tabindex]')?.focus({ preventScroll: true });
    }
  }, [summary]);
  return (
    <Box ref={page} sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 0.75 }}>
      {summary === null ? (
        <>
          <PageHeader title={`导入${register.title}`} />
          <FileChooser job={running?.job ?? null} error={error === null ? null : messageOf(error)} onFile={work.read} />
        </>
      ) : (
        // Filters and open parts belong to one sheet of one file, before or after it is stored.
        <ImportCheck
          key={`${summary.importId} ${summary.sheetName} ${summary.committed !== null}`}
          register={register}
          summary={summary}
          work={work}
        />
      )}
    </Box>
  );
}
