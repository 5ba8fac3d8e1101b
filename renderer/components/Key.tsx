import Box from '@mui/material/Box';

/** A key of the keyboard, written small beside its action. */
export function Key({ children }: { readonly children: string }) {
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={{
        font: 'inherit',
        fontSize: '12px !important',
        lineHeight: '16px',
        px: 0.5,
        border: '1px solid currentColor',
        borderRadius: '3px',
      }}
    >
      {children}
    </Box>
  );
}
