import Box from '@mui/material/Box';
import type { ReactNode, Ref } from 'react';
import { colours } from '../app/theme.ts';

interface ClosableFieldsProps {
  readonly ref?: Ref<HTMLFieldSetElement>;
  /** True for whoever may see what is entered and not change it. */
  readonly closed: boolean;
  readonly id?: string;
  readonly role?: 'tabpanel' | undefined;
  readonly labelledBy?: string | undefined;
  readonly children: ReactNode;
}

/**
 * Fields that can be closed as a whole. The browser itself keeps whoever may only read from changing them; what adds and removes
 * rows is not shown then.
 */
export function ClosableFields({ ref, closed, id, role, labelledBy, children }: ClosableFieldsProps) {
  return (
    <Box
      component="fieldset"
      {...(ref && { ref })}
      {...(id !== undefined && { id })}
      {...(role && { role })}
      {...(labelledBy !== undefined && { 'aria-labelledby': labelledBy })}
      disabled={closed}
      sx={{
        border: 0,
        m: 0,
        p: 0,
        pb: 3,
        minWidth: 0,
        '&:disabled .MuiInputBase-root': { bgcolor: colours.desk },
        '&:disabled .MuiButton-root, &:disabled .MuiIconButton-root': { visibility: 'hidden' },
      }}
    >
      {children}
    </Box>
  );
}
