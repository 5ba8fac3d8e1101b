import Box from '@mui/material/Box';
import ListItemButton from '@mui/material/ListItemButton';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { colours } from '../app/theme.ts';
import { person } from '../room/person.ts';
import type { RouteStop } from './routeQueries.ts';

interface StopListProps {
  readonly stops: readonly RouteStop[];
  /** Place of the current stop. */
  readonly current: number;
  readonly onChoose: (position: number) => void;
}

/** The children in the order of the paper, and which are entered. One stop of the Tab key; arrows go from child to child. */
export function StopList({ stops, current, onChoose }: StopListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-position="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[role="button"]') ?? [])];
    const at = buttons.findIndex((button) => button.contains(document.activeElement));
    buttons[at + step]?.focus();
    event.preventDefault();
  };
  return (
    <Box
      component="ul"
      ref={list}
      aria-label="各户"
      onKeyDown={onKeyDown}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        bgcolor: 'background.paper',
        border: `1px solid ${colours.line}`,
      }}
    >
      {stops.map(({ position, name, version, enteredAt, problem }) => (
        <li key={position}>
          <ListItemButton
            data-position={position}
            selected={position === current}
            aria-current={position === current || undefined}
            tabIndex={position === current ? 0 : -1}
            onClick={() => onChoose(position)}
            sx={{
              display: 'grid',
              gridTemplateColumns: '44px minmax(0, 1fr) auto',
              gap: 1,
              minHeight: 36,
              py: 0,
              px: 1.5,
            }}
          >
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {String(position).padStart(2, '0')}
            </Box>
            <Box
              component="span"
              {...person}
              sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
            >
              {version === null ? '（已不在册）' : name}
            </Box>
            <Box component="span" sx={{ fontSize: 14, color: enteredAt === null ? 'text.secondary' : 'success.main' }}>
              {version === null ? '' : enteredAt === null ? '待录' : problem === null ? '√ 已录' : '√ 有问题'}
            </Box>
          </ListItemButton>
        </li>
      ))}
    </Box>
  );
}
