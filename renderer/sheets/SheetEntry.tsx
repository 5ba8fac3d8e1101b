import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import { fontStacks } from '../../shared/forms/fonts.ts';
import { type GridCell, portrait, type Sheet, type SheetLine } from '../../shared/forms/sheet.ts';
import { emptyRow, type Issue, type RecordValues, type Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { EntryParts, type EntryPlace, hasError } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';
import { moveInPaperOrder } from './paperOrder.ts';
import { SurplusRows } from './SurplusRows.tsx';

export interface SheetEntryProps {
  readonly sheet: Sheet;
  readonly values: RecordValues;
  /** Findings to show now, in their cells. */
  readonly issues: readonly Issue[];
  readonly context: FieldContext;
  readonly office: OfficeSettings;
  readonly readOnly?: boolean;
  /** A value was entered; the path names a field (`name`) or a field of a row that exists (`members.0.name`). */
  readonly onChange: (path: string, value: FieldValue | null) => void;
  /** Rows were added to a group or removed from it. */
  readonly onRowsChange: (group: string, rows: readonly Values[]) => void;
  /** The cursor has left the field of a path. */
  readonly onLeave: (path: string) => void;
}

/** The widest the page is drawn, in pixels: its type is then as large as that of the form, and half a page is in sight. */
const widestPage = 940;

/** A length of the form in millimetres, at the scale of the screen. */
const mm = (length: number): string => `calc(var(--mm) * ${length})`;
/** A size of type in points at that scale, never less than can be read on a screen. */
const points = (size: number): string => `max(14px, ${mm(Math.round(size * mmPerPoint * 1000) / 1000)})`;

const entrySize = 11;

/**
 * Entry in the shape of the paper, from the same declaration that prints it. Rows keep their place and may grow, so that
 * neither a long text nor a message is ever cut. Tab and Enter go through the page in paper order.
 */
export function SheetEntry(props: SheetEntryProps) {
  const { sheet, values, issues, readOnly = false } = props;
  const placeOf = createPlaces(props);
  const record = placeOf(null);
  return (
    <Box sx={{ containerType: 'inline-size' }}>
      <Box
        component="fieldset"
        disabled={readOnly}
        aria-label={sheet.title}
        onKeyDown={moveInPaperOrder}
        sx={{
          '--mm': `calc(min(100cqw, ${widestPage}px) / ${portrait.width})`,
          border: 0,
          m: '0 auto',
          p: 0,
          width: mm(portrait.width),
          color: colours.ink,
        }}
      >
        <Page>
          <Typography
            component="h2"
            sx={{
              font: `700 ${points(20)} ${fontStacks.title}`,
              fontSynthesis: 'none',
              textAlign: 'center',
              mb: mm(3),
            }}
          >
            {sheet.title}
          </Typography>
          <Line line={sheet.head} place={record} />
          <Box
            sx={{
              display: 'grid',
              gridTemplateColumns: sheet.columns.map(mm).join(' '),
              gridTemplateRows: sheet.rowHeights.map((height) => `minmax(${mm(height)}, auto)`).join(' '),
              border: `1.5px solid ${colours.ink}`,
              borderRight: 'none',
              borderBottom: 'none',
              width: 'fit-content',
              boxSizing: 'border-box',
            }}
          >
            {sheet.cells.map((placed) => (
              <Cell key={`${placed.row} ${placed.column}`} placed={placed} place={placeOf(placed.member)} />
            ))}
          </Box>
          <Box sx={{ mt: mm(4) }}>
            <Line line={sheet.foot} place={record} />
          </Box>
        </Page>
        {sheet.rows.map(({ repeat }) => {
          const group = repeat && sheet.register.rows[repeat.group];
          if (!repeat || !group) return null;
          return (
            <SurplusRows
              key={repeat.group}
              group={group}
              groupKey={repeat.group}
              printed={repeat.times}
              cells={sheet.cells.filter(({ member }) => member?.group === repeat.group && member.index === 0)}
              rows={values.rows[repeat.group] ?? []}
              placeOf={(index) => placeOf({ group: repeat.group, index })}
              issue={issues.find((issue) => issue.path === repeat.group)}
              onRowsChange={(rows) => props.onRowsChange(repeat.group, rows)}
            />
          );
        })}
        <Typography color="text.secondary" sx={{ fontSize: 14, py: 1, textAlign: 'center' }}>
          Tab 或回车到下一格，Shift+Tab 回上一格；方框用方向键选、空格打勾，也可按数字键；多行内容里 Shift+回车换行。
        </Typography>
      </Box>
    </Box>
  );
}

/** Where the values of a cell live: in the record, or in a member's row, which is made when something is typed in it. */
function createPlaces(props: SheetEntryProps): (member: GridCell['member']) => EntryPlace {
  const { sheet, values, issues, context, office, onChange, onRowsChange, onLeave } = props;
  const issueByPath = new Map<string, Issue>();
  for (const issue of issues) {
    if (issueByPath.get(issue.path)?.severity !== 'error') issueByPath.set(issue.path, issue);
  }
  const common = { context, office, issueAt: (path: string) => issueByPath.get(path), onLeave };
  return (member) => {
    if (member === null) {
      return { ...common, fields: sheet.register.fields, values: values.fields, prefix: '', rowLabel: '', onChange };
    }
    const group = sheet.register.rows[member.group];
    const fields = group?.fields ?? {};
    const rows = values.rows[member.group] ?? [];
    const prefix = `${member.group}.${member.index}.`;
    return {
      ...common,
      fields,
      values: rows[member.index] ?? emptyRow(fields),
      prefix,
      rowLabel: `${group?.label ?? ''}第${member.index + 1}行`,
      onChange: (key, value) => {
        if (member.index < rows.length) return onChange(`${prefix}${key}`, value);
        const added = Array.from({ length: member.index + 1 - rows.length }, () => emptyRow(fields));
        const grown = [...rows, ...added];
        onRowsChange(
          member.group,
          grown.map((row, index) => (index === member.index ? { ...row, [key]: value } : row)),
        );
      },
    };
  };
}

function Page({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      sx={{
        backgroundColor: colours.paper,
        border: `1px solid ${colours.line}`,
        boxShadow: '0 1px 5px rgb(28 38 41 / 0.16)',
        boxSizing: 'border-box',
        px: mm(portrait.left),
        pt: mm(11),
        pb: mm(12),
      }}
    >
      {children}
    </Box>
  );
}

function Line({ line, place }: { readonly line: SheetLine; readonly place: EntryPlace }) {
  const align = { left: 'flex-start', right: 'flex-end', spread: 'space-between' }[line.align];
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        justifyContent: align,
        columnGap: mm(4),
        rowGap: mm(2),
        mb: mm(1.5),
        font: `${points(entrySize)} ${fontStacks.body}`,
      }}
    >
      {line.items.map((parts, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a form never move
        <Box key={index} sx={{ display: 'flex', alignItems: 'baseline', whiteSpace: 'nowrap' }}>
          <EntryParts parts={parts} place={place} underlined />
        </Box>
      ))}
    </Box>
  );
}

