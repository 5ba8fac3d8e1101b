import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Person } from '../../shared/contract/peopleMethods.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { exclusivePairsIn, type RoleName, villageRoles } from '../../shared/rights/roles.ts';
import { lengthOf, longestOfficeName } from '../../shared/rules/officeName.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';
import { exclusionInWords } from './peopleWords.ts';
import { RoleChoice } from './RoleChoice.tsx';
import { VillageChoice } from './VillageChoice.tsx';

interface PersonDialogProps {
  /** Whose roles are changed; null for a person who is added. */
  readonly person: Person | null;
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

/** Name, roles, villages and the first password of a person; for one who is there, roles and villages. */
export function PersonDialog({ person, onDone, onClose }: PersonDialogProps) {
  const api = useApi();
  const { office } = useWork();
  const [name, setName] = useState(person?.name ?? '');
  const [chosen, setChosen] = useState<readonly RoleName[]>(person?.roles ?? ['childrenClerk']);
  const [villages, setVillages] = useState<readonly string[] | null>(person?.villages ?? null);
  const [reason, setReason] = useState(person?.exception ?? '');
  const [password, setPassword] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const owner = usePasswordContext(person === null ? name.trim() : '');
  const isExclusive = exclusivePairsIn(chosen).length > 0;
  // Whoever holds a role that is not bound to villages sees all of them.
  const mayLimit = chosen.length > 0 && chosen.every((role) => villageRoles.some((each) => each === role));
  const losesWatchlist = mayLimit && villages !== null && rightsOf(chosen).has('watchlist.read');
  const problems = {
    name:
      name.trim() === ''
        ? '请填姓名'
        : lengthOf(name.trim()) > longestOfficeName
          ? `不能超过${longestOfficeName}字，请缩短`
          : undefined,
    roles: chosen.length === 0 ? '请至少选一个角色' : undefined,
    villages: mayLimit && villages?.length === 0 ? '请选村（社区），或改成“全部”' : undefined,
    reason: isExclusive && lengthOf(reason.trim()) < 4 ? '请写明原因，至少4个字' : undefined,
    password: person === null ? passwordProblem(password, owner) : undefined,
  };
  const save = useMutation({
    mutationFn: async () => {
      const rights = {
        name: name.trim(),
        roles: [...chosen],
        villages: mayLimit && villages !== null ? [...villages] : null,
        exception: isExclusive ? reason.trim() : null,
      };
      await (person === null
        ? api.call('people.add', { ...rights, password: password.password })
        : api.call('people.change', rights));
    },
    onSuccess: () => onDone(name.trim()),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isFine = Object.values(problems).every((problem) => problem === undefined);
    setChecked(!isFine);
    if (!isFine) goToFault();
    else if (!save.isPending) save.mutate();
  };
  const fields = save.error instanceof CallError ? save.error.fields : {};
  return (
    <Dialog open maxWidth={false} aria-labelledby="person-title" onClose={() => !save.isPending && onClose()}>
      <Box
        ref={form}
        component="form"
        noValidate
        onSubmit={submit}
        // What does not fit scrolls between title and buttons.
        sx={{ width: 980, maxWidth: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }}
      >
        <DialogTitle id="person-title">{person === null ? '添加人员' : `修改${person.name}的角色和村`}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: 4, alignItems: 'start' }}>
          <Stack spacing={2}>
            {person === null && (
              <LabelledInput
                label="姓名（打开台账时输入）"
                value={name}
                onChange={setName}
                autoFocus
                error={fields.name ?? (checked ? problems.name : undefined)}
              />
            )}
            {mayLimit && (
              <VillageChoice
                office={office}
                chosen={villages}
                onChange={setVillages}
                error={checked ? problems.villages : undefined}
              />
            )}
            {losesWatchlist && (
              <Alert severity="warning" role="status">
                重点人员不分村。只限几个村的人看不到、也不能登记重点人员；要办理重点人员，请选“全部”。
              </Alert>
            )}
            {isExclusive && (
              <>
                <Alert severity="warning" role="note">
                  {exclusionInWords(chosen)}按规定不由一人担任。人手不够时可以例外，原因会印在年度审计表上。
                </Alert>
                <LabelledInput
                  label="例外的原因"
                  value={reason}
                  onChange={setReason}
                  error={checked ? problems.reason : undefined}
                />
              </>
            )}
            {person === null && (
              <NewPassword owner={owner} label="首次密码" value={password} onChange={setPassword} checked={checked} />
            )}
            {person === null && (
              <Alert severity="info" role="note">
                把首次密码当面告诉本人；本人第一次打开时必须改成自己的密码。
              </Alert>
            )}
          </Stack>
          <Stack spacing={1.5}>
            <RoleChoice chosen={chosen} onChange={setChosen} error={checked ? problems.roles : undefined} />
          </Stack>
          <Box sx={{ gridColumn: '1 / -1' }}>
            {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose} disabled={save.isPending}>
            取消
          </Button>
          <Button type="submit" variant="contained" loading={save.isPending}>
            {person === null ? '添加' : '保存'}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
