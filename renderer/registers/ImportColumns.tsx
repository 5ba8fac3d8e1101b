import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ImportSummary } from '../../shared/contract/importMethods.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import type { ImportChanges } from './keptImport.ts';

type Targets = ImportChanges['targets'];

interface ImportColumnsProps {
  readonly summary: ImportSummary;
  readonly targets: Targets;
  /** Why the last choice cannot be applied. */
  readonly error: Error | null;
  readonly onChange: (targets: Targets) => void;
  readonly onClose: () => void;
}

/** Which column of the sheet feeds what; each can be chosen by hand. */
export function ImportColumns({ summary, targets, error, onChange, onClose }: ImportColumnsProps) {
  const targetOf = (index: number): string | null => targets.find((each) => each.index === index)?.target ?? null;
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { 'aria-labelledby': 'import-columns-title', role: 'dialog' } }}
    >
      <Box sx={{ width: 520, maxWidth: '100vw', p: 2.5 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', mb: 0.5 }}>
          <Typography variant="h2" id="import-columns-title">
            各列对应
          </Typography>
          <IconButton aria-label="关闭各列对应" onClick={onClose} autoFocus>
            <Close />
          </IconButton>
        </Box>
        <Typography variant="body2" color="textSecondary">
          选定并导入以后，同样列名的表下次就按这样对应。
        </Typography>
        <Box role="alert" sx={{ minHeight: 24 }}>
          {error && (
            <FieldMessage id="import-columns-error" severity="error">
              {messageOf(error)}
            </FieldMessage>
          )}
        </Box>
        {summary.columns.map((column) => (
          <Box
            key={column.index}
            sx={{
              display: 'grid',
              gridTemplateColumns: 'minmax(0, 1fr) 230px',
              alignItems: 'center',
              gap: 1.5,
              py: 0.5,
              borderTop: `1px solid ${colours.line}`,
            }}
          >
            <Typography
              variant="body2"
              component="label"
              htmlFor={`import-column-${column.index}`}
              sx={{ overflowWrap: 'anywhere' }}
            >
              {column.letter}列{column.heading === '' ? '（没有列名）' : `“${column.heading}”`}
            </Typography>
            <TextField
              select
              value={targetOf(column.index) ?? ''}
              onChange={(event) =>
                onChange(
                  summary.columns.map(({ index }) => ({
                    index,
                    target: index === column.index ? event.target.value || null : targetOf(index),
                  })),
                )
              }
              slotProps={{ select: { native: true }, htmlInput: { id: `import-column-${column.index}` } }}
            >
              <option value="">不导入</option>
              {summary.targets.map((target) => (
                <option key={target.target} value={target.target}>
                  {target.label}
                </option>
              ))}
            </TextField>
          </Box>
        ))}
      </Box>
    </Drawer>
  );
}
