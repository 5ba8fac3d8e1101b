import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { discreetPrinting, type RegisterPrinting } from '../../shared/forms/childRegisterRow.ts';
import { registerForms } from '../../shared/forms/registerForms.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { SheetPreview } from '../sheets/SheetPreview.tsx';
import { formOf } from './formOf.ts';
import { type PrintSelection, usePrintSelection } from './ListStatesProvider.tsx';

/** The choice of forms: a sheet for each record, or one register with a row for each. */
interface PrintForm {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  /** It shows numbers and categories in full only by choice. */
  readonly isRegister: boolean;
}

/** The sheets of a selection as they will come out of the printer, and the ways to paper and to a file. */
export function PrintPage({ register }: { readonly register: Register }) {
  const { printSelection } = usePrintSelection();
  const sheet = formOf(register);
  const forms: PrintForm[] = [
    ...(sheet ? [{ key: sheet.key, label: '一人一表', title: sheet.title, isRegister: false }] : []),
    ...registerForms
      .filter((form) => form.register.key === register.key)
      .map(({ key, title }) => ({ key, label: '一人一行的台账', title, isRegister: true })),
  ];
  // After a reload nothing is chosen any more: back to where it is chosen.
  if (!printSelection || forms.length === 0) return <Navigate to={addresses.list(register.key)} replace />;
  return <Sheets register={register} forms={forms} {...printSelection} />;
}

interface SheetsProps extends PrintSelection {
  readonly register: Register;
  readonly forms: readonly PrintForm[];
}

function Sheets({ register, forms, selection, sort }: SheetsProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [formKey, setFormKey] = useState(forms[0]?.key ?? '');
  const [printing, setPrinting] = useState<RegisterPrinting>(discreetPrinting);
  const form = forms.find(({ key }) => key === formKey);
  const frame = useRef<HTMLIFrameElement>(null);
  const opened = useQuery({
    queryKey: ['sheet.open', formKey, selection, sort, form?.isRegister === true && printing],
    queryFn: () =>
      api.call('sheet.open', {
        form: formKey,
        selection,
        ...(sort === undefined ? {} : { sort }),
        ...(form?.isRegister === true ? { printing } : {}),
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const ticket = opened.data?.ticket;
  const save = useMutation({ mutationFn: (of: string) => api.call('sheet.savePdf', { ticket: of }) });
  const show = useMutation({ mutationFn: (of: string) => api.call('sheet.showFolder', { ticket: of }) });
  /** Another form: what was saved of the last one counts no more. */
  const forget = (): void => {
    save.reset();
    show.reset();
  };
  const detail = opened.data
    ? `${opened.data.records.toLocaleString('zh-CN')}${register.noun}，共${opened.data.pages.toLocaleString('zh-CN')}页A4纸${form?.isRegister === true ? '（横向）' : ''}`
    : 'ids' in selection
      ? `正在排版${selection.ids.length.toLocaleString('zh-CN')}份`
      : '正在排版';
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="打印预览" detail={`${detail}　${form?.title ?? ''}`}>
        <Button onClick={() => void navigate(-1)}>返回</Button>
        <Button
          variant="outlined"
          disabled={ticket === undefined}
          loading={save.isPending}
          onClick={() => ticket !== undefined && save.mutate(ticket)}
        >
          另存为PDF
        </Button>
        <ActionButton
          variant="contained"
          shortcut="Ctrl+P"
          disabled={ticket === undefined}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          打印
        </ActionButton>
      </PageHeader>
      {forms.length > 1 && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flex: 'none' }}>
          <ToggleButtonGroup
            size="small"
            exclusive
            aria-label="打印成"
            value={formKey}
            onChange={(_, next: string | null) => {
              if (next === null) return;
              setFormKey(next);
              forget();
            }}
          >
            {forms.map(({ key, label }) => (
              <ToggleButton key={key} value={key} sx={{ minHeight: 34, px: 2, color: 'text.primary' }}>
                {label}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          {form?.isRegister === true && (
            <>
              <InFull
                label="印出完整身份证号"
                checked={printing.numbers === 'full'}
                onChange={(full) => {
                  setPrinting({ ...printing, numbers: full ? 'full' : 'masked' });
                  forget();
                }}
              />
              <InFull
                label="印出对象类别的名称"
                checked={printing.categories === 'names'}
                onChange={(full) => {
                  setPrinting({ ...printing, categories: full ? 'names' : 'codes' });
                  forget();
                }}
              />
            </>
          )}
        </Box>
      )}
      {opened.isError && <Alert severity="error">{messageOf(opened.error)}</Alert>}
      {save.isPending && (
        <Alert severity="info" role="status">
          正在排版{opened.data?.records.toLocaleString('zh-CN')}份，排好后存为PDF，请稍等。
        </Alert>
      )}
      {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
      {show.isError && <Alert severity="error">{messageOf(show.error)}</Alert>}
      {save.data && save.data.path !== null && ticket !== undefined && (
        <Alert
          severity="success"
          role="status"
          action={
            <Button color="inherit" size="small" onClick={() => show.mutate(ticket)}>
              打开文件夹
            </Button>
          }
        >
          已存为PDF：{save.data.path}。文件没有加密，用完请删除。
        </Alert>
      )}
      {save.data && save.data.path === null && <Alert severity="info">没有保存PDF。</Alert>}
      <Box sx={{ flex: 1, minHeight: 0 }}>{ticket !== undefined && <SheetPreview ref={frame} ticket={ticket} />}</Box>
    </Box>
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
