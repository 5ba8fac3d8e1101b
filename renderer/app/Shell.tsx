import ChecklistOutlined from '@mui/icons-material/ChecklistOutlined';
import ChildCareOutlined from '@mui/icons-material/ChildCareOutlined';
import DescriptionOutlined from '@mui/icons-material/DescriptionOutlined';
import DirectionsWalkOutlined from '@mui/icons-material/DirectionsWalkOutlined';
import FactCheckOutlined from '@mui/icons-material/FactCheckOutlined';
import GroupOutlined from '@mui/icons-material/GroupOutlined';
import LockOutlined from '@mui/icons-material/LockOutlined';
import SettingsOutlined from '@mui/icons-material/SettingsOutlined';
import TodayOutlined from '@mui/icons-material/TodayOutlined';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ComponentType, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { NavLink, Outlet, useLocation } from 'react-router';
import { anyRecords } from '../../shared/rights/methodRights.ts';
import type { Right } from '../../shared/rights/rights.ts';
import { useApi } from '../api/ApiContext.ts';
import { appStateQuery } from '../api/queries.ts';
import { AuditBar } from '../audit/AuditBar.tsx';
import { LastBackup } from '../backups/LastBackup.tsx';
import { ActionButton } from '../components/ActionButton.tsx';
import { Curtain } from '../room/Curtain.tsx';
import { RoomActions } from '../room/RoomActions.tsx';
import { ScreenMark } from '../room/ScreenMark.tsx';
import { addresses } from './addresses.ts';
import { forgetEverything } from './createQueryClient.ts';
import { GlobalSearch } from './GlobalSearch.tsx';
import { IdleWarning } from './IdleWarning.tsx';
import { colours, measures } from './theme.ts';
import { useRights } from './useRights.ts';
import { useKeptWayAhead, WayAheadContext } from './useWayAhead.ts';
import { useWork } from './WorkContext.ts';

interface Place {
  readonly to: string;
  readonly label: string;
  readonly Icon: ComponentType;
  /** For whom it is: whoever has one of them; everybody where they are left out. */
  readonly rights?: readonly Right[];
}

/** Places named by what the clerk is doing; other registers join below the children. */
const places: readonly Place[] = [
  { to: '/', label: '今日', Icon: TodayOutlined },
  { to: addresses.list('child'), label: '儿童', Icon: ChildCareOutlined, rights: ['children.read'] },
  { to: addresses.screening(), label: '排查', Icon: ChecklistOutlined, rights: ['children.read'] },
  { to: addresses.routes(), label: '走访单', Icon: DirectionsWalkOutlined, rights: ['children.read'] },
  { to: addresses.list('keyPerson'), label: '重点人员', Icon: GroupOutlined, rights: ['watchlist.read'] },
  {
    to: addresses.forms(),
    label: '表格',
    Icon: DescriptionOutlined,
    rights: [...anyRecords('print'), 'templates.write'],
  },
];
/** What is seldom needed stands at the foot. */
const footPlaces: readonly Place[] = [
  { to: addresses.audit(), label: '审计', Icon: FactCheckOutlined, rights: ['audit.read'] },
  { to: '/settings', label: '设置', Icon: SettingsOutlined },
];

/**
 * Keeps the browser from printing or saving the screen where a page has no such action of its own, and from opening a
 * file that is dropped beside its place.
 */
function refuseBrowserActions(): () => void {
  const refuse = (event: Event): void => event.preventDefault();
  // On the window, so after the page's own shortcuts.
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey && ['p', 's'].includes(event.key.toLowerCase())) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('keydown', onKey);
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}

/** Pages without a table or a box that takes the focus as soon as it is filled. */
const beginsAtHeading =
  /^\/(?:settings|audit|routes|forms(?:\/.+)?|registers\/[^/]+\/(?:import|batches|print|duplicates))?$/u;

/**
 * Begins a page at its heading, unless something on it has the focus: a link that was followed keeps it, and what opened the
 * page from a menu is gone.
 */
function beginAt(main: HTMLElement | null): void {
  const { activeElement } = document;
  if (main === null || (activeElement !== document.body && activeElement?.closest('nav') == null)) return;
  (main.querySelector<HTMLElement>('h1[tabindex]') ?? main).focus({ preventScroll: true });
}

