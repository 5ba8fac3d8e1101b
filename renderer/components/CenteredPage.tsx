import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { colours } from '../app/theme.ts';

interface CenteredPageProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Width of the sheet in pixels. */
  readonly width?: number;
  readonly footer?: ReactNode;
}

/** One sheet of paper in the middle of the desk, for what happens before the work. */
export function CenteredPage({ title, children, width = 440, footer }: CenteredPageProps) {
  return (
    <Box
      component="main"
      sx={{
        minHeight: '100%',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        gap: 1.5,
        p: 3,
        // Held at its top, so that a message that comes or goes moves nothing above it.
        pt: 'max(24px, 12vh)',
        boxSizing: 'border-box',
      }}
    >
      <Paper sx={{ width, maxWidth: '100%', p: 4, border: `1px solid ${colours.line}`, boxSizing: 'border-box' }}>
        <Typography variant="body2" color="primary" sx={{ fontWeight: 600, letterSpacing: '0.2em' }}>
          护蕾台账
        </Typography>
        <Typography variant="h1" sx={{ mb: 2 }}>
          {title}
        </Typography>
        {children}
      </Paper>
      {footer !== undefined && (
        <Typography variant="caption" color="textSecondary">
          {footer}
        </Typography>
      )}
    </Box>
  );
}
