import Add from '@mui/icons-material/Add';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { flushSync } from 'react-dom';
import { countedIn } from '../../shared/forms/layoutAttachments.ts';
import type { GridCell } from '../../shared/forms/sheet.ts';
import { emptyRow, type Finding, type RepeatingRows, type Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import { EntryParts, type EntryPlace, hasError } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';
import type { EntryItem } from './entryPlan.ts';

interface SurplusRowsProps {
  readonly group: RepeatingRows;
  readonly groupKey: string;
  /** How many rows the form itself prints. */
  readonly printed: number;
  /** The cells of one printed row, and what is entered in each. */
  readonly cells: readonly GridCell[];
  readonly itemsOf: (placed: GridCell) => readonly EntryItem[];
  readonly rows: readonly Values[];
  /** The row of the page's grid in which they stand. */
  readonly gridRow: number;
  readonly placeOf: (index: number) => EntryPlace;
  readonly issue: Finding | undefined;
  readonly onRowsChange: (rows: readonly Values[]) => void;
}

/** Members beyond the rows of the form, below those that it prints, as they will stand on the attached sheet. */
export function SurplusRows(props: SurplusRowsProps) {
  const { group, groupKey, printed, cells, itemsOf, rows, gridRow, placeOf, issue, onRowsChange } = props;
  const surplus = rows.slice(printed);
  const unit = countedIn(group);
  const [first] = cells;
  const columns = [first?.x ?? 0, ...cells.map(({ width }) => width)].map((width) => `minmax(0, ${width}fr)`).join(' ');
  const add = (): void => {
    const filled = Math.max(rows.length, printed);
    const missing = Array.from({ length: filled + 1 - rows.length }, () => emptyRow(group.fields));
    flushSync(() => onRowsChange([...rows, ...missing]));
    const [firstField] = Object.keys(group.fields);
    focusField(`${groupKey}.${filled}.${firstField}`);
  };
  return (
    <Box
      id={fieldId(groupKey)}
      sx={{
        gridColumn: '1 / -1',
        gridRow,
        fontSize: 15,
        backgroundColor: colours.desk,
        borderRight: `1px solid ${colours.ink}`,
        borderBottom: `1px solid ${colours.ink}`,
      }}
    >
      {surplus.length > 0 && (
        <>
          <Typography sx={{ fontSize: 14, color: 'text.secondary', px: 1, py: 0.5 }}>
            {group.label}第{printed + 1}
            {unit}起打印在附页上
          </Typography>
          <Box
            sx={{
              backgroundColor: colours.paper,
              borderTop: `1px solid ${colours.line}`,
              borderBottom: `1px solid ${colours.line}`,
              '& > div + div': { borderTop: `1px solid ${colours.line}` },
            }}
          >
            <Box sx={{ display: 'grid', gridTemplateColumns: columns, fontSize: 14, color: 'text.secondary' }}>
              <Box />
              {cells.map((placed) => (
                <Box
                  key={placed.column}
                  sx={{
                    borderLeft: `1px solid ${colours.line}`,
                    textAlign: 'center',
                    textWrap: 'balance',
                    px: 0.25,
                    py: 0.5,
                  }}
                >
                  {headOf(placed, group)}
                </Box>
              ))}
            </Box>
            {surplus.map((_, number) => {
              const index = printed + number;
              const place = placeOf(index);
              return (
                <Box key={index} sx={{ display: 'grid', gridTemplateColumns: columns, alignItems: 'stretch' }}>
                  {cells.map((placed, at) => (
                    <Box
                      key={placed.column}
                      sx={{
                        gridColumn: at + 2,
                        gridRow: 1,
                        ...entryCell(placed),
                        display: 'flex',
                        alignItems: 'center',
                        minWidth: 0,
                        borderLeft: `1px solid ${colours.line}`,
                        textAlign: placed.cell.align,
                        ...(hasError(itemsOf(placed), place) ? { boxShadow: `inset 0 0 0 2px ${colours.error}` } : {}),
                      }}
                    >
                      {placed.cell.rowNumber ? index + 1 : <EntryParts items={itemsOf(placed)} place={place} />}
                    </Box>
                  ))}
                  <Box sx={rowHead}>
                    {index + 1}
                    <IconButton
                      size="small"
                      aria-label={`删除${place.rowLabel}`}
                      onClick={() => onRowsChange(rows.filter((_, each) => each !== index))}
                    >
                      <DeleteOutlined fontSize="small" />
                    </IconButton>
                  </Box>
                </Box>
              );
            })}
          </Box>
        </>
      )}
      {issue && (
        <FieldMessage id={`${fieldId(groupKey)}-message`} severity={issue.severity}>
          {issue.message}
        </FieldMessage>
      )}
      <Button
        size="small"
        startIcon={<Add />}
        disabled={rows.length >= group.maxRows}
        onClick={add}
        sx={{ my: 0.25, ml: 0.5, minHeight: 32, fontSize: 15 }}
      >
        添加第{Math.max(rows.length, printed) + 1}
        {unit === '人' ? '名' : '行'}
        {group.label}（打印在附页）
      </Button>
    </Box>
  );
}

/** The number of a row and its button, before the cells for the eye and after them for the cursor. */
const rowHead = {
  gridColumn: 1,
  gridRow: 1,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'center',
  color: 'text.secondary',
} as const;

/** What a column holds: the labels of its fields. */
function headOf({ cell }: GridCell, group: RepeatingRows): string {
  return cell.parts
    .flatMap((part) =>
      typeof part === 'object' && part.kind === 'value' ? (group.fields[part.field]?.label ?? []) : [],
    )
    .join('、');
}
