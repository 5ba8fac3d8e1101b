import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { registers } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { daysLeft, monthInWords, monthOf } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import { draftListQuery, listCountsQuery, listPageQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useWork } from '../app/WorkContext.ts';
import { BackupAlerts } from '../backups/BackupAlerts.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { formOfPaper } from '../papers/paperForms.ts';
import { SignInNotes } from '../people/SignInNotes.tsx';
import { dailyQuery } from '../registers/dailyLists.ts';
import { useListState } from '../registers/ListStatesProvider.tsx';
import { firstQuery } from '../registers/listQueries.ts';
import { person } from '../room/person.ts';
import { monthQuery } from '../screening/screeningQueries.ts';

/** What there is and where to go on: counts, and entries that were left unfinished. */
export function TodayPage() {
  const { context, notices } = useWork();
  const { has, may, mayAnywhere } = useRights();
  return (
    <Box>
      <PageHeader title="今日" detail={chineseDate(context.today)} />
      <Stack spacing={1.5} sx={{ maxWidth: 900, mt: 1 }}>
        {notices.map((notice) => (
          <Alert key={notice} severity="warning" role="note">
            {notice}
          </Alert>
        ))}
        <SignInNotes />
        {has('backup.make') && <BackupAlerts />}
        {registers
          .filter((register) => may(register, 'read'))
          .map((register) => (
            <RegisterCard key={register.key} register={register} />
          ))}
        {has('children.read') && <ScreeningCard />}
        {!mayAnywhere('read') && (
          <Typography color="textSecondary">
            您的角色不看个人资料，要做的事都在{has('audit.read') ? '“审计”和“设置”' : '“设置”'}里。
          </Typography>
        )}
      </Stack>
    </Box>
  );
}

function RegisterCard({ register }: { readonly register: Register }) {
  const api = useApi();
  const list = useQuery(listPageQuery(api, firstQuery(register), 0, 1));
  const { drafts: keeper } = useWork();
  const drafts = useQuery(draftListQuery(api, keeper.flush)).data?.drafts.filter(
    (draft) => draft.register === register.key,
  );
  const total = list.data?.total;
  const mayWrite = useRights().may(register, 'write');
  const imported = mayWrite && !register.without.includes('import');
  return (
    <Paper sx={{ border: `1px solid ${colours.line}`, p: 2.5 }}>
      <Typography variant="h2">{register.title}</Typography>
      <Typography sx={{ my: 1 }}>
        {total === undefined
          ? '正在统计'
          : total === 0
            ? `还没有登记${register.title}。${!mayWrite ? '' : imported ? '可以导入村里报来的表格，也可以逐个新增。' : '请按认定依据逐名新增。'}`
            : `已登记${total.toLocaleString('zh-CN')}${register.noun}。`}
      </Typography>
      <DailyLists register={register} />
      {drafts !== undefined && drafts.length > 0 && (
        <Alert severity="info" role="note" icon={false} sx={{ my: 1, '& .MuiAlert-message': { flex: 1, py: 0.5 } }}>
          还没有保存的内容：
          <Box component="ul" aria-label="没有保存的内容" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {drafts.map((draft) => (
              <Box
                component="li"
                key={`${draft.id} ${draft.paper?.key} ${draft.paper?.id}`}
                sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 2, minHeight: 36 }}
              >
                <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  {draftInWords(register, draft)}：
                  <strong {...person}>{draft.name === '' ? '还没有填名字' : draft.name}</strong>（
                  {momentInWords(draft.savedAt)}）
                </Box>
                <Button
                  component={Link}
                  to={addressOf(register, draft)}
                  color="inherit"
                  size="small"
                  sx={{ flex: 'none' }}
                >
                  接着填
                </Button>
              </Box>
            ))}
          </Box>
        </Alert>
      )}
      <Stack direction="row" spacing={1}>
        <Button variant={total === 0 ? 'outlined' : 'contained'} component={Link} to={addresses.list(register.key)}>
          打开{register.title}名册
        </Button>
        {imported && (
          <Button variant={total === 0 ? 'contained' : 'outlined'} component={Link} to={addresses.import(register.key)}>
            导入表格
          </Button>
        )}
        {mayWrite && (
          <Button variant="outlined" component={Link} to={addresses.create(register.key)}>
            新增{register.title}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

type Draft = MethodOutput<'draft.list'>['drafts'][number];

function draftInWords(register: Register, { id, paper }: Draft): string {
  if (paper !== null) return paper.id === null ? `新填的${paper.title}` : `${paper.title}改了一半`;
  return id === null ? `新${register.title}登记` : '改了一半';
}

/** Where an entry is gone on with. */
function addressOf(register: Register, { id, paper }: Draft): string {
  if (id === null) return addresses.create(register.key);
  const form = paper === null ? undefined : formOfPaper(paper.key);
  if (paper === null || form === undefined) return addresses.record(register.key, id);
  return addresses.paperEntry(register.key, id, form.sheet.key, paper.id ?? undefined);
}

/** What waits in a register: its daily lists that have something in them, each one click away. */
function DailyLists({ register }: { readonly register: Register }) {
  const api = useApi();
  const { context } = useWork();
  const { setQuery, setOpened } = useListState(register);
  const counts = useQuery(listCountsQuery(api, register.key)).data?.counts ?? {};
  const waiting = register.lists.filter(({ key }) => (counts[key] ?? 0) > 0);
  if (waiting.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label={`${register.title}待办`}
      sx={{ listStyle: 'none', m: 0, my: 1, p: 0, display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}
    >
      {waiting.map((list) => (
        <li key={list.key}>
          <MuiLink
            component={Link}
            to={addresses.list(register.key)}
            onClick={() => {
              setQuery(dailyQuery(register, list, context));
              setOpened({ list: null, columns: null });
            }}
          >
            {list.title}：{(counts[list.key] ?? 0).toLocaleString('zh-CN')}
            {register.noun}
          </MuiLink>
        </li>
      ))}
    </Box>
  );
}

/** How far this month's screening is. */
function ScreeningCard() {
  const api = useApi();
  const { context } = useWork();
  const month = monthOf(context.today);
  const villages = useQuery(monthQuery(api, month)).data?.villages;
  if (villages === undefined || villages.length === 0) return null;
  const open = villages.filter(({ state }) => state !== 'filed').length;
  const left = daysLeft(month, context.today);
  return (
    <Paper sx={{ border: `1px solid ${colours.line}`, p: 2.5 }}>
      <Typography variant="h2">{monthInWords(month)}排查</Typography>
      <Typography sx={{ my: 1 }}>
        {open === 0
          ? '全部村（社区）都已归档。'
          : `还有${open}个村（社区）没有归档，${left === 0 ? '今天是月底' : `离月底还有${left}天`}。`}
      </Typography>
      <Button variant="outlined" component={Link} to={addresses.screening()}>
        打开本月排查
      </Button>
    </Paper>
  );
}
