import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode } from 'react';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { fieldsBesideSheet } from '../../shared/forms/defineSheet.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import { fontStacks } from '../../shared/forms/fonts.ts';
import { type GridCell, portrait, type Sheet, type SheetLine } from '../../shared/forms/sheet.ts';
import {
  emptyRow,
  type Finding,
  type RecordValues,
  shownFields,
  shownValues,
  type Values,
} from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { BesideSheet } from './BesideSheet.tsx';
import { EntryParts, type EntryPlace, hasError } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';
import { moveInPaperOrder } from './paperOrder.ts';
import { SurplusRows } from './SurplusRows.tsx';

export interface SheetEntryProps {
  readonly sheet: Sheet;
  readonly values: RecordValues;
  /** Findings to show now, in their cells. */
  readonly issues: readonly Finding[];
  /** Whether the official forms still lack a value at a path. */
  readonly isGap: (path: string) => boolean;
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
  /** Further members stand where the printed ones end, so that the cursor comes to them there. */
  const surplusAfter = (placed: GridCell): ReactNode => {
    const band = bandAfter(sheet, placed);
    const group = band && sheet.register.rows[band.group];
    if (!band || !group) return null;
    return (
      <SurplusRows
        group={group}
        groupKey={band.group}
        printed={band.times}
        cells={sheet.cells.filter(({ member }) => member?.group === band.group && member.index === 0)}
        rows={values.rows[band.group] ?? []}
        gridRow={screenRow(sheet, placed.row + 1) - 1}
        placeOf={(index) => placeOf({ group: band.group, index })}
        issue={issues.find((issue) => issue.path === band.group)}
        onRowsChange={(rows) => props.onRowsChange(band.group, rows)}
      />
    );
  };
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
        <BesideSheet keys={fieldsBesideSheet(sheet, values.fields)} place={record} />
        <Typography color="text.secondary" sx={{ fontSize: 14, mb: 1 }}>
          Tab 或回车到下一格，Shift+Tab 回上一格；方框用方向键选、空格打勾，也可按数字键；多行内容里 Shift+回车换行。
        </Typography>
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
              gridTemplateColumns: sheet.columns.map((width) => `minmax(0, ${width}fr)`).join(' '),
              gridTemplateRows: screenRows(sheet).join(' '),
              border: `1.5px solid ${colours.ink}`,
              borderRight: 'none',
              borderBottom: 'none',
              boxSizing: 'border-box',
            }}
          >
            {sheet.cells.map((placed) => (
              <Fragment key={`${placed.row} ${placed.column}`}>
                <Cell placed={placed} place={placeOf(placed.member)} rows={screenSpan(sheet, placed)} />
                {surplusAfter(placed)}
              </Fragment>
            ))}
          </Box>
          <Box sx={{ mt: mm(4) }}>
            <Line line={sheet.foot} place={record} />
          </Box>
        </Page>
      </Box>
    </Box>
  );
}

interface Band {
  readonly group: string;
  readonly times: number;
  /** The printed row below which the band stands, from 0. */
  readonly below: number;
}

/** The rows of the screen that the paper does not have: one below each group of repeating rows. */
function bandsOf(sheet: Sheet): Band[] {
  let row = -1;
  return sheet.rows.flatMap(({ repeat }) => {
    row += repeat?.times ?? 1;
    return repeat ? [{ ...repeat, below: row }] : [];
  });
}

/** The grid line of the screen, from 1, at which a printed row begins. */
function screenRow(sheet: Sheet, row: number): number {
  return row + 1 + bandsOf(sheet).filter((band) => band.below < row).length;
}

function screenSpan(sheet: Sheet, { row, cell }: GridCell): string {
  return `${screenRow(sheet, row)} / ${screenRow(sheet, row + cell.rows - 1) + 1}`;
}

function screenRows(sheet: Sheet): string[] {
  const bands = bandsOf(sheet);
  return sheet.rowHeights.flatMap((height, row) => [
    `minmax(${mm(height)}, auto)`,
    ...(bands.some((band) => band.below === row) ? ['auto'] : []),
  ]);
}

/** The band below a cell when it is the last of its group. */
function bandAfter(sheet: Sheet, placed: GridCell): Band | undefined {
  const last = sheet.cells.findLast(({ member }) => member !== null && member.group === placed.member?.group);
  return placed === last ? bandsOf(sheet).find((band) => band.group === placed.member?.group) : undefined;
}

/** Where the values of a cell live: in the record, or in a member's row, which is made when something is typed in it. */
function createPlaces(props: SheetEntryProps): (member: GridCell['member']) => EntryPlace {
  const { sheet, values, issues, isGap, context, office, onChange, onRowsChange, onLeave } = props;
  const issueByPath = new Map<string, Finding>();
  for (const issue of issues) {
    if (issueByPath.get(issue.path)?.severity !== 'error') issueByPath.set(issue.path, issue);
  }
  const common = { context, office, issueAt: (path: string) => issueByPath.get(path), isGap, onLeave };
  const shown = { fields: shownFields(sheet.register), values: shownValues(sheet.register, values, context) };
  return (member) => {
    if (member === null) return { ...common, ...shown, prefix: '', rowLabel: '', onChange };
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
        // An edge that takes no room: the margins are those of the paper.
        boxShadow: `0 0 0 1px ${colours.line}, 0 1px 5px rgb(28 38 41 / 0.16)`,
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

/** A line above or below the grid. Every item keeps its place whatever is typed into it; four share two columns, as in print. */
function Line({ line, place }: { readonly line: SheetLine; readonly place: EntryPlace }) {
  const columns = line.align === 'spread' ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)';
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: columns,
        columnGap: mm(6),
        rowGap: mm(2),
        mb: mm(1.5),
        font: `${points(entrySize)} ${fontStacks.body}`,
        lineHeight: 1.3,
      }}
    >
      {line.items.map((parts, index) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a form never move
          key={index}
          sx={{ display: 'flex', alignItems: 'baseline', whiteSpace: 'nowrap', ...itemPlace[line.align] }}
        >
          <EntryParts parts={parts} place={place} underlined />
        </Box>
      ))}
    </Box>
  );
}

/** An item alone at one side takes less than half of the line. */
const itemPlace = {
  left: { width: '45%' },
  right: { width: '34%', justifySelf: 'end' },
  spread: {},
} as const;

interface CellProps {
  readonly placed: GridCell;
  readonly place: EntryPlace;
  /** Grid lines of the screen between which the cell stands. */
  readonly rows: string;
}

function Cell({ placed, place, rows }: CellProps) {
  const { cell, printed, column } = placed;
  const error = hasError(cell.parts, place);
  return (
    <Box
      sx={{
        gridRow: rows,
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
        ...(printed ? { backgroundColor: '#fbfbfa' } : entryCell(placed)),
        ...(error ? { boxShadow: `inset 0 0 0 2px ${colours.error}` } : {}),
      }}
    >
      {printed ? cell.parts.join('') : <EntryParts parts={cell.parts} place={place} />}
    </Box>
  );
}
