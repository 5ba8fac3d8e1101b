import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { newEntry } from '../../shared/papers/paper.ts';
import type { RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { draftQuery, recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { useWork } from '../app/WorkContext.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { sameValue } from '../registers/recordValues.ts';
import { PaperEditorView } from './PaperEditorView.tsx';
import { findPaperForm, type PaperForm } from './paperForms.ts';
import { paperQuery } from './paperQueries.ts';

/** A form about a record, or a new one: read first, then entered. */
export function PaperPage({ register }: { readonly register: Register }) {
  const { id: record = '', form = '', paper = 'new' } = useParams();
  const found = findPaperForm(form);
  if (found?.paper.kept !== true) return <Navigate to={addresses.record(register.key, record)} replace />;
  return (
    <OpenedPaper
      key={`${form}/${paper}`}
      register={register}
      record={record}
      form={found}
      id={paper === 'new' ? null : paper}
    />
  );
}

interface OpenedPaperProps {
  readonly register: Register;
  readonly record: string;
  readonly form: PaperForm;
  readonly id: string | null;
}

function OpenedPaper({ register, record, form, id }: OpenedPaperProps) {
  const { paper } = form;
  const api = useApi();
  const { office, context, session } = useWork();
  const about = useQuery(recordQuery(api, register.key, record));
  const stored = useQuery({ ...paperQuery(api, id ?? ''), enabled: id !== null });
  const draft = useQuery(draftQuery(api, paper.key, id ?? record));
  const error = about.error ?? stored.error ?? draft.error;
  if (error) return <EmptyState title="没能打开这张表" text={messageOf(error)} />;
  if (!draft.isFetchedAfterMount || !about.isFetchedAfterMount || !about.data) return null;
  if (id !== null && !stored.isFetchedAfterMount) return null;
  const origin = { about: about.data.values satisfies RecordValues, office, context, user: session.user };
  const empty = newEntry(paper, origin);
  const kept = draft.data?.draft ?? null;
  const same = kept !== null && sameValue(kept.values, stored.data?.values ?? empty);
  return (
    <PaperEditorView
      register={register}
      record={record}
      about={about.data.values}
      form={form}
      id={id}
      start={{
        stored: stored.data ?? null,
        // Typed and taken back again: nothing to bring back.
        draft: same ? null : kept,
        empty,
      }}
    />
  );
}
