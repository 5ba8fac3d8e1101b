import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MuiLink from '@mui/material/Link';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { findField, type Register } from '../../shared/registers/register.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { Key } from '../components/Key.tsx';
import { personIf } from '../room/person.ts';
import type { ListedPair } from './duplicateQueries.ts';

interface DuplicatePairProps {
  readonly register: Register;
  readonly pair: ListedPair;
  /** Columns of the list, the name first. */
  readonly fields: readonly string[];
  /** Whether the keys mean this pair. */
  readonly isCurrent: boolean;
  readonly busy: boolean;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onMerge: () => void;
  readonly onDismiss: () => void;
}

/** Two records one above the other, why they may be one person, and what can be done. What differs stands out. */
export function DuplicatePair({
  register,
  pair,
  fields,
  isCurrent,
  busy,
  onFocus,
  onKeyDown,
  onMerge,
  onDismiss,
}: DuplicatePairProps) {
  const { one, other, reasons, caution, strength } = pair;
  const differs = (field: string): boolean => one.cells[field] !== other.cells[field];
  return (
    <TableBody
      tabIndex={isCurrent ? 0 : -1}
      aria-label={`${one.name}与${other.name}`}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      sx={{
        // Not under the heading, which stays in sight.
        scrollMarginTop: '44px',
        '& td': { border: 0 },
        '& tr:last-of-type td': { borderBottom: `1px solid ${colours.lineStrong}`, pb: 1.25 },
        '&:focus-visible': { outline: `2px solid ${colours.accent}`, outlineOffset: -2 },
      }}
    >
      <TableRow>
        <TableCell colSpan={fields.length} sx={{ pt: 1 }}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Chip
              size="small"
              variant={strength === 'certain' ? 'filled' : 'outlined'}
              label={strength === 'certain' ? '很可能重复' : '请细看'}
            />
            <Box component="span" sx={{ flex: 1, color: 'text.secondary' }}>
              {reasons.join('；')}
              {caution !== null && (
                <Box component="strong" sx={{ ml: 1, color: 'warning.main' }}>
                  {caution}
                </Box>
              )}
            </Box>
            <Button
              size="small"
              disabled={busy}
              onClick={onDismiss}
              endIcon={isCurrent ? <Key>Delete</Key> : undefined}
              aria-keyshortcuts="Delete"
            >
              不是同一人
            </Button>
            <Button
              size="small"
              variant={isCurrent ? 'contained' : 'outlined'}
              onClick={onMerge}
              endIcon={isCurrent ? <Key>Enter</Key> : undefined}
              aria-keyshortcuts="Enter"
            >
              合并
            </Button>
          </Box>
        </TableCell>
      </TableRow>
      {[one, other].map((record) => (
        <TableRow key={record.id}>
          {fields.map((field) => (
            <TableCell
              key={field}
              {...personIf(findField(register, field)?.kind)}
              title={record.cells[field]}
              sx={{
                overflow: 'hidden',
                textOverflow: 'ellipsis',
                whiteSpace: 'nowrap',
                ...(differs(field) && { fontWeight: 600, bgcolor: colours.warningWash }),
              }}
            >
              {field === register.nameField ? (
                <MuiLink component={Link} to={addresses.record(register.key, record.id)}>
                  {record.name}
                </MuiLink>
              ) : (
                record.cells[field] || '—'
              )}
            </TableCell>
          ))}
        </TableRow>
      ))}
    </TableBody>
  );
}
