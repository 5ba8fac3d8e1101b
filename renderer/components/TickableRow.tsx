import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import type { MouseEvent, ReactNode } from 'react';
import { tickableRow } from './RowGrid.tsx';

interface TickableRowProps {
  readonly id: string;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly isCurrent: boolean;
  readonly isTicked: boolean;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly template: string;
  /** Whom or what it is about; undefined until it is read. */
  readonly name: string | undefined;
  readonly onClick: (event: MouseEvent) => void;
  /** Given where a click on the row is not one on its box. */
  readonly onTick?: (event: MouseEvent) => void;
  /** Given where a click ticks rows, and is to mark no text. */
  readonly onMouseDown?: (event: MouseEvent) => void;
  /** The cells behind that of the box. */
  readonly children: ReactNode;
}

/** A row of a long table with a box to tick. */
export function TickableRow({ template, start, isTicked, name, onTick, onMouseDown, ...row }: TickableRowProps) {
  return (
    <Box
      id={row.id}
      role="row"
      aria-rowindex={row.index + 2}
      aria-selected={isTicked}
      data-current={row.isCurrent}
      onMouseDown={onMouseDown}
      onClick={row.onClick}
      style={{ transform: `translateY(${start}px)` }}
      sx={{ ...tickableRow(template, isTicked), userSelect: onMouseDown ? 'none' : undefined }}
    >
      <Box
        role="gridcell"
        onClick={onTick ? (event) => event.stopPropagation() : undefined}
        sx={{ display: 'flex', justifyContent: 'center' }}
      >
        <Checkbox
          checked={isTicked}
          tabIndex={-1}
          disabled={name === undefined}
          slotProps={{ input: { 'aria-label': `选择${name ?? ''}` } }}
          onClick={onTick}
          onChange={() => undefined}
          sx={{ p: 0.5 }}
        />
      </Box>
      {row.children}
    </Box>
  );
}
