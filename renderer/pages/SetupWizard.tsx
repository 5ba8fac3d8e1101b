import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Step from '@mui/material/Step';
import StepLabel from '@mui/material/StepLabel';
import Stepper from '@mui/material/Stepper';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { lengthOf, longestOfficeName } from '../../shared/rules/officeName.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { appStateQuery } from '../api/queries.ts';
import { colours } from '../app/theme.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import { noOfficeNames, OfficeFields, officeOf, officeProblems } from '../components/OfficeFields.tsx';
import {
  isTypedBack,
  keyOnPaperAction,
  RecoveryKeyStep,
  type TypedBack,
  typedGroupsOf,
} from '../components/RecoveryKeyStep.tsx';
import { type TypedVillage, villageProblem } from '../components/readVillages.ts';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';
import { VillageEditor } from '../components/VillageEditor.tsx';
import { Promises } from '../people/Promises.tsx';

const steps = ['单位', '村（社区）', '用户与密码', '恢复密钥', '完成'] as const;
const introductions = [
  '单位名称会印在表格上，请填全称',
  '儿童按村（社区）登记，以后可以在“设置”里增减',
  '第一个用户，先由您一人担任全部角色，以后有同事再在“设置”里添加；密码只有本人知道，程序里不保存原文',
  '',
  '',
] as const;

