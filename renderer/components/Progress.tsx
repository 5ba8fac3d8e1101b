import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useProgress } from './useProgress.ts';

interface ProgressProps {
  /** The name that the call was given. */
  readonly job: string;
  /** What is done, in words: 正在读取“花名册.xlsx”. */
  readonly label: string;
}

/** How far a long call is, and the button that stops it. */
export function Progress({ job, label }: ProgressProps) {
  const { percent, words, isStopping, stop } = useProgress(job);
  return (
    <Box sx={{ width: 420, maxWidth: '100%', mx: 'auto' }}>
      <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
        {label}
      </Typography>
      <LinearProgress
        aria-label={label}
        {...(percent === undefined ? {} : { variant: 'determinate', value: percent })}
        sx={{ my: 1.5, height: 8, borderRadius: 1 }}
      />
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1, textAlign: 'left' }}>
          {words}
        </Typography>
        <Button variant="outlined" autoFocus disabled={isStopping} onClick={stop}>
          停止
        </Button>
      </Box>
    </Box>
  );
}
