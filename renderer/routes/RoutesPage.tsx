import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Select from '@mui/material/Select';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableRow from '@mui/material/TableRow';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { child } from '../../shared/registers/child.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours, measures } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { useWork } from '../app/WorkContext.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Key } from '../components/Key.tsx';
import { LineHead } from '../components/LineTable.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RowSearch } from '../components/RowSearch.tsx';
import { useShortcut } from '../components/useShortcut.ts';
import { readRouteCode } from './readRouteCode.ts';
import { type ListedRoute, type RouteState, routesQuery } from './routeQueries.ts';
import { useMakeRoute } from './useMakeRoute.ts';

const states = { open: '待录入', closed: '已结束' } as const;

/** The route sheets that are out or came back, and the way to enter one; a new one for a village. */
export function RoutesPage() {
  const api = useApi();
  const navigate = useNavigate();
  const notice = useNotice();
  const { office, context } = useWork();
  const mayWrite = useRights().has('children.write');
  const [state, setState] = useState<RouteState>('open');
  const [village, setVillage] = useState('');
  const [code, setCode] = useState('');
  const findBox = useRef<HTMLInputElement>(null);
  const make = useMakeRoute();
  const open = useQuery(routesQuery(api, 'open'));
  const closed = useQuery(routesQuery(api, 'closed'));
  const { data, error } = state === 'open' ? open : closed;
  useShortcut('/', () => findBox.current?.focus());
  const find = (): void => {
    const wanted = readRouteCode(code);
    const sheets = [...(open.data?.sheets ?? []), ...(closed.data?.sheets ?? [])];
    const found = wanted && sheets.find((sheet) => sheet.code === wanted.sheet);
    if (!wanted || !found) {
      notice({ severity: 'info', text: '没有这个编号的走访单，请照纸上的编号输入，如 2026-0003 07' });
    } else void navigate(addresses.route(found.id, wanted.position ?? undefined));
  };
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="走访单" detail={open.data && `${open.data.sheets.length.toLocaleString('zh-CN')}张待录入`}>
        <Button variant="outlined" onClick={() => void navigate(addresses.list(child.key))}>
          从儿童名单选人
        </Button>
        {mayWrite && (
          <>
            <Select
              size="small"
              displayEmpty
              value={village}
              onChange={(event) => setVillage(event.target.value)}
              inputProps={{ 'aria-label': '村（社区）' }}
              sx={{ width: 180, bgcolor: 'background.paper' }}
            >
              <MenuItem value="">选村（社区）</MenuItem>
              {office.villages
                .filter(({ code }) => context.villagesInReach?.has(code) ?? true)
                .map((each) => (
                  <MenuItem key={each.code} value={each.code}>
                    {each.name}
                  </MenuItem>
                ))}
            </Select>
            <Button
              variant="contained"
              disabled={village === '' || make.isPending}
              onClick={() => make.mutate({ village })}
            >
              打印这个村的走访单
            </Button>
          </>
        )}
      </PageHeader>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flex: 'none' }}>
        <RowSearch
          label="按纸上的编号查找"
          placeholder="纸上的编号，如 2026-0003 07"
          value={code}
          onChange={setCode}
          onLeave={find}
          width={300}
          maxLength={40}
          hint={<Key>/</Key>}
          inputRef={findBox}
        />
        <ToggleButtonGroup
          size="small"
          exclusive
          value={state}
          aria-label="按录入情况筛选"
          onChange={(_, next: RouteState | null) => {
            if (next !== null) setState(next);
          }}
          sx={{ bgcolor: 'background.paper', '& button': { py: 0.25, px: 1.5, fontSize: 14, color: 'text.primary' } }}
        >
          {Object.entries(states).map(([key, label]) => (
            <ToggleButton key={key} value={key}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      {data && data.sheets.length > 0 && <RouteTable sheets={data.sheets} />}
      {data?.sheets.length === 0 && (
        <Paper sx={{ flex: 1, border: `1px solid ${colours.line}` }}>
          <EmptyState
            title={state === 'open' ? '没有待录入的走访单' : '还没有结束录入的走访单'}
            text="在上面选一个村，或到儿童名单里勾选要走访的，再打印走访单；走访回来在这里按户号录入。"
          />
        </Paper>
      )}
    </Box>
  );
}

/** One line for each sheet; arrows go from line to line, Enter opens one. */
function RouteTable({ sheets }: { readonly sheets: readonly ListedRoute[] }) {
  const mayPrint = useRights().has('children.print');
  const navigate = useNavigate();
  return (
    <TableContainer
      onKeyDown={moveBetweenRows}
      sx={{ flex: 1, minHeight: 0, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}
    >
      <Table
        size="small"
        stickyHeader
        aria-label="走访单"
        sx={{
          '& td, & th': { height: measures.row, px: 1.25, py: 0.25, whiteSpace: 'nowrap' },
          '& .number': { textAlign: 'right' },
        }}
      >
        <LineHead>
          <TableCell>编号</TableCell>
          <TableCell>走访范围</TableCell>
          <TableCell className="number">户数</TableCell>
          <TableCell className="number">已录</TableCell>
          <TableCell className="number">发现问题</TableCell>
          <TableCell>开单</TableCell>
          <TableCell sx={{ textAlign: 'right' }}>办理</TableCell>
        </LineHead>
        <TableBody>
          {sheets.map(({ id, code, place, stops, entered, problems, createdAt, createdBy, closedAt }) => (
            <TableRow key={id}>
              <TableCell component="th" scope="row" sx={{ fontWeight: 600 }}>
                {code}
              </TableCell>
              <TableCell>{place}</TableCell>
              <TableCell className="number">{stops}</TableCell>
              <TableCell className="number">{entered}</TableCell>
              <TableCell className="number">{problems === 0 ? '' : problems}</TableCell>
              <TableCell sx={{ color: 'text.secondary', fontSize: 14 }}>
                {momentInWords(createdAt)}　{createdBy}
              </TableCell>
              <TableCell sx={{ textAlign: 'right' }}>
                {mayPrint && (
                  <Button
                    size="small"
                    aria-label={`打印${code}`}
                    onClick={() => void navigate(addresses.routePrint(id))}
                    sx={{ minHeight: 30 }}
                  >
                    打印
                  </Button>
                )}
                <Button
                  data-row
                  size="small"
                  variant={closedAt === null ? 'outlined' : 'text'}
                  aria-label={`${closedAt === null ? '录入' : '查看'}${code}`}
                  onClick={() => void navigate(addresses.route(id))}
                  sx={{ minHeight: 30, minWidth: 72 }}
                >
                  {closedAt === null ? '录入' : '查看'}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
