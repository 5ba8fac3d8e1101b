import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { discreetPrinting, type RegisterPrinting } from '../../shared/forms/childRegisterRow.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';
import { formsOf, listFormsOf } from './formsOf.ts';
import { type PrintSelection, usePrintSelection } from './ListStatesProvider.tsx';

/** The choice of forms: a sheet for each record, or one register with a row for each. */
interface PrintForm {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  /** It shows numbers and categories in full only by choice. */
  readonly isRegister: boolean;
  /** What the words are called that a register shows by choice. */
  readonly classes: string;
}

/** The sheets of a selection as they will come out of the printer, and the ways to paper and to a file. */
export function PrintPage({ register }: { readonly register: Register }) {
  const { printSelection } = usePrintSelection();
  const sheets = formsOf(register);
  const forms: PrintForm[] = [
    ...sheets.map(({ key, title, shortTitle }) => ({
      key,
      label: sheets.length > 1 ? shortTitle : '一人一表',
      title,
      isRegister: false,
      classes: '',
    })),
    ...listFormsOf(register).map(({ key, title, classes }) => ({
      key,
      label: '一人一行的台账',
      title,
      isRegister: true,
      classes,
    })),
  ];
  // After a reload nothing is chosen any more: back to where it is chosen.
  if (!printSelection || forms.length === 0) return <Navigate to={addresses.list(register.key)} replace />;
  return <Sheets register={register} forms={forms} {...printSelection} />;
}

interface SheetsProps extends PrintSelection {
  readonly register: Register;
  readonly forms: readonly PrintForm[];
}

function Sheets({ register, forms, selection, sort, form: first }: SheetsProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [formKey, setFormKey] = useState(first ?? forms[0]?.key ?? '');
  const form = forms.find(({ key }) => key === formKey);
  const isRegister = form?.isRegister === true;
  const [chosen, setChosen] = useState<Readonly<Record<string, RegisterPrinting>>>({});
  // The bureau takes a sheet with the whole number only; a list shows it by choice alone.
  const printing = chosen[formKey] ?? (isRegister ? discreetPrinting : { ...discreetPrinting, numbers: 'full' });
  const setPrinting = (next: Partial<RegisterPrinting>): void =>
    setChosen({ ...chosen, [formKey]: { ...printing, ...next } });
  const opened = useQuery({
    queryKey: ['sheet.open', formKey, selection, sort, printing],
    queryFn: () =>
      api.call('sheet.open', {
        form: formKey,
        selection,
        ...(sort === undefined ? {} : { sort }),
        printing,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // While the pages are laid out anew, what could be chosen about the last ones can still be chosen.
  const [last, setLast] = useState(opened.data);
  if (opened.data !== undefined && opened.data !== last) setLast(opened.data);
  const numbersChosen = last?.numbersChosen === true;
  const detail = opened.data
    ? `${opened.data.records.toLocaleString('zh-CN')}${register.noun}，共${opened.data.pages.toLocaleString('zh-CN')}页A4纸${isRegister ? '（横向）' : ''}`
    : 'ids' in selection
      ? `正在排版${selection.ids.length.toLocaleString('zh-CN')}份`
      : '正在排版';
  return (
    <PreparedSheets
      detail={`${detail}　${form?.title ?? ''}`}
      opened={opened.data}
      failure={opened.error}
      onBack={() => void navigate(-1)}
      {...(numbersChosen && {
        numbers: { value: printing.numbers, onChange: (numbers) => setPrinting({ numbers }) },
      })}
    >
      {(forms.length > 1 || numbersChosen) && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flex: 'none' }}>
          {forms.length > 1 && (
            <ToggleButtonGroup
              size="small"
              exclusive
              aria-label="打印成"
              value={formKey}
              onChange={(_, next: string | null) => {
                if (next !== null) setFormKey(next);
              }}
            >
              {forms.map(({ key, label }) => (
                <ToggleButton key={key} value={key} sx={{ minHeight: 34, px: 2, color: 'text.primary' }}>
                  {label}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
          )}
          {numbersChosen && (
            <InFull
              label="印出完整身份证号"
              checked={printing.numbers === 'full'}
              onChange={(full) => setPrinting({ numbers: full ? 'full' : 'masked' })}
            />
          )}
          {isRegister && (
            <InFull
              label={`印出${form.classes}的名称`}
              checked={printing.categories === 'names'}
              onChange={(full) => setPrinting({ categories: full ? 'names' : 'codes' })}
            />
          )}
        </Box>
      )}
    </PreparedSheets>
  );
}

interface InFullProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** What is printed in full by choice alone. */
function InFull({ label, checked, onChange }: InFullProps) {
  return (
    <FormControlLabel
      label={label}
      control={<Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)} />}
    />
  );
}
