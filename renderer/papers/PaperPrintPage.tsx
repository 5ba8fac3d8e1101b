import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';
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
  const [numbers, setNumbers] = useState<'masked' | 'full'>('full');
  const opened = useQuery({
    queryKey: ['paper.print', form, paper, numbers],
    queryFn: () => api.call('paper.print', { form, papers: [paper], printing: { numbers } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const numbersChosen = opened.data?.numbersChosen === true;
  return (
    <PreparedSheets
      detail={opened.data ? `${title}，共${opened.data.pages}页A4纸` : '正在打开'}
      opened={opened.data}
      failure={opened.error}
      onBack={() => void navigate(-1)}
      {...(numbersChosen && { numbers: { value: numbers, onChange: setNumbers } })}
    />
  );
}
