import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { recordQuery } from '../api/queries.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { MergeView } from './MergeView.tsx';

/** Two records side by side, to become one: both are read first. */
export function MergePage({ register }: { readonly register: Register }) {
  const { id = '', other = '' } = useParams();
  const api = useApi();
  const keep = useQuery(recordQuery(api, register.key, id));
  const drop = useQuery(recordQuery(api, register.key, other));
  const error = keep.error ?? drop.error;
  if (error) return <EmptyState title="没能打开这两份记录" text={messageOf(error)} />;
  if (!keep.isFetchedAfterMount || !drop.isFetchedAfterMount || !keep.data || !drop.data) return null;
  return <MergeView key={`${id} ${other}`} register={register} keep={keep.data} drop={drop.data} />;
}
