import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { rowsToMend } from './keptImport.ts';
import { RowsToMend, RowsToMendPaper } from './RowsToMend.tsx';
import { verdictOrder, verdicts } from './verdicts.ts';

interface ImportResultProps {
  readonly register: Register;
  readonly created: number;
  readonly preview: ImportPreview;
  readonly onList: () => void;
  readonly onAnother: () => void;
}

/** What was stored, what was not and what to do about it, and where to go on. */
export function ImportResult({ register, created, preview, onList, onAnother }: ImportResultProps) {
  const toMend = useMemo(() => rowsToMend(preview), [preview]);
  const left = verdictOrder
    .filter((verdict) => verdict !== 'new')
    .map((verdict) => ({ verdict, count: preview.rows.filter((row) => row.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${verdicts[verdict].label}${count}行`);
  const unique = register.fields[register.uniqueField ?? '']?.label;
  const unknownAgain = preview.rows.some(
    (row) => row.verdict === 'new' && row.issues.some((issue) => issue.field === register.uniqueField),
  );
  return (
    <>
      <PageHeader title={`导入${register.title}`}>
        <Button variant="outlined" onClick={onAnother}>
          再导入一份
        </Button>
        <Button variant="contained" onClick={onList}>
          打开{register.title}名册
        </Button>
      </PageHeader>
      <Paper
        role="status"
        sx={{ border: `1px solid ${colours.line}`, px: 2, py: 1, flex: 'none', display: 'flex', gap: 1.5 }}
      >
        <CheckCircleOutlined color="success" sx={{ fontSize: 32 }} />
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h2">
            已导入{created}
            {register.noun}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {left.length === 0
              ? `“${preview.fileName}”的${created}行都已写入。`
              : `“${preview.fileName}”另有${preview.rows.length - created}行没有写入：${left.join('，')}。`}
            {toMend.length > 0 &&
              unique !== undefined &&
              `在原表里改好后可以再导入一次，已写入的按${unique}识别，不会重复${unknownAgain ? `；没有${unique}的不能识别，请先从原表删去` : ''}。`}
            {preview.leftOut.length > 0 && `下列各列没有对应，没有导入：${preview.leftOut.join('、')}。`}
          </Typography>
        </Box>
      </Paper>
      {toMend.length > 0 && (
        <>
          <Box sx={{ display: 'flex', alignItems: 'center', flex: 'none' }}>
            <Typography variant="h3" component="h2">
              要改的{toMend.length}行
            </Typography>
            <ActionButton size="small" shortcut="Ctrl+P" onClick={() => window.print()} sx={{ ml: 'auto' }}>
              打印这些行
            </ActionButton>
          </Box>
          <RowsToMend rows={toMend} />
          <RowsToMendPaper rows={toMend} />
        </>
      )}
    </>
  );
}
