import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import { maxBlankCopies } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';
import { FormSource } from './FormSource.tsx';
import { fillingPlace, findListedForm, formCatalogue, type ListedForm } from './formCatalogue.ts';
import { useFilling } from './useFilling.tsx';

/** A form without entries as it will come out of the printer. The address names the form, so a reload shows it again. */
export function FormPage() {
  const { form: key = '' } = useParams();
  const groups = useMemo(formCatalogue, []);
  const form = findListedForm(groups, key);
  return form ? <Blank key={key} form={form} /> : <Navigate to={addresses.forms()} replace />;
}

function Blank({ form }: { readonly form: ListedForm }) {
  const api = useApi();
  const navigate = useNavigate();
  const { fill, dialog } = useFilling();
  const [typed, setTyped] = useState('1');
  const copies = copiesOf(typed);
  const opened = useQuery({
    queryKey: ['sheet.openBlank', form.key, copies],
    queryFn: () => api.call('sheet.openBlank', { form: form.key, copies: copies ?? 1 }),
    enabled: copies !== null,
    staleTime: Number.POSITIVE_INFINITY,
    // What was laid out is gone from the core when enough else was; coming back asks for it anew.
    gcTime: 0,
  });
  const pages = opened.data && `，共${opened.data.pages.toLocaleString('zh-CN')}页A4纸`;
  return (
    <>
      <PreparedSheets
        detail={`${form.key}　${form.title}（空白表）${pages ?? ''}`}
        opened={copies === null ? undefined : opened.data}
        failure={opened.error}
        onBack={() => void navigate(addresses.forms())}
      >
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flex: 'none', minHeight: 40 }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <FormSource source={form.source} />
          </Box>
          <Typography component="label" htmlFor="blank-copies" variant="body2">
            空白表份数
          </Typography>
          <OutlinedInput
            id="blank-copies"
            size="small"
            value={typed}
            error={copies === null}
            onChange={(event) => setTyped(event.target.value)}
            inputProps={{
              inputMode: 'numeric',
              maxLength: 3,
              'aria-invalid': copies === null,
              'aria-describedby': copies === null ? 'blank-copies-message' : undefined,
            }}
            sx={{ width: 72 }}
          />
          {copies === null && (
            <FieldMessage id="blank-copies-message" severity="error">
              {`请填1到${maxBlankCopies}`}
            </FieldMessage>
          )}
          {fillingPlace(form.key).kind !== 'pen' && (
            <Button variant="outlined" onClick={() => fill(form)}>
              在程序里填写
            </Button>
          )}
        </Box>
      </PreparedSheets>
      {dialog}
    </>
  );
}

/** The number that is typed, full-width figures too, or null. */
function copiesOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim();
  const copies = /^\d+$/u.test(text) ? Number(text) : 0;
  return copies >= 1 && copies <= maxBlankCopies ? copies : null;
}
