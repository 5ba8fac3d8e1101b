import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import Undo from '@mui/icons-material/Undo';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ImportSummary } from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { committedWords, leftInWords, undoneInWords } from './importSentences.ts';
import type { KeptImport } from './keptImport.ts';

interface ImportResultProps {
  readonly register: Register;
  readonly summary: ImportSummary;
  readonly committed: NonNullable<ImportSummary['committed']>;
  readonly undone: KeptImport['undone'];
  readonly undoing: boolean;
  readonly onUndo: () => void;
}

/** What was stored and what was not, and the way back. */
export function ImportResult({ register, summary, committed, undone, undoing, onUndo }: ImportResultProps) {
  const [asking, setAsking] = useState(false);
  return (
    <Paper
      role="status"
      sx={{
        border: `1px solid ${colours.line}`,
        px: 2,
        py: 1,
        flex: 'none',
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
      }}
    >
      {undone === null ? (
        <CheckCircleOutlined color="success" sx={{ fontSize: 32 }} />
      ) : (
        <Undo color="primary" sx={{ fontSize: 32 }} />
      )}
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography variant="h2">
          {undone === null ? committedWords(register, committed) : undoneInWords(register, undone)}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {undone === null ? leftInWords(summary) : '改好原表后可以再导入一份。'}
        </Typography>
      </Box>
      {undone === null && (
        <Button variant="outlined" loading={undoing} onClick={() => setAsking(true)} sx={{ flex: 'none' }}>
          撤销这次导入
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        title="撤销这次导入？"
        text={`${committedWords(register, committed)}。撤销后新增的移出名册，更新的恢复原样；导入以后又改过的不动。`}
        confirm="撤销导入"
        cancel="不撤销"
        onConfirm={() => {
          setAsking(false);
          onUndo();
        }}
        onCancel={() => setAsking(false)}
      />
    </Paper>
  );
}