/** The desk around every page: places at the left, one search box above, who is here below. */
export function Shell() {
  const { session, drafts, office, context } = useWork();
  const { mayAnywhere } = useRights();
  const api = useApi();
  const client = useQueryClient();
  const isDemo = (useQuery(appStateQuery(api)).data?.demo ?? null) !== null;
  const [locking, setLocking] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const wayAhead = useKeptWayAhead();
  const lock = async (): Promise<void> => {
    // Drawn before anything is asked of the host, which may take this page down in the middle of its next step.
    flushSync(() => setLocking(true));
    await drafts.flush();
    // The host tears the page down meanwhile; whether its answer still arrives does not matter.
    await api.call('session.lock', {}).catch(() => undefined);
    forgetEverything(client);
    setLocking(false);
  };
  useEffect(refuseBrowserActions, []);
  useLayoutEffect(() => {
    if (beginsAtHeading.test(pathname)) beginAt(main.current);
  }, [pathname]);
  return (
    <Box
      sx={{
        // Whatever a page brings into view, the desk itself never scrolls.
        position: 'fixed',
        inset: 0,
        overflow: 'clip',
        display: 'grid',
        gridTemplateColumns: `${measures.navigation}px minmax(0, 1fr)`,
        gridTemplateRows: `${measures.topBar}px minmax(0, 1fr) 36px`,
        gridTemplateAreas: '"side top" "side main" "foot foot"',
      }}
    >
      <Box
        component="nav"
        aria-label="主导航"
        sx={{ gridArea: 'side', bgcolor: colours.accentDeep, color: '#fff', display: 'flex', flexDirection: 'column' }}
      >
        <Typography
          component="div"
          sx={{
            height: measures.topBar,
            display: 'flex',
            alignItems: 'center',
            px: 2.5,
            fontSize: 18,
            fontWeight: 600,
          }}
        >
          护蕾台账
        </Typography>
        <PlaceList places={places} />
        <Box sx={{ flex: 1 }} />
        <PlaceList places={footPlaces} />
      </Box>
      <Box
        component="header"
        sx={{
          gridArea: 'top',
          bgcolor: 'background.paper',
          borderBottom: `1px solid ${colours.line}`,
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          px: 2.5,
        }}
      >
        {mayAnywhere('read') && <GlobalSearch />}
        <Typography variant="body2" color="textSecondary" noWrap sx={{ ml: 'auto' }}>
          {office.county}
          {office.township}
        </Typography>
      </Box>
      <Box
        component="main"
        ref={main}
        tabIndex={-1}
        sx={{ gridArea: 'main', position: 'relative', minHeight: 0, overflow: 'auto', px: 2.5, py: 1, outline: 'none' }}
      >
        <AuditBar />
        <WayAheadContext value={wayAhead}>
          <Outlet />
        </WayAheadContext>
      </Box>
      <Box
        component="footer"
        sx={{
          gridArea: 'foot',
          bgcolor: 'background.paper',
          borderTop: `1px solid ${colours.line}`,
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          px: 2.5,
          fontSize: 14,
          color: 'text.secondary',
        }}
      >
        <span>当前用户：{session.user}</span>
        <LastBackup />
        {isDemo && (
          <Box component="span" sx={{ px: 1, border: `1px solid ${colours.line}`, borderRadius: 1 }}>
            演示
          </Box>
        )}
        <RoomActions />
        <ActionButton
          size="small"
          shortcut="Ctrl+L"
          startIcon={<LockOutlined />}
          onClick={() => void lock()}
          sx={{ minHeight: 28, py: 0, fontSize: 14 }}
        >
          锁定
        </ActionButton>
      </Box>
      <ScreenMark user={session.user} today={context.today} />
      <Curtain />
      <IdleWarning onWarning={() => void drafts.flush()} />
      {locking && (
        <Box
          role="status"
          sx={{
            position: 'fixed',
            inset: 0,
            zIndex: 'tooltip',
            bgcolor: 'background.default',
            display: 'grid',
            placeItems: 'center',
          }}
        >
          <Typography variant="h2" component="p">
            正在锁定…
          </Typography>
        </Box>
      )}
    </Box>
  );
}

function PlaceList({ places }: { readonly places: readonly Place[] }) {
  const { has } = useRights();
  return (
    <List dense sx={{ py: 0.5 }}>
      {places
        .filter(({ rights }) => rights === undefined || rights.some(has))
        .map(({ to, label, Icon }) => (
          <ListItem key={to} disablePadding>
            <ListItemButton
              component={NavLink}
              to={to}
              end={to === '/'}
              sx={{
                px: 2.5,
                borderLeft: '3px solid transparent',
                '& .MuiListItemIcon-root': { color: 'inherit', minWidth: 34 },
                '&:hover': { bgcolor: 'rgba(255,255,255,.08)' },
                '&.active': { bgcolor: 'rgba(255,255,255,.14)', borderLeftColor: '#fff', fontWeight: 600 },
                '&:focus-visible': { outline: '2px solid #fff', outlineOffset: -3 },
              }}
            >
              <ListItemIcon>
                <Icon />
              </ListItemIcon>
              <ListItemText primary={label} slotProps={{ primary: { sx: { fontSize: 16, fontWeight: 'inherit' } } }} />
            </ListItemButton>
          </ListItem>
        ))}
    </List>
  );
}
