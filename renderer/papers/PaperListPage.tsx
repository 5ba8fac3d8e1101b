import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useParams } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { formsOf } from '../registers/formsOf.ts';
import { openOnSheet } from '../registers/recordWay.ts';
import { person } from '../room/person.ts';
import { PaperRows } from './PaperRows.tsx';
import { findPaperForm, type PaperForm } from './paperForms.ts';
import { type ListedPaper, paperListQuery, refreshPapers } from './paperQueries.ts';

/** The entries of one form about a record. A form of the record itself is the record's own page. */
export function PaperListPage({ register }: { readonly register: Register }) {
  const { id: record = '', form = '' } = useParams();
  const own = formsOf(register).find((sheet) => sheet.key === form);
  if (own) openOnSheet(register, own);
  const found = findPaperForm(form);
  if (found?.paper.kept !== true) return <Navigate to={addresses.record(register.key, record)} replace />;
  return <Papers key={form} register={register} record={record} form={found} />;
}

interface PapersProps {
  readonly register: Register;
  readonly record: string;
  readonly form: PaperForm;
}

function Papers({ register, record, form }: PapersProps) {
  const { sheet, paper } = form;
  const mayHelp = useRights().may(register, 'help');
  const api = useApi();
  const navigate = useNavigate();
  const about = useQuery(recordQuery(api, register.key, record));
  const list = useQuery(paperListQuery(api, register.key, record));
  const error = about.error ?? list.error;
  if (error) return <EmptyState title="没能打开这些表" text={messageOf(error)} />;
  if (!about.data || !list.data) return null;
  const name = about.data.values.fields[register.nameField];
  const who = typeof name === 'string' ? name : register.title;
  const all = list.data.papers.filter((each) => each.paper === paper.key);
  const kept = all.filter(({ removed }) => removed === null);
  const removed = all.filter((each) => each.removed !== null);
  const begin = (): void => void navigate(addresses.paperEntry(register.key, record, sheet.key));
  return (
    <Box>
      <PageHeader
        title={sheet.title}
        detail={
          <>
            <span {...person}>{who}</span>，已填{kept.length}张
          </>
        }
      >
        <Button onClick={() => void navigate(addresses.record(register.key, record))}>返回登记</Button>
        {mayHelp && (
          <ActionButton variant="contained" shortcut="N" onClick={begin}>
            新填一张
          </ActionButton>
        )}
      </PageHeader>
      {kept.length === 0 ? (
        <EmptyState title="还没有填过这张表" text="点“新填一张”，登记过的姓名、住址等会自动带上。" />
      ) : (
        <Paper sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 0.5, mt: 1, maxWidth: 1000 }}>
          <PaperRows label={sheet.title} papers={kept} register={register.key} record={record} showsForm={false} />
        </Paper>
      )}
      {mayHelp && removed.length > 0 && <RemovedPapers papers={removed} />}
    </Box>
  );
}

/** Entries that were taken off the record, each with the way back. */
function RemovedPapers({ papers }: { readonly papers: readonly ListedPaper[] }) {
  const api = useApi();
  const client = useQueryClient();
  const restoring = useMutation({
    mutationFn: (id: string) => api.call('paper.restore', { id }),
    onSuccess: () => refreshPapers(client),
  });
  return (
    <Box component="section" aria-label="移除的" sx={{ mt: 3, maxWidth: 1000 }}>
      <Typography variant="h3" component="h2" color="textSecondary">
        移除的
      </Typography>
      {restoring.error && <Alert severity="error">{messageOf(restoring.error)}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {papers.map(({ id, summary, removed }) => (
          <Box component="li" key={id} sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 44 }}>
            <Box component="span" sx={{ flex: 1, minWidth: 0 }}>
              {summary === '' ? '还没有填日期' : summary}
              {removed && (
                <Typography component="span" variant="body2" color="textSecondary" sx={{ display: 'block' }}>
                  {removed.by}于{momentInWords(removed.at)}移除，原因：{removed.reason}
                </Typography>
              )}
            </Box>
            <Button
              size="small"
              variant="outlined"
              loading={restoring.isPending && restoring.variables === id}
              onClick={() => restoring.mutate(id)}
            >
              恢复
            </Button>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
