import { useMutation, useQuery } from '@tanstack/react-query';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { progressInWords } from './progressInWords.ts';

/** Milliseconds between two questions about a call. */
const pollPause = 300;

/** How far a long call is, asked again and again by the name it was given, and the way to stop it. */
export function useProgress(job: string) {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['job.progress', job],
    queryFn: () => api.call('job.progress', { job }),
    refetchInterval: pollPause,
  });
  const stopping = useMutation({ mutationFn: () => api.call('job.cancel', { job }) });
  const progress = asked.data?.progress ?? null;
  const isStopping = stopping.isPending || stopping.isSuccess;
  return {
    /** Percent, or undefined while nobody knows. */
    percent:
      progress !== null && progress.total > 0 ? Math.min(100, (progress.done / progress.total) * 100) : undefined,
    words: stopping.isError ? messageOf(stopping.error) : isStopping ? '正在停止' : progressInWords(progress),
    isStopping,
    stop: (): void => stopping.mutate(),
  };
}
