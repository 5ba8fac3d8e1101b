import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import type { ImportPreview, MethodInput } from '../../shared/contract/methods.ts';
import { colours } from '../app/theme.ts';

type Targets = MethodInput<'import.check'>['targets'];

interface ImportColumnsProps {
  readonly preview: ImportPreview;
  readonly targets: Targets;
  readonly disabled: boolean;
  readonly onChange: (targets: Targets) => void;
}

/** Which column of the sheet goes where; each can be changed. */
export function ImportColumns({ preview, targets, disabled, onChange }: ImportColumnsProps) {
  const targetOf = (index: number): string | null => targets.find((each) => each.index === index)?.target ?? null;
  return (
    <Paper
      component="section"
      aria-label="各列对应"
      sx={{
        border: `1px solid ${colours.line}`,
        p: 2,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))',
        gap: 1.5,
        maxHeight: 260,
        overflow: 'auto',
        flex: 'none',
      }}
    >
      {preview.columns.map((column) => (
        <Box key={column.index}>
          <TextField
            select
            disabled={disabled}
            label={`${column.letter}列“${column.heading}”`}
            value={targetOf(column.index) ?? ''}
            onChange={(event) =>
              onChange(
                preview.columns.map(({ index }) => ({
                  index,
                  target: index === column.index ? event.target.value || null : targetOf(index),
                })),
              )
            }
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">不导入</MenuItem>
            {preview.targets.map((target) => (
              <MenuItem key={target.target} value={target.target}>
                {target.label}
                {target.required ? '（必填）' : ''}
              </MenuItem>
            ))}
          </TextField>
        </Box>
      ))}
    </Paper>
  );
}
