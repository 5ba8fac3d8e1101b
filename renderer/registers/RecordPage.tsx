import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { beginRecord } from '../../shared/registers/checkRecord.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { draftQuery, recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { useWayAhead } from '../app/useWayAhead.ts';
import { useWork } from '../app/WorkContext.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { RecordEditorView } from './RecordEditorView.tsx';
import { sameValue } from './recordValues.ts';

/** A record of any register, or a new one: read first, then entered. */
export function RecordPage({ register }: { readonly register: Register }) {
  const { id = null } = useParams();
  const { context } = useWork();
  const api = useApi();
  const navigate = useNavigate();
  const wayAhead = useWayAhead();
  const stored = useQuery({ ...recordQuery(api, register.key, id ?? ''), enabled: id !== null });
  const draft = useQuery(draftQuery(api, register.key, id));
  const error = stored.error ?? draft.error;
  const hasFailed = error !== null;
  useLayoutEffect(() => {
    if (hasFailed) wayAhead.fail();
  }, [hasFailed, wayAhead]);
  if (error) {
    return (
      <EmptyState title="没能打开这份记录" text={messageOf(error)}>
        <Button variant="contained" autoFocus onClick={() => void navigate(addresses.list(register.key))}>
          返回名册
        </Button>
      </EmptyState>
    );
  }
  if (!draft.isFetchedAfterMount || (id !== null && !stored.isFetchedAfterMount)) return null;
  const kept = draft.data?.draft ?? null;
  const same = kept !== null && stored.data !== undefined && sameValue(kept.values, stored.data.values);
  return (
    <RecordEditorView
      register={register}
      id={id}
      start={{
        stored: stored.data ?? null,
        // Typed and taken back again: nothing to bring back.
        draft: same ? null : kept,
        empty: beginRecord(register, context),
      }}
    />
  );
}
