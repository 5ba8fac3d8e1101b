import Box from '@mui/material/Box';
import type { Register } from '../../shared/registers/register.ts';
import { person } from '../room/person.ts';

/** A record that a search found. */
export interface Match {
  readonly id: string;
  /** The first list columns, the name before all. */
  readonly cells: readonly string[];
}

/** Columns of a match that are always shown. */
const usualCells = 5;

/** The columns by which a match is told from others of its name. */
export function usualColumns(register: Register): Register['list'] {
  return register.list.filter((column) => column.shown).slice(0, usualCells);
}

/** A row of a list as a match. */
export function matchOf(
  register: Register,
  { id, cells }: { readonly id: string; readonly cells: Readonly<Record<string, string>> },
): Match {
  return { id, cells: usualColumns(register).map(({ field }) => cells[field] ?? '') };
}

/** A match in one line, its name first. */
export function MatchLine({ cells: [name, ...others] }: Pick<Match, 'cells'>) {
  return (
    <>
      <Box component="strong" {...person} sx={{ minWidth: 64, flex: 'none' }}>
        {name}
      </Box>
      <Box
        component="span"
        {...person}
        sx={{ color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {others.join('　')}
      </Box>
    </>
  );
}
