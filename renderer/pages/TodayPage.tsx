import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { registers } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { useApi } from '../api/ApiContext.ts';
import { draftListQuery, listPageQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { firstQuery } from '../registers/ListStatesProvider.tsx';

/** What there is and where to go on: counts, and entries that were left unfinished. */
export function TodayPage() {
  const { context, notices } = useWork();
  return (
    <Box>
      <PageHeader title="今日" detail={chineseDate(context.today)} />
      <Stack spacing={1.5} sx={{ maxWidth: 900, mt: 1 }}>
        {notices.map((notice) => (
          <Alert key={notice} severity="warning" role="note">
            {notice}
          </Alert>
        ))}
        {registers.map((register) => (
          <RegisterCard key={register.key} register={register} />
        ))}
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
  return (
    <Paper sx={{ border: `1px solid ${colours.line}`, p: 2.5 }}>
      <Typography variant="h2">{register.title}</Typography>
      <Typography sx={{ my: 1 }}>
        {total === undefined
          ? '正在统计'
          : total === 0
            ? `还没有登记${register.title}。可以导入村里报来的表格，也可以逐个新增。`
            : `已登记${total.toLocaleString('zh-CN')}${register.noun}。`}
      </Typography>
      {drafts !== undefined && drafts.length > 0 && (
        <Alert severity="info" role="note" icon={false} sx={{ my: 1, '& .MuiAlert-message': { flex: 1, py: 0.5 } }}>
          还没有保存的内容：
          <Box component="ul" aria-label="没有保存的内容" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {drafts.map((draft) => (
              <Box
                component="li"
                key={draft.id ?? 'new'}
                sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 2, minHeight: 36 }}
              >
                <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  {draft.id === null ? `新${register.title}登记` : '改了一半'}：
                  <strong>{draft.name === '' ? '还没有填名字' : draft.name}</strong>（{momentInWords(draft.savedAt)}）
                </Box>
                <Button
                  component={Link}
                  to={draft.id === null ? addresses.create(register.key) : addresses.record(register.key, draft.id)}
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
        <Button variant={total === 0 ? 'contained' : 'outlined'} component={Link} to={addresses.import(register.key)}>
          导入表格
        </Button>
        <Button variant="outlined" component={Link} to={addresses.create(register.key)}>
          新增{register.title}
        </Button>
      </Stack>
    </Paper>
  );
}
