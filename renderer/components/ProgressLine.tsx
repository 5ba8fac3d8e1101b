import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useProgress } from './useProgress.ts';

/** The same on one line, for a call beside which the clerk goes on working. */
export function ProgressLine({ job }: { readonly job: string }) {
  const { words, isStopping, stop } = useProgress(job);
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      {words}
      <Button size="small" disabled={isStopping} onClick={stop} sx={{ minHeight: 24, py: 0 }}>
        停止
      </Button>
    </Box>
  );
}
