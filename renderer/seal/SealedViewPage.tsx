import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import {
  longestSealedLine,
  type SealedGround,
  sealedGrounds,
  sealedViewMinutes,
} from '../../shared/contract/sealMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, isUnchecked, messageOf } from '../api/CallError.ts';
import { recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { missingOf, nobodyYet, SecondPersonFields } from '../approvals/SecondPersonFields.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ScrolledPage } from '../components/ScrolledPage.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { SealedEntries } from './SealedEntries.tsx';
import { toSealedPart } from './SealedPart.tsx';

/** A view that was agreed to. */
export interface GrantedView {
  readonly view: string;
  readonly approvedBy: string;
  readonly alone: boolean;
  readonly print: boolean;
}

const grounds = Object.keys(sealedGrounds) as SealedGround[];

/** The sealed matter of a record: asked for with its ground and document, agreed to at the same screen, seen for ten minutes. */
export function SealedViewPage({ register }: { readonly register: Register }) {
  const { id: record = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const stored = useQuery(recordQuery(api, register.key, record));
  const [granted, setGranted] = useState<GrantedView | null>(null);
  const [ended, setEnded] = useState<string | null>(null);
  const name = stored.data?.values.fields[register.nameField];
  const who = typeof name === 'string' ? name : register.title;
  const back = (): void => void navigate(addresses.record(register.key, record), toSealedPart);
  const end = (said: string): void => {
    setGranted(null);
    setEnded(said);
  };
  if (granted) return <SealedEntries key={granted.view} who={who} granted={granted} onEnd={end} />;
  return (
    <ScrolledPage
      head={
        <PageHeader title={`${who}：查看封存内容`} named>
          <Button onClick={back}>返回登记</Button>
        </PageHeader>
      }
      messages={
        <>
          {stored.isError && <Alert severity="error">{messageOf(stored.error)}</Alert>}
          {ended !== null && (
            <Alert severity="info" role="status">
              {ended}
            </Alert>
          )}
        </>
      }
    >
      <RequestForm register={register} record={record} onGranted={setGranted} />
    </ScrolledPage>
  );
}

interface RequestFormProps {
  readonly register: Register;
  readonly record: string;
  readonly onGranted: (granted: GrantedView) => void;
}

function RequestForm({ register, record, onGranted }: RequestFormProps) {
  const api = useApi();
  const [ground, setGround] = useState<SealedGround | null>(null);
  const [document, setDocument] = useState('');
  const [print, setPrint] = useState(false);
  const [second, setSecond] = useState(nobodyYet);
  const [faults, setFaults] = useState<Readonly<Record<string, string | undefined>>>({});
  const groundId = useId();
  const { form, goToFault } = useFaultFocus();
  const asking = useMutation({
    mutationFn: (chosen: SealedGround) =>
      api.call('seal.ask', {
        register: register.key,
        record,
        ground: chosen,
        document: document.trim(),
        print,
        second,
      }),
    gcTime: 0,
    onSuccess: (answer) => onGranted({ ...answer, print }),
    onError: (refusal) => {
      setFaults(refusal instanceof CallError ? refusal.fields : {});
      if (!isUnchecked(refusal)) setSecond({ ...second, password: '' });
      goToFault();
    },
  });
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    const missing = {
      ...(ground === null ? { ground: '请选查看事由' } : {}),
      ...(document.trim() === '' ? { document: '请填依据文号' } : {}),
      ...missingOf(second),
    };
    setFaults(missing);
    if (ground === null) form.current?.querySelector<HTMLElement>('[type="radio"]')?.focus();
    else if (Object.keys(missing).length > 0) goToFault();
    if (ground !== null && Object.keys(missing).length === 0 && !asking.isPending) asking.mutate(ground);
  };
  const { error } = asking;
  const isAtField = error instanceof CallError && Object.keys(error.fields).length > 0;
  return (
    <Paper sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 2, maxWidth: 620 }}>
      <Stack component="form" ref={form} spacing={1.75} noValidate onSubmit={ask} aria-label="申请查看封存内容">
        <Alert severity="info" role="note">
          批准后只在这台电脑上显示{sealedViewMinutes}
          分钟，申请、批准、查看各记一行。查看的人对内容保密，不得向任何单位和个人提供。
        </Alert>
        <Box>
          <FormLabel id={groundId} error={faults.ground !== undefined}>
            查看事由{faults.ground === undefined ? '' : `：${faults.ground}`}
          </FormLabel>
          <RadioGroup
            aria-labelledby={groundId}
            value={ground}
            onChange={(_, next) => setGround(grounds.find((each) => each === next) ?? null)}
          >
            {grounds.map((each, index) => (
              <FormControlLabel
                key={each}
                value={each}
                label={sealedGrounds[each]}
                control={<Radio autoFocus={index === 0} />}
              />
            ))}
          </RadioGroup>
        </Box>
        <LabelledInput
          label="依据文号"
          value={document}
          onChange={(next) => setDocument([...next].slice(0, longestSealedLine).join(''))}
          error={faults.document}
          help="来函、调取证据通知书或案件的编号；会写入操作记录，不要写姓名"
        />
        <FormControlLabel
          label="需要打印（没有选的不能打印）"
          control={<Checkbox checked={print} onChange={(_, next) => setPrint(next)} />}
        />
        <SecondPersonFields right="seal.approve" value={second} onChange={setSecond} faults={faults} />
        {error && !isAtField && <Alert severity="error">{messageOf(error)}</Alert>}
        <Box sx={{ display: 'flex', justifyContent: 'flex-end' }}>
          <Button type="submit" variant="contained" loading={asking.isPending}>
            批准并查看
          </Button>
        </Box>
      </Stack>
    </Paper>
  );
}
