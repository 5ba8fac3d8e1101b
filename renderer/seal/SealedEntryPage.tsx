import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate, useParams } from 'react-router';
import { sealedBases } from '../../shared/codes/sealed.ts';
import { emptyRecord, type Register } from '../../shared/registers/register.ts';
import type { SealedGroup } from '../../shared/seal/defineSealedGroup.ts';
import { sealedGroups } from '../../shared/seal/sealedGroups.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { LeaveDialog } from '../components/LeaveDialog.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ScrolledPage } from '../components/ScrolledPage.tsx';
import { FieldControl, fieldId, focusField } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { useUnkeptEntry } from '../papers/useUnkeptEntry.ts';
import { formGrid } from '../registers/formGrid.ts';
import { spanOf } from '../registers/spanOf.ts';
import { wire } from '../registers/useRecordEditor.ts';
import { toSealedPart } from './SealedPart.tsx';

/** Entry of sealed matter: which kind it is first, then its fields. What is typed lives in this page until it is sealed. */
export function SealedEntryPage({ register }: { readonly register: Register }) {
  const { id: record = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const stored = useQuery(recordQuery(api, register.key, record));
  const [group, setGroup] = useState<SealedGroup | null>(null);
  const chosen = useId();
  const back = (): void => void navigate(addresses.record(register.key, record), toSealedPart);
  const name = stored.data?.values.fields[register.nameField];
  const who = typeof name === 'string' ? name : register.title;
  if (group) {
    return <EntryOfGroup key={group.key} {...{ register, record, who, group, back }} onOther={() => setGroup(null)} />;
  }
  return (
    <ScrolledPage
      head={
        <PageHeader title={`${who}：登记封存事项`} named>
          <Button onClick={back}>返回登记</Button>
        </PageHeader>
      }
      messages={stored.isError && <Alert severity="error">{messageOf(stored.error)}</Alert>}
    >
      <Paper sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 2, maxWidth: 900 }}>
        <FormLabel id={chosen}>要登记的是哪一类</FormLabel>
        <Box
          role="group"
          aria-labelledby={chosen}
          sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5, mt: 1 }}
        >
          {sealedGroups.map((each, index) => (
            <Button
              key={each.key}
              autoFocus={index === 0}
              variant="outlined"
              onClick={() => setGroup(each)}
              sx={{ display: 'block', textAlign: 'left', whiteSpace: 'normal', py: 1, height: 'auto' }}
            >
              <Typography component="div">{each.title}</Typography>
              <Typography component="div" variant="body2" color="textSecondary">
                {each.source}
              </Typography>
            </Button>
          ))}
        </Box>
      </Paper>
    </ScrolledPage>
  );
}

interface EntryOfGroupProps {
  readonly register: Register;
  readonly record: string;
  readonly who: string;
  readonly group: SealedGroup;
  readonly onOther: () => void;
  readonly back: () => void;
}

function EntryOfGroup({ register, record, who, group, onOther, back }: EntryOfGroupProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { context } = useWork();
  const [empty] = useState(() => emptyRecord(group));
  const entry = useUnkeptEntry(group, empty, context);
  const [basis, setBasis] = useState('');
  const [tried, setTried] = useState(false);
  const basisId = useId();
  const bases = useRef<HTMLDivElement>(null);
  const saving = useMutation({
    mutationFn: (values: typeof entry.values) =>
      api.call('seal.enter', { register: register.key, record, matter: group.key, basis, values: wire(values).fields }),
    // What was typed is sealed now, and goes from the page too.
    gcTime: 0,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['seal.status', register.key, record] });
      notice({ severity: 'success', text: '已封存。要再看内容，先申请，批准后才能看。' });
    },
  });
  const isLeft = entry.changed && !saving.isSuccess;
  useEffect(() => {
    if (saving.isSuccess) back();
  }, [saving.isSuccess, back]);
  const save = (): void => {
    const finished = flushSync(() => {
      setTried(true);
      return entry.finish();
    });
    // It stands first on the page.
    if (basis === '') bases.current?.querySelector('input')?.focus();
    else if ('wrong' in finished) focusField(finished.wrong[0] ?? '');
    else if (!saving.isPending) saving.mutate(finished.values);
  };
  const refused = saving.error instanceof CallError ? saving.error.fields : {};
  const issueAt = (key: string) =>
    entry.shownIssues.find(({ path }) => path === key) ??
    (refused[key] === undefined ? undefined : ({ path: key, message: refused[key], severity: 'error' } as const));
  return (
    <>
      <ScrolledPage
        head={
          <PageHeader title={`${who}：${group.title}`} named detail="保存后立即封存">
            <Button onClick={isLeft ? back : onOther}>{isLeft ? '返回登记' : '换一类'}</Button>
            <ActionButton variant="contained" shortcut="Ctrl+S" onClick={save} loading={saving.isPending}>
              封存保存
            </ActionButton>
          </PageHeader>
        }
        messages={
          <>
            <Alert severity="info" role="note">
              依据：{group.source}
              。填写的内容不留草稿，保存后自己也不能再看，要看先申请，批准后才能看；不要写判决书文号。
            </Alert>
            {saving.isError && <Alert severity="error">{messageOf(saving.error)}</Alert>}
          </>
        }
      >
        <Paper id="sealed-entry" sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 2, mb: 3 }}>
          <FormLabel id={basisId} error={tried && basis === ''}>
            登记依据{tried && basis === '' ? '：请选一项，没有依据的不登记' : ''}
          </FormLabel>
          <RadioGroup ref={bases} row aria-labelledby={basisId} value={basis} onChange={(_, next) => setBasis(next)}>
            {sealedBases.entries.map(({ code, label }, index) => (
              <FormControlLabel key={code} value={code} label={label} control={<Radio autoFocus={index === 0} />} />
            ))}
          </RadioGroup>
          <Box sx={{ ...formGrid, mt: 1.5 }}>
            {Object.entries(group.fields).map(([key, field]) => (
              <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
                <FieldControl
                  id={fieldId(key)}
                  field={field}
                  value={entry.values.fields[key] ?? null}
                  onChange={(value) => entry.setValue(key, value)}
                  onBlur={() => entry.leaveField(key)}
                  context={context}
                  variant="form"
                  required={field.required(entry.values.fields)}
                  {...messagesOf(issueAt(key))}
                />
              </Box>
            ))}
          </Box>
        </Paper>
      </ScrolledPage>
      <LeaveDialog
        when={isLeft}
        title="离开这一页？"
        text="还没有封存保存，离开后所填的内容不能找回。"
        confirm="离开"
        cancel="接着填"
      />
    </>
  );
}