function Cell({ placed, place }: { readonly placed: GridCell; readonly place: EntryPlace }) {
  const { cell, printed, row, column } = placed;
  const error = hasError(cell.parts, place);
  return (
    <Box
      sx={{
        gridRow: `${row + 1} / span ${cell.rows}`,
        gridColumn: `${column + 1} / span ${cell.columns}`,
        borderRight: `1px solid ${colours.ink}`,
        borderBottom: `1px solid ${colours.ink}`,
        boxSizing: 'border-box',
        minWidth: 0,
        display: 'flex',
        alignItems: 'center',
        justifyContent: cell.align === 'center' ? 'center' : 'flex-start',
        textAlign: cell.align,
        px: printed ? mm(0.6) : 0,
        font: `${points(printed?.size ?? entrySize)} ${fontStacks.body}`,
        lineHeight: 1.25,
        textWrap: printed ? 'balance' : undefined,
        ...(cell.vertical ? { writingMode: 'vertical-rl', textOrientation: 'upright', letterSpacing: '0.15em' } : {}),
        ...(printed ? { backgroundColor: '#fbfbfa' } : entryCell),
        ...(error ? { boxShadow: `inset 0 0 0 2px ${colours.error}` } : {}),
      }}
    >
      {printed ? cell.parts.join('') : <EntryParts parts={cell.parts} place={place} />}
    </Box>
  );
}
