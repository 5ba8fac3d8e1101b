import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Chip from '@mui/material/Chip';
import FormControlLabel from '@mui/material/FormControlLabel';
import Popover from '@mui/material/Popover';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { type Field, findField, gapsFilter, type Register } from '../../shared/registers/register.ts';
import { isCalendarDate } from '../../shared/rules/calendarDate.ts';
import { RowSearch } from '../components/RowSearch.tsx';
import { FieldControl } from '../fields/FieldControl.tsx';
import { FilterChip } from './FilterChip.tsx';
import {
  type Days,
  dayColumns,
  daysOf,
  filterOptions,
  gapsOptions,
  otherConditions,
  withDays,
  withFilter,
  withoutCondition,
} from './listNarrowing.ts';

interface ListFiltersProps {
  readonly register: Register;
  readonly context: FieldContext;
  readonly query: ListQuery;
  readonly onChange: (query: ListQuery) => void;
  /** Whether anything is asked for beyond what the list shows at first. */
  readonly narrowed: boolean;
  readonly onClear: () => void;
  /** Leaves the search box for the rows. */
  readonly onLeave: () => void;
}

/** Filters that have a button of their own in one line at 1366 × 768; the others stand behind 更多筛选. */
const filtersInLine = 5;

/** The search of a list and what narrows it; whatever is asked for stands there in words and can be taken off. */
export function ListFilters({ register, context, query, onChange, narrowed, onClear, onLeave }: ListFiltersProps) {
  const inLine = register.filters.slice(0, filtersInLine);
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center', flex: 'none' }}>
      <RowSearch
        label={`在${register.title}中查找`}
        placeholder="在本页查找"
        value={query.search}
        onChange={(search) => onChange({ ...query, search })}
        onLeave={onLeave}
        width={220}
      />
      {inLine.map((key) => (
        <FieldFilter key={key} {...{ register, context, query, onChange }} field={key} />
      ))}
      <MoreFilters {...{ register, context, query, onChange }} fields={register.filters.slice(filtersInLine)} />
      {otherConditions(register, query, inLine, context).map(({ key, text }) => (
        <Chip
          key={key}
          label={text}
          onDelete={() => onChange(withoutCondition(query, key))}
          onClick={() => onChange(withoutCondition(query, key))}
          aria-label={`去掉条件：${text}`}
          color="primary"
          variant="outlined"
          sx={{ height: 32 }}
        />
      ))}
      {narrowed && (
        <Button size="small" onClick={onClear} sx={{ minHeight: 32 }}>
          清除条件
        </Button>
      )}
    </Box>
  );
}

type FilterProps = Pick<ListFiltersProps, 'register' | 'context' | 'query' | 'onChange'>;

function FieldFilter({ register, context, query, onChange, field }: FilterProps & { readonly field: string }) {
  const label = findField(register, field)?.label;
  if (label === undefined) return null;
  return (
    <FilterChip
      label={label}
      options={filterOptions(register, field, context)}
      codes={query.filters[field] ?? []}
      onChange={(codes) => onChange(withFilter(query, field, codes))}
    />
  );
}

/** What is asked for less often: the other filters, completeness, and days. */
function MoreFilters({
  register,
  context,
  query,
  onChange,
  fields,
}: FilterProps & { readonly fields: readonly string[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const titleId = useId();
  return (
    <>
      <Button
        size="small"
        variant="text"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        endIcon={<ExpandMore />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ minHeight: 32, fontSize: 14 }}
      >
        更多筛选
      </Button>
      <Popover
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-labelledby': titleId, sx: { p: 2, width: 640 } } }}
      >
        <Typography id={titleId} variant="h3" sx={{ mb: 1 }}>
          更多筛选
        </Typography>
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', mb: 2 }}>
          {fields.map((key) => (
            <FieldFilter key={key} {...{ register, context, query, onChange }} field={key} />
          ))}
          <FilterChip
            label="资料"
            options={gapsOptions}
            codes={query.filters[gapsFilter] ?? []}
            onChange={(codes) => onChange(withFilter(query, gapsFilter, codes))}
          />
        </Box>
        {dayColumns(register).map((key) => {
          const field = register.fields[key];
          return (
            field && (
              <DaysFilter
                key={key}
                field={field}
                context={context}
                days={daysOf(query, key)}
                onChange={(days) => onChange(withDays(query, key, days))}
              />
            )
          );
        })}
      </Popover>
    </>
  );
}

interface DaysFilterProps {
  readonly field: Field;
  readonly context: FieldContext;
  readonly days: Days;
  readonly onChange: (days: Days) => void;
}

/** Days from and to of one date column, typed any way; what is no day yet narrows nothing. */
function DaysFilter({ field, context, days, onChange }: DaysFilterProps) {
  const id = useId();
  const [unfinished, setUnfinished] = useState<Readonly<Record<string, string>>>({});
  const bound = (end: 'from' | 'to', word: string) => (
    <Box sx={{ width: 170 }}>
      <FieldControl
        id={`${id}-${end}`}
        field={field}
        label={`${field.label}${word}`}
        value={unfinished[end] ?? days[end]}
        onChange={(value) => {
          const isDay = value === null || (typeof value === 'string' && isCalendarDate(value));
          const { [end]: _, ...others } = unfinished;
          setUnfinished(isDay ? others : { ...others, [end]: String(value) });
          onChange({ ...days, [end]: isDay ? value : null });
        }}
        context={context}
        variant="form"
        error={unfinished[end] === undefined ? undefined : '不是日期，请重新填写'}
      />
    </Box>
  );
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-end', mb: 1 }}>
      {bound('from', '从')}
      {bound('to', '到')}
      <FormControlLabel
        label={days.from === null && days.to === null ? '只看未填的' : '未填的也算'}
        control={
          <Checkbox
            checked={days.blank}
            onChange={(event) => onChange({ ...days, blank: event.target.checked })}
            slotProps={{ input: { 'aria-label': `${field.label}未填` } }}
          />
        }
      />
    </Box>
  );
}