/** First run: place, villages, first user, recovery key. Nothing is stored before the key has been typed back. */
export function SetupWizard({ onDone }: { readonly onDone: () => Promise<void> }) {
  const api = useApi();
  const today = useQuery(appStateQuery(api)).data?.today ?? '';
  const [step, setStep] = useState(0);
  // Tries to leave the page with something missing.
  const [attempt, setAttempt] = useState(0);
  const checked = attempt > 0;
  const { form, goToFault } = useFaultFocus();
  const [names, setNames] = useState(noOfficeNames);
  const [villages, setVillages] = useState<readonly TypedVillage[]>([]);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState(noPassword);
  const [typed, setTyped] = useState<TypedBack>({});
  const [onPaper, setOnPaper] = useState(false);
  const owner = usePasswordContext(user.trim(), {
    township: names.township.trim(),
    areaCodes: [...new Set(villages.map(({ code }) => code.slice(0, 6)))],
  });
  // One key for the whole set-up: going back and forth never changes what is already on paper.
  const begin = useMutation({ mutationFn: () => api.call('setup.begin', {}) });
  const finish = useMutation({
    mutationFn: (typedGroups: ReturnType<typeof typedGroupsOf>) =>
      api.call('setup.finish', {
        office: officeOf(names, villages),
        user: user.trim(),
        password: password.password,
        typedGroups,
      }),
    onSuccess: () => go(4),
    onError: (error) => {
      // The core has the last word: what it refuses is changed where it was typed.
      if (error instanceof CallError && error.fields.password !== undefined) go(2);
    },
  });
  const go = (next: number): void => {
    setStep(next);
    setAttempt(0);
  };

  const userProblem =
    user.trim() === ''
      ? '请填用户姓名'
      : lengthOf(user.trim()) > longestOfficeName
        ? `不能超过${longestOfficeName}字，请缩短`
        : undefined;
  const secretProblem = passwordProblem(password, owner);
  const ready = [
    Object.keys(officeProblems(names)).length === 0,
    villageProblem(villages) === undefined,
    userProblem === undefined && secretProblem === undefined,
    !onPaper || (begin.data !== undefined && isTypedBack(begin.data, typed)),
    true,
  ][step];
  const advance = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) {
      setAttempt(attempt + 1);
      goToFault();
      return;
    }
    if (step === 2 && begin.data === undefined) begin.mutate(undefined, { onSuccess: () => go(3) });
    else if (step === 3 && !onPaper) setOnPaper(true);
    else if (step === 3 && begin.data) finish.mutate(typedGroupsOf(begin.data, typed));
    else if (step === 4) void onDone();
    else go(step + 1);
  };
  const failure = begin.error ?? finish.error;

  return (
    <Box
      component="main"
      // Held at its top, so that a message that comes or goes moves nothing above it.
      sx={{ minHeight: '100%', display: 'grid', placeItems: 'start center', p: 2, boxSizing: 'border-box' }}
    >
      <Paper
        ref={form}
        component="form"
        noValidate
        onSubmit={advance}
        sx={{
          width: 860,
          maxWidth: '100%',
          border: `1px solid ${colours.line}`,
          display: 'flex',
          flexDirection: 'column',
        }}
      >
        <Box sx={{ px: 4, pt: 3, pb: 2, borderBottom: `1px solid ${colours.line}` }}>
          <Typography variant="h1" sx={{ mb: 2 }}>
            护蕾台账首次设置
          </Typography>
          <Stepper activeStep={step}>
            {steps.map((label, index) => (
              <Step key={label} completed={index < step || step === 4}>
                <StepLabel>{label}</StepLabel>
              </Step>
            ))}
          </Stepper>
        </Box>
        <Box sx={{ px: 4, py: 2, minHeight: 420 }}>
          <Typography color="textSecondary" sx={{ mb: introductions[step] === '' ? 0 : 2 }}>
            {introductions[step]}
          </Typography>
          {step === 0 && (
            <OfficeFields autoFocus names={names} onChange={setNames} problems={checked ? officeProblems(names) : {}} />
          )}
          {step === 1 && (
            <VillageEditor
              villages={villages}
              onChange={setVillages}
              height={230}
              attempt={attempt}
              problem={checked ? villageProblem(villages) : undefined}
              autoFocus
            />
          )}
          {step === 2 && (
            <Box sx={{ display: 'grid', gridTemplateColumns: '440px 1fr', gap: 4 }}>
              <Stack spacing={2}>
                <LabelledInput
                  label="用户（姓名）"
                  value={user}
                  onChange={setUser}
                  autoFocus
                  error={checked || user.trim() !== '' ? userProblem : undefined}
                />
                <NewPassword
                  owner={owner}
                  value={password}
                  checked={checked}
                  onChange={(next) => {
                    setPassword(next);
                    finish.reset();
                  }}
                />
              </Stack>
              <Box>
                <Promises />
                <Typography variant="body2" color="textSecondary">
                  完成设置即作出今年的承诺，以后每年确认一次。
                </Typography>
              </Box>
            </Box>
          )}
          {step === 3 && begin.data && (
            <RecoveryKeyStep
              offer={begin.data}
              unit={`${names.province}${names.city}${names.county}${names.township}`}
              today={today}
              typed={typed}
              onTyped={setTyped}
              checked={checked}
              onPaper={onPaper}
              onLookAgain={() => setOnPaper(false)}
            />
          )}
          {step === 4 && <Done township={names.township} user={user} />}
          {failure && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {messageOf(failure)}
            </Alert>
          )}
        </Box>
        <Box
          sx={{
            px: 4,
            py: 2,
            borderTop: `1px solid ${colours.line}`,
            display: 'flex',
            justifyContent: 'flex-end',
            gap: 1,
          }}
        >
          {step > 0 && step < 4 && (
            <Button variant="outlined" onClick={() => go(step - 1)} disabled={finish.isPending}>
              上一步
            </Button>
          )}
          <Button
            // Where a page has nothing to type, Enter goes on.
            key={`${step} ${onPaper}`}
            autoFocus={step === 4 || (step === 3 && !onPaper)}
            type="submit"
            variant="contained"
            loading={begin.isPending || finish.isPending}
          >
            {step === 4 ? '开始使用' : step < 3 ? '下一步' : onPaper ? '完成设置' : keyOnPaperAction}
          </Button>
        </Box>
      </Paper>
    </Box>
  );
}

function Done({ township, user }: { readonly township: string; readonly user: string }) {
  return (
    <Stack spacing={2} sx={{ alignItems: 'center', textAlign: 'center', pt: 8 }}>
      <CheckCircleOutlined color="success" sx={{ fontSize: 56 }} />
      <Typography variant="h2">{township}的台账建好了</Typography>
      <Typography color="textSecondary">
        当前用户：{user}。接下来可以导入村里报来的表格，也可以逐个新增儿童。
      </Typography>
    </Stack>
  );
}
