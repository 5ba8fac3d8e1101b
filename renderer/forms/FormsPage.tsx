import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { useRights } from '../app/useRights.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RowSearch } from '../components/RowSearch.tsx';
import { OwnForms, ownGroup } from '../templates/OwnForms.tsx';
import { templatesQuery } from '../templates/templateQueries.ts';
import { FormTable } from './FormTable.tsx';
import { formCatalogue, hasWords, searchForms } from './formCatalogue.ts';
import { useFilling } from './useFilling.tsx';

/** Every form of the office in one place: the official ones by what the clerk is doing, and those it brought along itself. */
export function FormsPage() {
  const api = useApi();
  const navigate = useNavigate();
  const { has, mayAnywhere } = useRights();
  const { fill, dialog } = useFilling();
  const [search, setSearch] = useState('');
  const [only, setOnly] = useState<string | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const groups = useMemo(formCatalogue, []);
  const found = searchForms(groups, search).filter(({ title }) => only === null || title === only);
  const count = found.reduce((sum, { forms }) => sum + forms.length, 0);
  const isSearched = search.trim() !== '';
  const listed = useQuery(templatesQuery(api));
  const showsOwn = only === null || only === ownGroup;
  const own = (listed.data?.templates ?? []).filter(
    ({ title, documentNumber }) => showsOwn && hasWords(`${title} ${documentNumber}`, search),
  );
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title="表格"
        detail={`${isSearched || only !== null ? '找到' : '共'}${count}张表${own.length > 0 ? `，本单位表样${own.length}份` : ''}`}
      >
        {mayAnywhere('read') && <Button onClick={() => void navigate(addresses.prints())}>打印登记</Button>}
        {has('children.export') && (
          <Button variant="outlined" onClick={() => void navigate(addresses.fillOwnForms())}>
            用本单位表样填写
          </Button>
        )}
        {has('templates.write') && (
          <ActionButton variant="contained" shortcut="N" onClick={() => void navigate(addresses.addOwnForm())}>
            添加本单位表样
          </ActionButton>
        )}
      </PageHeader>
      {listed.isError && <Alert severity="error">{messageOf(listed.error)}</Alert>}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flex: 'none' }}>
        <RowSearch
          label="在表格中查找"
          placeholder="编号、表名、用途"
          value={search}
          onChange={setSearch}
          onLeave={() => table.current?.querySelector<HTMLElement>('a')?.focus()}
          width={300}
          maxLength={60}
        />
        <Box role="group" aria-label="只看一类" sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          {[ownGroup, ...groups.map(({ title }) => title)].map((title) => (
            <Chip
              key={title}
              label={title}
              aria-pressed={only === title}
              color={only === title ? 'primary' : 'default'}
              variant={only === title ? 'filled' : 'outlined'}
              onClick={() => setOnly(only === title ? null : title)}
              sx={{ height: 32 }}
            />
          ))}
        </Box>
      </Box>
      {count === 0 && own.length === 0 && isSearched ? (
        <EmptyState title="没有找到这样的表" text="换个词再找；上级新发的表样可以自己添加。">
          <Button
            variant="outlined"
            onClick={() => {
              setSearch('');
              setOnly(null);
            }}
          >
            清除查找
          </Button>
        </EmptyState>
      ) : (
        <FormTable ref={table} groups={found} onFill={fill}>
          {listed.data && showsOwn && (own.length > 0 || !isSearched) && <OwnForms templates={own} />}
        </FormTable>
      )}
      {dialog}
    </Box>
  );
}
