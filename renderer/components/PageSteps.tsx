import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

interface PageStepsProps {
  /** Places of the first and the last line on the page, from 1. */
  readonly first: number;
  readonly last: number;
  /** What a line is counted by: 条. */
  readonly measure: string;
  /** Leads to the page before, or null on the first. */
  readonly onNewer: (() => void) | null;
  /** Leads to the page behind, or null on the last. */
  readonly onOlder: (() => void) | null;
}

/** Leads through the pages of a list whose newest lines come first. */
export function PageSteps({ first, last, measure, onNewer, onOlder }: PageStepsProps) {
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', justifyContent: 'flex-end', flex: 'none' }}>
      <span>
        第{first.toLocaleString('zh-CN')}至{last.toLocaleString('zh-CN')}
        {measure}
      </span>
      <Button size="small" disabled={onNewer === null} onClick={onNewer ?? undefined}>
        较新的
      </Button>
      <Button size="small" disabled={onOlder === null} onClick={onOlder ?? undefined}>
        较早的
      </Button>
    </Box>
  );
}
