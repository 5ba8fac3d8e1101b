import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { enteredStickEvents, type Stick, stickEvents } from '../../shared/contract/stickMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { sticksQuery } from './stickQueries.ts';

const noStick = { label: '', serial: '', keeper: '' } as const;

interface SticksPanelProps {
  /** Whether the user may enter sticks and what becomes of them. */
  readonly mayManage: boolean;
}

/** The register of sticks: who keeps each, what was copied on it, and how it ended. */
export function SticksPanel({ mayManage }: SticksPanelProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const sticks = useQuery(sticksQuery(api));
  const [typed, setTyped] = useState<MethodInput<'stick.add'>>(noStick);
  const [checked, setChecked] = useState(false);
  const labelInput = useRef<HTMLInputElement>(null);
  const keeperInput = useRef<HTMLInputElement>(null);
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ['stick.list'] });
  const add = useMutation({
    mutationFn: (stick: MethodInput<'stick.add'>) => api.call('stick.add', stick),
    onSuccess: (_, { label }) => {
      setTyped(noStick);
      setChecked(false);
      labelInput.current?.focus();
      notice({ severity: 'success', text: `已登记U盘 ${label}` });
    },
    onSettled: refresh,
  });
  const note = useMutation({
    mutationFn: (event: MethodInput<'stick.note'>) => api.call('stick.note', event),
    onSettled: refresh,
  });
  const taken = add.error instanceof CallError ? add.error.fields.label : undefined;
  const labelFault = checked && typed.label.trim() === '' ? '请填编号' : taken;
  const error = sticks.error ?? note.error ?? (taken === undefined ? add.error : null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (typed.label.trim() === '') labelInput.current?.focus();
    else if (typed.keeper.trim() === '') keeperInput.current?.focus();
    else if (!add.isPending) add.mutate(typed);
  };
  return (
    <Stack spacing={2}>
      <Typography color="textSecondary">
        装过台账文件的U盘要登记、专人保管、不作他用；导出和备份时选它，就记下存到了哪个盘。
      </Typography>
      {error !== null && <Alert severity="error">{messageOf(error)}</Alert>}
      {mayManage && (
        <Box component="form" noValidate onSubmit={submit} sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start' }}>
          <LabelledInput
            label="U盘上贴的编号"
            value={typed.label}
            onChange={(label) => setTyped({ ...typed, label })}
            error={labelFault}
            inputRef={labelInput}
            width={180}
          />
          <LabelledInput
            label="序列号（可以不填）"
            value={typed.serial}
            onChange={(serial) => setTyped({ ...typed, serial })}
            width={220}
          />
          <LabelledInput
            label="保管人"
            value={typed.keeper}
            onChange={(keeper) => setTyped({ ...typed, keeper })}
            error={checked && typed.keeper.trim() === '' ? '请填保管人' : undefined}
            inputRef={keeperInput}
            width={160}
          />
          <Button type="submit" variant="contained" loading={add.isPending} sx={{ mt: 3 }}>
            登记
          </Button>
        </Box>
      )}
      {sticks.data?.sticks.length === 0 && <Typography>还没有登记U盘。</Typography>}
      {(sticks.data?.sticks ?? []).length > 0 && (
        <Table size="small" aria-label="U盘登记" sx={{ '& td, & tbody th': { verticalAlign: 'top' } }}>
          <TableHead>
            <TableRow>
              <TableCell width={110}>编号</TableCell>
              <TableCell width={130}>序列号</TableCell>
              <TableCell width={90}>保管人</TableCell>
              <TableCell>经过</TableCell>
              {mayManage && <TableCell width={320}>登记去向</TableCell>}
            </TableRow>
          </TableHead>
          <TableBody>
            {(sticks.data?.sticks ?? []).map((stick) => (
              <TableRow key={stick.id}>
                <TableCell component="th" scope="row">
                  {stick.label}
                </TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>{stick.serial}</TableCell>
                <TableCell>{stick.keeper}</TableCell>
                <TableCell>
                  {stick.events.map((event) => (
                    <div key={`${event.at} ${event.kind}`}>
                      {momentInWords(event.at)}　{stickEvents[event.kind]}
                      {event.person !== '' && `：${event.person}`}　（{event.by}登记）
                    </div>
                  ))}
                  <Box sx={{ color: 'text.secondary' }}>
                    {momentInWords(stick.registeredAt)}　登记（{stick.registeredBy}）
                  </Box>
                </TableCell>
                {mayManage && (
                  <TableCell>
                    {stick.usable ? (
                      <StickEventForm stick={stick} onNote={(event) => note.mutate(event)} />
                    ) : (
                      '不再使用'
                    )}
                  </TableCell>
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Stack>
  );
}

interface StickEventFormProps {
  readonly stick: Stick;
  readonly onNote: (event: MethodInput<'stick.note'>) => void;
}

function StickEventForm({ stick, onNote }: StickEventFormProps) {
  const [kind, setKind] = useState<(typeof enteredStickEvents)[number]>('given');
  const [who, setWho] = useState('');
  return (
    <Box
      component="form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onNote({ id: stick.id, kind, person: who.trim(), note: '' });
        setWho('');
      }}
      sx={{ display: 'flex', gap: 0.5 }}
    >
      <TextField
        select
        value={kind}
        onChange={(event) => setKind(enteredStickEvents.find((each) => each === event.target.value) ?? 'given')}
        slotProps={{ select: { SelectDisplayProps: { 'aria-label': `${stick.label}的去向` } } }}
        sx={{ width: 96, flex: 'none' }}
      >
        {enteredStickEvents.map((each) => (
          <MenuItem key={each} value={each}>
            {stickEvents[each]}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        value={who}
        onChange={(event) => setWho([...event.target.value].slice(0, 30).join(''))}
        placeholder="姓名"
        slotProps={{ htmlInput: { 'aria-label': `${stick.label}的经手人`, autoComplete: 'off' } }}
      />
      <Button type="submit" variant="outlined" sx={{ minWidth: 0, flex: 'none' }}>
        记下
      </Button>
    </Box>
  );
}
