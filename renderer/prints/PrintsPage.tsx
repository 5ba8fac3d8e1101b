import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TableContainer from '@mui/material/TableContainer';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { printPage } from '../../shared/contract/printMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { PageSteps } from '../components/PageSteps.tsx';
import { FilterChip } from '../registers/FilterChip.tsx';
import { OutcomeDialog } from './OutcomeDialog.tsx';
import { PrintDays } from './PrintDays.tsx';
import { PrintDetails } from './PrintDetails.tsx';
import { PrintFinder } from './PrintFinder.tsx';
import { PrintTable } from './PrintTable.tsx';
import { everyPrint, type FoundPrint, type PrintFilter, printChoicesQuery, printsQuery } from './printQueries.ts';

/** What went out on paper and as files, the latest first; of one record where the address names it. */
export function PrintsPage() {
  const { register, id } = useParams();
  const record = register !== undefined && id !== undefined ? { register, id } : null;
  return <Prints key={`${register}/${id}`} record={record} />;
}

const isUntold = [{ code: 'untold', label: '还没登记' }] as const;

function Prints({ record }: Pick<PrintFilter, 'record'>) {
  const api = useApi();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<PrintFilter>({ ...everyPrint, record });
  const [offset, setOffset] = useState(0);
  const [shown, setShown] = useState<FoundPrint | null>(null);
  const [asked, setAsked] = useState<{ readonly id: string; readonly serial: string } | null>(null);
  const choices = useQuery(printChoicesQuery(api));
  const listed = useQuery(printsQuery(api, filter, offset));
  const opening = useMutation({
    mutationFn: (serial: string) => api.call('print.find', { text: serial }),
    onSuccess: ({ found }) => setShown(found),
  });
  const narrow = (next: Partial<PrintFilter>): void => {
    setFilter({ ...filter, ...next });
    setOffset(0);
  };
  const { total, prints } = listed.data ?? { total: undefined, prints: [] };
  const isNarrowed = JSON.stringify(filter) !== JSON.stringify({ ...everyPrint, record });
  const error = listed.error ?? choices.error ?? opening.error;
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title="打印登记"
        detail={
          total === undefined ? '正在读取' : `${record ? '这份档案' : ''}共${total.toLocaleString('zh-CN')}次，新的在前`
        }
      >
        <Button onClick={() => void navigate(-1)}>返回</Button>
      </PageHeader>
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'flex-start', flexWrap: 'wrap', flex: 'none' }}>
        <PrintFinder onFound={setShown} />
        <PrintDays from={filter.from} to={filter.to} onChange={narrow} />
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mt: 2.75 }}>
          <FilterChip
            label="表"
            options={(choices.data?.forms ?? []).map(({ form, title }) => ({ code: form, label: title }))}
            codes={filter.forms}
            onChange={(forms) => narrow({ forms: [...forms] })}
          />
          <FilterChip
            label="打印人"
            options={(choices.data?.people ?? []).map((person) => ({ code: person, label: person }))}
            codes={filter.people}
            onChange={(people) => narrow({ people: [...people] })}
          />
          <FilterChip
            label="结果"
            options={isUntold}
            codes={filter.untold ? ['untold'] : []}
            onChange={(codes) => narrow({ untold: codes.length > 0 })}
          />
          {isNarrowed && (
            <Button size="small" onClick={() => narrow({ ...everyPrint, record })} sx={{ minHeight: 32 }}>
              清除条件
            </Button>
          )}
        </Box>
      </Box>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      <TableContainer sx={{ flex: 1, minHeight: 0, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}>
        {total === 0 ? (
          <EmptyState
            title={isNarrowed ? '没有符合条件的打印' : '还没有打印'}
            text={isNarrowed ? '放宽条件再找。' : '打印或另存的每一份表都会记在这里，编号印在每页最下方。'}
          />
        ) : (
          <PrintTable
            label="打印登记"
            prints={prints}
            onOpen={({ serial }) => opening.mutate(serial)}
            onTell={setAsked}
          />
        )}
      </TableContainer>
      {total !== undefined && total > printPage && (
        <PageSteps
          first={offset + 1}
          last={Math.min(total, offset + printPage)}
          measure="次"
          onNewer={offset === 0 ? null : () => setOffset(Math.max(0, offset - printPage))}
          onOlder={offset + printPage >= total ? null : () => setOffset(offset + printPage)}
        />
      )}
      {shown && (
        <PrintDetails
          found={shown}
          onTell={() => {
            setAsked(shown.print);
            setShown(null);
          }}
          onClose={() => setShown(null)}
        />
      )}
      {asked && <OutcomeDialog print={asked} onTold={() => setAsked(null)} onLater={() => setAsked(null)} />}
    </Box>
  );
}
