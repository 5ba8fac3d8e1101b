import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { type ImportSummary, importMarks, importVerdicts } from '../../shared/contract/importMethods.ts';
import { colours } from '../app/theme.ts';
import { RowSearch } from '../components/RowSearch.tsx';
import type { ImportFilter } from './keptImport.ts';
import { markMeanings, markOrder, verdictOrder, verdictWords } from './verdicts.ts';

interface ImportFiltersProps {
  readonly summary: ImportSummary;
  readonly filter: ImportFilter;
  readonly onFilter: (filter: ImportFilter) => void;
  /** Leads from the search box into the table. */
  readonly onDown: () => void;
  /** Further actions on the rows. */
  readonly children: ReactNode;
}

/** Which rows are listed: chips with their counts, and a search in all cells. */
export function ImportFilters({ summary, filter, onFilter, onDown, children }: ImportFiltersProps) {
  const chips: readonly ChipProps[] = [
    { label: '全部', count: summary.total, only: null },
    // The head line counts those that no row has.
    ...verdictOrder
      .filter((only) => summary.verdicts[only] > 0 || filter.only === only)
      .map((only) => ({
        label: importVerdicts[only],
        count: summary.verdicts[only],
        only,
        meaning: verdictWords[only].meaning,
      })),
    ...markOrder
      .filter((only) => summary.marks[only] > 0 || filter.only === only)
      .map((only) => ({ label: importMarks[only], count: summary.marks[only], only, meaning: markMeanings[only] })),
  ];
  return (
    <Box sx={{ display: 'flex', gap: 0.75, alignItems: 'center', flexWrap: 'wrap', flex: 'none' }}>
      {chips.map(({ label, count, only, meaning }) => {
        const active = filter.only === only;
        return (
          <Button
            key={label}
            size="small"
            variant="outlined"
            color={active ? 'primary' : 'inherit'}
            aria-pressed={active}
            title={meaning}
            onClick={() => onFilter({ ...filter, only: active ? null : only })}
            sx={{
              minHeight: 30,
              minWidth: 0,
              px: 1,
              py: 0,
              fontSize: 14,
              borderColor: active ? 'primary.main' : colours.line,
              ...(active ? { bgcolor: colours.accentWash, fontWeight: 600 } : {}),
            }}
          >
            {label} {count.toLocaleString('zh-CN')}
          </Button>
        );
      })}
      <RowSearch
        label="在表里查找"
        placeholder="在表里查找"
        value={filter.search}
        onChange={(search) => onFilter({ ...filter, search })}
        onLeave={onDown}
        width={150}
        maxLength={60}
      />
      <Box sx={{ ml: 'auto', display: 'flex', gap: 0.5, flexWrap: 'wrap' }}>{children}</Box>
    </Box>
  );
}

interface ChipProps {
  readonly label: string;
  readonly count: number;
  readonly only: ImportFilter['only'];
  readonly meaning?: string;
}
