import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { useApi } from '../api/ApiContext.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';

/** A route sheet as it will come out of the printer. The address names it, so a reload shows it again. */
export function RoutePrintPage() {
  const { sheet = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const opened = useQuery({
    queryKey: ['route.print', sheet],
    queryFn: () => api.call('route.print', { sheet }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <PreparedSheets
      detail={
        opened.data
          ? `走访单　${opened.data.records}户，每页两户，共${opened.data.pages}页A4纸，打印后沿虚线裁开`
          : '正在打开'
      }
      opened={opened.data}
      failure={opened.error}
      onBack={() => void navigate(-1)}
    />
  );
}
