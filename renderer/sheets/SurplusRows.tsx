import Add from '@mui/icons-material/Add';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type { GridCell } from '../../shared/forms/sheet.ts';
import { emptyRow, type Issue, type RowGroup, type Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import { EntryParts, type EntryPlace, hasError } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';

interface SurplusRowsProps {
  readonly group: RowGroup;
  readonly groupKey: string;
  /** How many rows the form itself prints. */
  readonly printed: number;
  /** The cells of one printed row. */
  readonly cells: readonly GridCell[];
  readonly rows: readonly Values[];
  readonly placeOf: (index: number) => EntryPlace;
  readonly issue: Issue | undefined;
  readonly onRowsChange: (rows: readonly Values[]) => void;
}

/** Members beyond the rows of the form, below the page, as they will stand on the attached sheet. */
export function SurplusRows({ group, groupKey, printed, cells, rows, placeOf, issue, onRowsChange }: SurplusRowsProps) {
  const surplus = rows.slice(printed);
  const columns = `2.5em ${cells.map(({ width }) => `minmax(0, ${width}fr)`).join(' ')} 44px`;
  const add = (): void => {
    const filled = Math.max(rows.length, printed);
    const missing = Array.from({ length: filled + 1 - rows.length }, () => emptyRow(group.fields));
    onRowsChange([...rows, ...missing]);
    const [firstField] = Object.keys(group.fields);
    // The new row is on the page only after the next drawing.
    requestAnimationFrame(() => focusField(`${groupKey}.${filled}.${firstField}`));
  };
  return (
    <Box id={fieldId(groupKey)} sx={{ mt: 1, px: 'calc(var(--mm) * 15)', fontSize: 15 }}>
      {surplus.length > 0 && (
        <>
          <Typography sx={{ fontSize: 14, color: 'text.secondary', mb: 0.5 }}>
            {group.label}第{printed + 1}人起打印在附页上
          </Typography>
          <Box
            sx={{
              backgroundColor: colours.paper,
              border: `1px solid ${colours.lineStrong}`,
              '& > div + div': { borderTop: `1px solid ${colours.line}` },
            }}
          >
            {surplus.map((_, at) => {
              const index = printed + at;
              const place = placeOf(index);
              return (
                <Box key={index} sx={{ display: 'grid', gridTemplateColumns: columns, alignItems: 'stretch' }}>
                  <Box sx={{ alignSelf: 'center', textAlign: 'center', color: 'text.secondary' }}>{index + 1}</Box>
                  {cells.map(({ cell, column }) => (
                    <Box
                      key={column}
                      sx={{
                        ...entryCell,
                        display: 'flex',
                        alignItems: 'center',
                        minWidth: 0,
                        borderLeft: `1px solid ${colours.line}`,
                        ...(hasError(cell.parts, place) ? { boxShadow: `inset 0 0 0 2px ${colours.error}` } : {}),
                      }}
                    >
                      <EntryParts parts={cell.parts} place={place} />
                    </Box>
                  ))}
                  <IconButton
                    size="small"
                    aria-label={`删除${place.rowLabel}`}
                    onClick={() => onRowsChange(rows.filter((_, each) => each !== index))}
                    sx={{ alignSelf: 'center', justifySelf: 'center' }}
                  >
                    <DeleteOutlined fontSize="small" />
                  </IconButton>
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
        sx={{ mt: 0.5, minHeight: 32, fontSize: 15 }}
      >
        添加第{Math.max(rows.length, printed) + 1}名{group.label}（打印在附页）
      </Button>
    </Box>
  );
}
