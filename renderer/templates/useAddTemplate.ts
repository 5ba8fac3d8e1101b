import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { refreshTemplates, templateQuery } from './templateQueries.ts';

interface AddedFile {
  readonly file: File;
  readonly job: string;
}

/** Takes a form of a bureau, or a new version of one, and shows it. `replaces`: the version that it follows; null for none. */
export function useAddTemplate(replaces: string | null) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const add = useMutation({
    mutationFn: async ({ file, job }: AddedFile) => {
      const upload = await api.upload(file);
      return api.call('template.add', { upload, fileName: file.name, replaces, job });
    },
    onSuccess: async ({ carried, ...opened }) => {
      client.setQueryData(templateQuery(api, opened.template.id).queryKey, opened);
      await refreshTemplates(client);
      if (carried > 0) notice({ severity: 'success', text: `上一版的${carried}处已照原样带过来，请核对其余各处` });
      void navigate(addresses.ownForm(opened.template.id));
    },
  });
  return {
    add: (file: File): void => add.mutate({ file, job: crypto.randomUUID() }),
    /** The name of the running call; null when none runs. */
    job: add.isPending ? add.variables.job : null,
    error: add.error,
  };
}
