import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import type { SavedList } from '../../shared/contract/listMethods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { listCountsQuery } from '../api/queries.ts';
import { colours } from '../app/theme.ts';
import { dailyQuery, keptQueryOn, queryToKeep } from './dailyLists.ts';
import type { OpenedList } from './ListStatesProvider.tsx';
import { findsTheSame, firstQuery } from './listQueries.ts';
import { SavedListDialog } from './SavedListDialog.tsx';
import { SavedListVillageDialog } from './SavedListVillageDialog.tsx';
import type { SavedLists } from './useSavedLists.ts';

interface ListViewsProps {
  readonly register: Register;
  readonly context: FieldContext;
  readonly query: ListQuery;
  readonly opened: OpenedList;
  /** The columns that are shown; kept with a list that is saved. */
  readonly columns: readonly string[];
  readonly saved: SavedLists;
  readonly onOpen: (query: ListQuery, opened: OpenedList) => void;
}

/** The own list that asks for the user's village. */
const ownVillage = '我的村';

/** Lists that are looked at again and again, one click away: the register's daily ones and the user's own. */
export function ListViews({ register, context, query, opened, columns, saved, onOpen }: ListViewsProps) {
  const api = useApi();
  const counts = useQuery(listCountsQuery(api, register.key)).data?.counts;
  const [asking, setAsking] = useState(false);
  const everybody = firstQuery(register);
  const village = villageField(register, context);
  const mine = saved.lists.find(({ title }) => title === ownVillage);
  const openOwn = (list: SavedList): void =>
    onOpen(keptQueryOn(register, list.query, context), { list: list.id, columns: list.columns });
  const openDaily = (next: ListQuery): void => onOpen(next, { list: null, columns: null });
  const daily = register.lists.map((list) => ({
    list,
    query: { ...dailyQuery(register, list, context), sort: query.sort },
  }));
  return (
    <Box
      role="group"
      aria-label="常用名册"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center', flex: 'none' }}
    >
      <ViewButton
        pressed={opened.list === null && findsTheSame(query, everybody)}
        onClick={() => openDaily({ ...everybody, sort: query.sort })}
      >
        全部
      </ViewButton>
      {village !== undefined && (
        <ViewButton
          pressed={
            mine !== undefined &&
            opened.list === mine.id &&
            findsTheSame(query, keptQueryOn(register, mine.query, context))
          }
          onClick={() => (mine ? openOwn(mine) : setAsking(true))}
        >
          {ownVillage}
        </ViewButton>
      )}
      {daily.map(({ list, query: next }) => (
        <ViewButton
          key={list.key}
          pressed={opened.list === null && findsTheSame(query, next)}
          onClick={() => openDaily(next)}
        >
          {list.title}
          {counts !== undefined && <Count number={counts[list.key] ?? 0} />}
        </ViewButton>
      ))}
      <OwnLists
        {...{ register, context, query, opened, columns, saved }}
        onOpen={openOwn}
        onForget={() => onOpen(query, { list: null, columns: null })}
        {...(mine === undefined ? {} : { onChangeVillage: () => setAsking(true), village: mine })}
      />
      {asking && village !== undefined && (
        <SavedListVillageDialog
          villages={context.villages}
          chosen={mine?.query.filters[village] ?? []}
          onSave={async (codes) => {
            const list: SavedList = {
              id: mine?.id ?? crypto.randomUUID(),
              title: ownVillage,
              query: { ...everybody, filters: { ...everybody.filters, [village]: [...codes] } },
              columns: mine?.columns ?? null,
            };
            if ((await saved.save(list)) === null) openOwn(list);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Box>
  );
}

/** The field that holds the office's villages; a register need not have one. */
function villageField(register: Register, context: FieldContext): string | undefined {
  return Object.keys(register.fields).find((key) => register.fields[key]?.kind.options?.(context) === context.villages);
}

interface ViewButtonProps {
  readonly pressed: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function ViewButton({ pressed, onClick, children }: ViewButtonProps) {
  return (
    <Button
      size="small"
      color={pressed ? 'primary' : 'inherit'}
      aria-pressed={pressed}
      onClick={onClick}
      sx={{
        minHeight: 30,
        flex: 'none',
        whiteSpace: 'nowrap',
        px: 1.25,
        fontSize: 14,
        borderRadius: 0,
        borderBottom: `3px solid ${pressed ? colours.accent : 'transparent'}`,
        ...(pressed ? { fontWeight: 600 } : {}),
      }}
    >
      {children}
    </Button>
  );
}

function Count({ number }: { readonly number: number }) {
  return (
    <Box component="span" sx={{ ml: 0.5, color: number > 0 ? colours.accent : 'text.secondary', fontWeight: 600 }}>
      {number.toLocaleString('zh-CN')}
    </Box>
  );
}

interface OwnListsProps
  extends Pick<ListViewsProps, 'register' | 'context' | 'query' | 'opened' | 'columns' | 'saved'> {
  readonly onOpen: (list: SavedList) => void;
  /** The list that was open is there no more. */
  readonly onForget: () => void;
  readonly village?: SavedList;
  readonly onChangeVillage?: () => void;
}

/** The menu of the user's own lists: open, keep, change, rename, take away. */
function OwnLists({ register, context, query, opened, columns, saved, onOpen, onForget, ...own }: OwnListsProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [naming, setNaming] = useState<'new' | SavedList | null>(null);
  const current = saved.lists.find((list) => list.id === opened.list);
  const others = saved.lists.filter((list) => list.id !== own.village?.id);
  const isAsKept =
    current !== undefined &&
    findsTheSame(query, keptQueryOn(register, current.query, context)) &&
    JSON.stringify(query.sort) === JSON.stringify(current.query.sort) &&
    (current.columns === null || JSON.stringify(current.columns) === JSON.stringify(columns));
  const kept = queryToKeep(register, query, context);
  const act = (work: () => void) => () => {
    setAnchor(null);
    work();
  };
  const shown = current !== undefined && current.id !== own.village?.id;
  return (
    <>
      <Button
        id={id}
        size="small"
        color={shown ? 'primary' : 'inherit'}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        endIcon={<ExpandMore />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ ml: 'auto', minHeight: 30, fontSize: 14, maxWidth: 240, ...(shown ? { fontWeight: 600 } : {}) }}
      >
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {shown ? current.title : '我的名册'}
        </Box>
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-labelledby': id, dense: true }, paper: { sx: { maxHeight: 480, minWidth: 220 } } }}
      >
        {others.map((list) => (
          <MenuItem key={list.id} selected={list.id === opened.list} onClick={act(() => onOpen(list))}>
            {list.title}
          </MenuItem>
        ))}
        {others.length > 0 && <Divider component="li" />}
        <MenuItem onClick={act(() => setNaming('new'))}>把现在的条件和列存为名册…</MenuItem>
        {current !== undefined && !isAsKept && (
          <MenuItem
            onClick={act(() => void saved.save({ ...current, query: kept, columns: current.columns && [...columns] }))}
          >
            把“{current.title}”改为现在的条件
          </MenuItem>
        )}
        {shown && <MenuItem onClick={act(() => setNaming(current))}>给“{current.title}”改名…</MenuItem>}
        {own.onChangeVillage !== undefined && <MenuItem onClick={act(own.onChangeVillage)}>更改我的村…</MenuItem>}
        {current !== undefined && (
          <MenuItem
            onClick={act(() => {
              onForget();
              void saved.discard(current);
            })}
          >
            删除“{current.title}”
          </MenuItem>
        )}
      </Menu>
      {naming === 'new' && (
        <SavedListDialog
          title="存为名册"
          text={`以后点“我的名册”就能打开。记住现在的查找、筛选、排序和列，不记住${register.title}本身。`}
          name=""
          onSave={async (title) => {
            const list: SavedList = { id: crypto.randomUUID(), title, query: kept, columns: [...columns] };
            const failure = await saved.save(list);
            if (failure === null) onOpen(list);
            return failure;
          }}
          onClose={() => setNaming(null)}
        />
      )}
      {naming !== null && naming !== 'new' && (
        <SavedListDialog
          title="名册改名"
          text="只改名字，条件和列不变。"
          name={naming.title}
          onSave={(title) => saved.save({ ...naming, title })}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}
