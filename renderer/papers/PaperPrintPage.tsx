import { Navigate, useNavigate, useParams } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { PaperSheets } from './PaperSheets.tsx';
import { findPaperForm } from './paperForms.ts';

/** A form about a record as it will come out of the printer. The address names it, so a reload shows it again. */
export function PaperPrintPage({ register }: { readonly register: Register }) {
  const { id: record = '', form = '', paper = '' } = useParams();
  const found = findPaperForm(form);
  if (!found) return <Navigate to={addresses.record(register.key, record)} replace />;
  return <Printed key={paper} form={form} title={found.sheet.title} paper={paper} />;
}

interface PrintedProps {
  readonly form: string;
  readonly title: string;
  readonly paper: string;
}

function Printed({ form, title, paper }: PrintedProps) {
  const api = useApi();
  const navigate = useNavigate();
  return (
    <PaperSheets
      title={title}
      queryKey={['paper.print', form, paper]}
      open={(numbers) => api.call('paper.print', { form, papers: [paper], printing: { numbers } })}
      onBack={() => void navigate(-1)}
    />
  );
}
