import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useParams } from 'react-router';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { monthInWords } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import type { Api } from '../api/call.ts';
import { addresses } from '../app/addresses.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';

type Ticket = MethodOutput<'screening.printMonth'>;

/** What can be printed of the screening: a filed sheet, all of a round, or a summary of a month. */
const kinds = {
  sheet: {
    open: (api: Api, sheet: string) => api.call('screening.printSheets', { sheet }),
    detail: (_: string, { pages }: Ticket) => `归档时的排查表，共${pages}页A4纸`,
  },
  round: {
    open: (api: Api, round: string) => api.call('screening.printSheets', { round }),
    detail: (_: string, { records, pages }: Ticket) => `归档时的${records}份排查表，共${pages}页A4纸`,
  },
  month: {
    open: (api: Api, month: string) => api.call('screening.printMonth', { month }),
    detail: (month: string, { pages }: Ticket) => `${monthInWords(month)}排查情况汇总表，共${pages}页A4纸（横向）`,
  },
  fourLacks: {
    open: (api: Api, month: string) => api.call('screening.printFourLacks', { month }),
    detail: (month: string, { pages }: Ticket) =>
      `${monthInWords(month)}“四失”汇总表，共${pages}页A4纸（横向），按台账登记统计`,
  },
} as const;
export type PrintedScreening = keyof typeof kinds;

/** Preview of what the screening prints. The address names what it is, so a reload shows it again. */
export function ScreeningPrintPage() {
  const { kind = '', of = '' } = useParams();
  return isKind(kind) ? (
    <Printed key={`${kind}/${of}`} kind={kind} of={of} />
  ) : (
    <Navigate to={addresses.screening()} replace />
  );
}

function isKind(kind: string): kind is PrintedScreening {
  return Object.hasOwn(kinds, kind);
}

function Printed({ kind, of }: { readonly kind: PrintedScreening; readonly of: string }) {
  const api = useApi();
  const navigate = useNavigate();
  const opened = useQuery({
    queryKey: ['screening.print', kind, of],
    queryFn: () => kinds[kind].open(api, of),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <PreparedSheets
      detail={opened.data ? kinds[kind].detail(of, opened.data) : '正在打开'}
      opened={opened.data}
      failure={opened.error}
      onBack={() => void navigate(-1)}
    />
  );
}
