import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { addresses } from '../app/addresses.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { ChooseRecordDialog } from './ChooseRecordDialog.tsx';
import { fillingPlace, type ListedForm } from './formCatalogue.ts';

/** Leads to where a form is filled in: a record's own page once somebody has said whose, or the list that it prints. */
export function useFilling(): { readonly fill: (form: ListedForm) => void; readonly dialog: ReactNode } {
  const navigate = useNavigate();
  const notice = useNotice();
  const [asked, setAsked] = useState<{ readonly form: ListedForm; readonly register: Register } | null>(null);
  const fill = (form: ListedForm): void => {
    const place = fillingPlace(form.key);
    if (place.kind === 'record') setAsked({ form, register: place.register });
    else if (place.kind === 'list') {
      notice({ severity: 'info', text: `请勾选或筛选要列入的${place.register.title}，再点打印，选“一人一行的台账”` });
      void navigate(addresses.list(place.register.key));
    } else if (place.kind === 'screening') void navigate(addresses.screening());
    else if (place.kind === 'once') void navigate(addresses.fill(form.key));
  };
  const dialog = asked && (
    <ChooseRecordDialog
      register={asked.register}
      title={`给谁填写${asked.form.title}`}
      onChoose={(id) => void navigate(addresses.paper(asked.register.key, id, asked.form.key))}
      onClose={() => setAsked(null)}
    />
  );
  return { fill, dialog };
}
