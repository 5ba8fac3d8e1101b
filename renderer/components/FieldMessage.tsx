import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface FieldMessageProps {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly children: ReactNode;
}

/** The sentence under a field, with a sign beside the colour. */
export function FieldMessage({ id, severity, children }: FieldMessageProps) {
  const Icon = severity === 'error' ? ErrorOutlined : WarningAmber;
  return (
    <Box
      id={id}
      sx={{
        display: 'flex',
        gap: 0.5,
        mt: 0.25,
        color: `${severity}.main`,
        fontSize: 14,
        lineHeight: 1.4,
        textAlign: 'left',
      }}
    >
      <Icon sx={{ fontSize: 16, mt: '2px', flex: 'none' }} />
      <span>{children}</span>
    </Box>
  );
}
