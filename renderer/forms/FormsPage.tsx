import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useRef, useState } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RowSearch } from '../components/RowSearch.tsx';
import { FormTable } from './FormTable.tsx';
import { formCatalogue, searchForms } from './formCatalogue.ts';
import { useFilling } from './useFilling.tsx';

/** Every form of the office in one place: the official ones by what the clerk is doing, and those it brought along itself. */
export function FormsPage() {
  const { fill, dialog } = useFilling();
  const [search, setSearch] = useState('');
  const table = useRef<HTMLDivElement>(null);
  const groups = useMemo(formCatalogue, []);
  const found = searchForms(groups, search);
  const count = found.reduce((sum, { forms }) => sum + forms.length, 0);
  const isSearched = search.trim() !== '';
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="表格" detail={`${isSearched ? '找到' : '共'}${count}张表`} />
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
      </Box>
      {count === 0 ? (
        <EmptyState title="没有找到这样的表" text="换个词再找；上级新发的表样可以自己添加。">
          <Button variant="outlined" onClick={() => setSearch('')}>
            清除查找
          </Button>
        </EmptyState>
      ) : (
        <FormTable ref={table} groups={found} onFill={fill} />
      )}
      {dialog}
    </Box>
  );
}
