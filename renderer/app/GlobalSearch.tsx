import Search from '@mui/icons-material/Search';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useQueries } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { registers as everyRegister } from '../../shared/registers/index.ts';
import { findField, type Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { listPageQuery } from '../api/queries.ts';
import { Key } from '../components/Key.tsx';
import { composedInput, useComposedText } from '../components/useComposedText.ts';
import { useShortcut } from '../components/useShortcut.ts';
import { useSetListQuery } from '../registers/ListStatesProvider.tsx';
import { firstQuery } from '../registers/listQueries.ts';
import { type Match, MatchLine, usualColumns } from '../registers/MatchLine.tsx';
import { addresses } from './addresses.ts';
import { useRights } from './useRights.ts';

/** A match of one of the registers; its cells say what the search found even where no usual column has it. */
interface Hit extends Match {
  readonly register: Register;
}

/** The line below a register's matches that leads to all of them. */
interface More {
  readonly register: Register;
  /** How many are not shown; a long search stops counting. */
  readonly count: number;
  readonly isPart: boolean;
}

/** Matches shown of each register; the list page shows them all. */
const shown = 8;

/** The one search box over every register: name, pinyin, ID number, village. */
export function GlobalSearch() {
  const api = useApi();
  const navigate = useNavigate();
  const setQuery = useSetListQuery();
  const { may } = useRights();
  const registers = everyRegister.filter((register) => may(register, 'read'));
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  /** What Enter was pressed for before its answer was there. */
  const [entered, setEntered] = useState<string | null>(null);
  const typed = useComposedText(text, (next) => {
    setText(next);
    setOpen(next.trim() !== '');
  });
  const search = text.trim();
  const hits = useQueries({
    queries: registers.map((register) => ({
      ...listPageQuery(
        api,
        { ...firstQuery(register), filters: {}, search },
        0,
        shown,
        register.list.map(({ field }) => field),
      ),
      enabled: search !== '',
    })),
    combine: (answers) => ({
      pending: answers.some((answer) => answer.isFetching),
      // The matches of another text may still stand in for those of this one.
      unanswered: answers.some((answer) => answer.isPending || answer.isPlaceholderData),
      rows: answers.flatMap((answer, index): (Hit | More)[] => {
        const register = registers[index];
        if (register === undefined || search === '') return [];
        const { rows = [], total = 0, more = false } = answer.data ?? {};
        const found = rows.map((row) => ({
          register,
          id: row.id,
          cells: cellsOf(register, row.cells, search),
        }));
        return total > rows.length ? [...found, { register, count: total - rows.length, isPart: more }] : found;
      }),
    }),
  });
  const focus = (): void => {
    input.current?.focus();
    input.current?.select();
  };
  const choose = (hit: Hit | More): void => {
    setText('');
    setEntered(null);
    input.current?.blur();
    if ('id' in hit) void navigate(addresses.record(hit.register.key, hit.id));
    else {
      setQuery({ ...firstQuery(hit.register), search });
      void navigate(addresses.list(hit.register.key));
    }
  };
  const onKeyDown = (event: KeyboardEvent & { defaultMuiPrevented?: boolean | undefined }): void => {
    // Any other key takes back an Enter that still waits.
    setEntered(null);
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || search === '' || !open || !hits.unanswered) return;
    event.preventDefault();
    event.defaultMuiPrevented = true;
    setEntered(search);
  };
  const isAnswered = entered !== null && entered === search && !hits.unanswered;
  const onAnswered = useEffectEvent(() => {
    setEntered(null);
    const [first] = hits.rows;
    if (first !== undefined) choose(first);
  });
  useEffect(() => {
    if (isAnswered) onAnswered();
  }, [isAnswered]);
  useShortcut('Ctrl+K', focus);
  useShortcut('/', focus, { yields: true });
  return (
    <Autocomplete<Hit | More>
      id="search-everything"
      sx={{ width: 540 }}
      disablePortal
      slotProps={{
        listbox: {
          'aria-label': '查找结果',
          'aria-labelledby': undefined,
          // Eight matches and the way to the others, without scrolling.
          sx: { maxHeight: 'calc(100vh - 120px)' },
        },
      }}
      options={hits.rows}
      value={null}
      inputValue={typed.value}
      open={open}
      onOpen={() => setOpen(search !== '')}
      onClose={() => setOpen(false)}
      filterOptions={(options) => options}
      getOptionLabel={() => text}
      getOptionKey={(hit) => ('id' in hit ? hit.id : `more ${hit.register.key}`)}
      autoHighlight
      forcePopupIcon={false}
      clearOnBlur
      noOptionsText={
        hits.pending
          ? '正在查找'
          : '没有找到，请换个写法：姓名或监护人、拼音首字母、身份证号后四位、电话后四位、档案号、村名'
      }
      onInputChange={(_, __, reason) => {
        if (reason !== 'clear' && reason !== 'blur') return;
        setText('');
        setEntered(null);
      }}
      onKeyDown={onKeyDown}
      onChange={(_, hit) => {
        if (hit !== null) choose(hit);
      }}
      renderOption={({ key, ...properties }, hit) => (
        <Box component="li" key={key} {...properties} sx={{ display: 'flex', gap: 1.5, fontSize: 15 }}>
          {'id' in hit ? <MatchLine cells={hit.cells} /> : <MoreLine more={hit} />}
        </Box>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          placeholder="查找姓名、监护人、拼音首字母、身份证号、电话后四位、档案号、村"
          slotProps={{
            ...params.slotProps,
            input: {
              ...params.slotProps.input,
              startAdornment: (
                <InputAdornment position="start">
                  <Search fontSize="small" />
                </InputAdornment>
              ),
              endAdornment: (
                <InputAdornment position="end">
                  <Key>Ctrl+K</Key>
                </InputAdornment>
              ),
            },
            htmlInput: {
              ...composedInput(params.slotProps.htmlInput, typed),
              ref: (element: HTMLInputElement | null) => {
                input.current = element;
                const given = params.slotProps.htmlInput.ref;
                if (typeof given === 'function') given(element);
                else if (given) given.current = element;
              },
              'aria-label': '查找全部',
              'aria-keyshortcuts': 'Control+K /',
              maxLength: undefined,
            },
          }}
        />
      )}
    />
  );
}

function cellsOf(register: Register, cells: Readonly<Record<string, string>>, search: string): string[] {
  const usual = usualColumns(register);
  const has = ({ field }: { readonly field: string }): boolean => cells[field]?.includes(search) ?? false;
  const found = usual.some(has) ? undefined : register.list.find(has);
  const [name = '', ...others] = usual.map(({ field }) => cells[field] ?? '');
  if (found === undefined) return [name, ...others];
  return [name, `${findField(register, found.field)?.label ?? ''}：${cells[found.field] ?? ''}`, ...others];
}

function MoreLine({ more }: { readonly more: More }) {
  const { register, count, isPart } = more;
  return (
    <Box component="span" sx={{ color: 'primary.main' }}>
      {`还有${count.toLocaleString('zh-CN')}${isPart ? '多' : ''}${register.noun}，打开${register.title}名册看全部`}
    </Box>
  );
}
