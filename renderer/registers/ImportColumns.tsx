import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
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
        <Box key={column.index} sx={{ minWidth: 0 }}>
          <Typography
            variant="body2"
            component="label"
            htmlFor={`import-column-${column.index}`}
            noWrap
            title={column.heading}
            sx={{ display: 'block', color: 'text.secondary' }}
          >
            {column.letter}列“{column.heading}”
          </Typography>
          <TextField
            select
            disabled={disabled}
            value={targetOf(column.index) ?? ''}
            onChange={(event) =>
              onChange(
                preview.columns.map(({ index }) => ({
                  index,
                  target: index === column.index ? event.target.value || null : targetOf(index),
                })),
              )
            }
            slotProps={{
              select: { native: true },
              htmlInput: { id: `import-column-${column.index}` },
            }}
          >
            <option value="">不导入</option>
            {preview.targets.map((target) => (
              <option key={target.target} value={target.target}>
                {target.label}
              </option>
            ))}
          </TextField>
        </Box>
      ))}
    </Paper>
  );
}
