import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { NewPaperButton } from './NewPaperButton.tsx';
import { PaperRows } from './PaperRows.tsx';
import { paperListQuery } from './paperQueries.ts';

interface PapersOfRecordProps {
  readonly register: Register;
  readonly record: string;
  /** What this part of the page is called. */
  readonly title: string;
}

/** The forms that were filled in about a record, and the way to a new one. */
export function PapersOfRecord({ register, record, title }: PapersOfRecordProps) {
  const api = useApi();
  const mayHelp = useRights().may(register, 'help');
  const found = useQuery(paperListQuery(api, register.key, record));
  const papers = found.data?.papers.filter(({ removed }) => removed === null);
  return (
    <Paper component="section" aria-label={title} sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 1 }}>
        <Typography variant="h3" component="h2" color="primary" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {mayHelp && <NewPaperButton register={register} record={record} />}
      </Box>
      {found.isError && <Alert severity="error">{messageOf(found.error)}</Alert>}
      {papers?.length === 0 && (
        <Typography color="textSecondary">
          还没有填过表格。评估、方案、走访、申请这些表，点“新填一张”选一种，姓名等登记过的内容会自动带上。
        </Typography>
      )}
      {papers !== undefined && papers.length > 0 && (
        <PaperRows label="填过的表格" papers={papers} register={register.key} record={record} showsForm />
      )}
    </Paper>
  );
}
