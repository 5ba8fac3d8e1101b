import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Person } from '../../shared/contract/peopleMethods.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { useWork } from '../app/WorkContext.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { KeyExchange } from './KeyExchange.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { peopleQuery } from './peopleQueries.ts';
import { passwordInWords, rolesInWords, stateInWords, villagesInWords } from './peopleWords.ts';
import { ResetPasswordDialog } from './ResetPasswordDialog.tsx';

/** What is being done with whom. */
interface Doing {
  readonly what: 'add' | 'change' | 'reset' | 'disable';
  readonly person: Person | null;
}

/** Who may open what: people, their roles and villages, and what follows when somebody leaves. */
export function PeoplePanel() {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { session, office, context } = useWork();
  const mayGrant = rightsOf(session.roles).has('people.grant');
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = useQuery(peopleQuery(api));
  const people = list.data?.people ?? [];
  const table = useRef<HTMLDivElement>(null);
  const disabled = people.filter(({ disabledAt }) => disabledAt !== null).length;
  const before = useRef(disabled);
  useEffect(() => {
    // The button of whoever was disabled is gone, and with it the keyboard's place.
    if (disabled > before.current && document.activeElement === document.body) table.current?.focus();
    before.current = disabled;
  }, [disabled]);
  const refresh = async (text: string): Promise<void> => {
    setDoing(null);
    notice({ severity: 'success', text });
    await client.invalidateQueries({ queryKey: ['people.list'] });
    await client.invalidateQueries({ queryKey: ['people.exposedBackups'] });
  };
  const disable = useMutation({
    mutationFn: (name: string) => api.call('people.disable', { name }),
    onSuccess: (_, name) => refresh(`已停用${name}，从现在起打不开台账`),
    onSettled: () => setDoing(null),
  });
  const isAlone = people.filter(({ disabledAt }) => disabledAt === null).length === 1;
  const { what, person } = doing ?? {};
  return (
    <Stack spacing={2}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Typography sx={{ flex: 1 }}>
          {isAlone
            ? '现在只有您一个人使用；有新同事时再添加。'
            : '每人用自己的姓名和密码打开台账，能看什么、做什么由角色决定。'}
        </Typography>
        <Button component={Link} to={addresses.rights()}>
          角色与权限
        </Button>
        {mayGrant && (
          <Button variant="contained" onClick={() => setDoing({ what: 'add', person: null })}>
            添加人员
          </Button>
        )}
      </Box>
      {list.isError && <Alert severity="error">{messageOf(list.error)}</Alert>}
      {disable.isError && <Alert severity="error">{messageOf(disable.error)}</Alert>}
      {mayGrant && list.data && <KeyExchange knownTo={list.data.keysKnownTo} />}
      <Box ref={table} role="region" aria-label="人员列表" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 420 }}>
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell>姓名</TableCell>
              <TableCell>角色</TableCell>
              <TableCell>村（社区）</TableCell>
              <TableCell>状态</TableCell>
              <TableCell>上次打开</TableCell>
              <TableCell>密码用了</TableCell>
              <TableCell>操作</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {people.map((each) => (
              <TableRow key={each.name} sx={{ verticalAlign: 'top' }}>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>
                  {each.name}
                  {each.name === session.user && '（本人）'}
                </TableCell>
                <TableCell>
                  {rolesInWords(each.roles)}
                  {each.exception !== null && (
                    <Typography variant="caption" component="div" color="textSecondary">
                      一人兼任的原因：{each.exception}
                    </Typography>
                  )}
                </TableCell>
                <TableCell>{villagesInWords(each.villages, office)}</TableCell>
                <TableCell>{stateInWords(each)}</TableCell>
                <TableCell>{each.lastSignIn === null ? '还没有' : momentInWords(each.lastSignIn)}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{passwordInWords(each, context.today)}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>
                  {mayGrant && each.disabledAt === null && (
                    <Button
                      size="small"
                      aria-label={`修改${each.name}的角色和村`}
                      onClick={() => setDoing({ what: 'change', person: each })}
                    >
                      修改
                    </Button>
                  )}
                  {mayGrant && each.name !== session.user && (
                    <Button
                      size="small"
                      aria-label={each.disabledAt === null ? `重设密码：${each.name}` : `恢复使用：${each.name}`}
                      onClick={() => setDoing({ what: 'reset', person: each })}
                    >
                      {each.disabledAt === null ? '重设密码' : '恢复使用'}
                    </Button>
                  )}
                  {each.disabledAt === null && each.name !== session.user && (
                    <Button
                      size="small"
                      aria-label={`停用${each.name}`}
                      onClick={() => setDoing({ what: 'disable', person: each })}
                    >
                      停用
                    </Button>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {(what === 'add' || what === 'change') && (
        <PersonDialog
          person={person ?? null}
          onDone={(name) => void refresh(what === 'add' ? `已添加${name}` : `已修改${name}的角色和村`)}
          onClose={() => setDoing(null)}
        />
      )}
      {what === 'reset' && person && (
        <ResetPasswordDialog person={person} onDone={(text) => void refresh(text)} onClose={() => setDoing(null)} />
      )}
      <ConfirmDialog
        open={what === 'disable'}
        title={`停用${person?.name ?? ''}？`}
        text="离岗或者不再使用时停用。停用后立刻打不开台账，以前登记的内容和操作记录都保留。"
        confirm="停用"
        cancel="取消"
        onConfirm={() => {
          if (person) disable.mutate(person.name);
        }}
        onCancel={() => setDoing(null)}
      />
    </Stack>
  );
}
