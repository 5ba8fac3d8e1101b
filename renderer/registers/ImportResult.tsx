import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ImportPreview } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';

interface ImportResultProps {
  readonly register: Register;
  readonly created: number;
  readonly preview: ImportPreview;
  readonly onList: () => void;
  readonly onAnother: () => void;
}

/** What was stored, what was not, and where to go on. */
export function ImportResult({ register, created, preview, onList, onAnother }: ImportResultProps) {
  const left = preview.rows.length - created;
  return (
    <Paper sx={{ border: `1px solid ${colours.line}`, p: 5, textAlign: 'center' }} role="status">
      <CheckCircleOutlined color="success" sx={{ fontSize: 48 }} />
      <Typography variant="h2" sx={{ mt: 1 }}>
        已导入{created}
        {register.noun}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
        {left === 0
          ? `“${preview.fileName}”的${created}行都已写入。`
          : `“${preview.fileName}”另有${left}行没有写入；在原表里改好后可以再导入一次，已写入的不会重复。`}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, justifyContent: 'center' }}>
        <Button variant="outlined" onClick={onAnother}>
          再导入一份
        </Button>
        <Button variant="contained" onClick={onList}>
          打开{register.title}名册
        </Button>
      </Box>
    </Paper>
  );
}
