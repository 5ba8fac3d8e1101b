import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode, useMemo } from 'react';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { fieldsBesideSheet } from '../../shared/forms/defineSheet.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import { fontStacks } from '../../shared/forms/fonts.ts';
import { type GridCell, portrait, type Sheet, type SheetLine } from '../../shared/forms/sheet.ts';
import {
  emptyRow,
  type Finding,
  findView,
  type RecordShape,
  type RecordValues,
  shownFields,
  shownValues,
  type Values,
} from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { BesideSheet } from './BesideSheet.tsx';
import { EntryParts, type EntryPlace, hasError, isEntered } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';
import { cutLines, type EntryItem, type PrintedSource, planEntry } from './entryPlan.ts';
import { moveInPaperOrder } from './paperOrder.ts';
import { SurplusRows } from './SurplusRows.tsx';

export interface SheetEntryProps {
  readonly sheet: Sheet;
  readonly values: RecordValues;
  /** The record that these values are about; null or left out where there is none. */
  readonly about?: RecordValues | null;
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
  const plan = useMemo(() => planEntry(sheet), [sheet]);
  const bands = useMemo(() => bandsOf(sheet), [sheet]);
  /** Whether boxes wait for the pen that no line of the paper speaks of. */
  const hasSecretBoxes =
    sheet.notes === undefined && [...plan.cells.values()].flat().some(({ kind }) => kind === 'penTicks');
  const placeOf = createPlaces(props);
  const record = placeOf(null);
  const itemsOf = (placed: GridCell): readonly EntryItem[] => plan.cells.get(placed) ?? [];
  const drawBand = (band: Band): ReactNode => {
    const gridRow = band.below + 2 + bands.indexOf(band);
    if (band.kind === 'page')
      return <PageBreak page={band.page} gridRow={gridRow} from={bandStart(sheet, band.below)} />;
    if (band.kind === 'cut') {
      return <Cut title={band.title} items={plan.cuts.get(band.below) ?? []} place={record} gridRow={gridRow} />;
    }
    const group = sheet.register.rows[band.group];
    if (!group) return null;
    return (
      <SurplusRows
        group={group}
        groupKey={band.group}
        printed={band.times}
        cells={sheet.cells.filter(({ member }) => member?.group === band.group && member.index === 0)}
        itemsOf={itemsOf}
        rows={values.rows[band.group] ?? []}
        gridRow={gridRow}
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
        <BesideSheet
          title={sheet.register.about ? '纸样上没有、一起填写的' : '纸样上没有、但登记要填'}
          keys={fieldsBesideSheet(sheet, values.fields)}
          place={record}
        />
        <Typography color="text.secondary" sx={{ fontSize: 14, mb: 1 }}>
          Tab 或回车到下一格，Shift+Tab 回上一格；方框用方向键选、空格打勾，也可按数字键；多行内容里 Shift+回车换行。
        </Typography>
        {hasSecretBoxes && (
          <Typography color="text.secondary" sx={{ fontSize: 14, mt: -0.5, mb: 1 }}>
            不能勾的方框是依法保密的内容，这里不作记录，打印后用笔勾选；有依据要留存的，登记到“封存事项”。
          </Typography>
        )}
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
          <Line align={sheet.head.align} items={plan.head} place={record} />
          <Box
            sx={{
              display: 'grid',
              gridTemplateColumns: sheet.columns.map((width) => `minmax(0, ${width}fr)`).join(' '),
              gridTemplateRows: screenRows(sheet, bands).join(' '),
              border: `1.5px solid ${colours.ink}`,
              borderRight: 'none',
              borderBottom: 'none',
              boxSizing: 'border-box',
            }}
          >
            {sheet.cells.map((placed, index) => (
              <Fragment key={`${placed.row} ${placed.column}`}>
                <Cell
                  placed={placed}
                  items={itemsOf(placed)}
                  place={placeOf(placed.member)}
                  rows={screenSpan(bands, placed)}
                />
                {bandsBehind(sheet, bands, index).map((band) => (
                  <Fragment key={`${band.kind} ${band.below}`}>{drawBand(band)}</Fragment>
                ))}
              </Fragment>
            ))}
          </Box>
          <Box sx={{ mt: mm(4) }}>
            <Line align={sheet.foot.align} items={plan.foot} place={record} />
          </Box>
          {(sheet.notes ?? []).map((note) => (
            <Typography key={note} sx={{ fontSize: 14, mt: mm(1), fontFamily: fontStacks.body }}>
              {note}
            </Typography>
          ))}
        </Page>
      </Box>
    </Box>
  );
}

/** A row of the screen that the paper does not have; `below` is the printed row under which it stands, from 0. */
type Band = { readonly below: number } & (
  | { readonly kind: 'surplus'; readonly group: string; readonly times: number }
  | { readonly kind: 'page'; readonly page: number }
  /** It stands in the place of a row that is not part of the grid. */
  | { readonly kind: 'cut'; readonly title: string }
);

/** The rows of the screen that the paper does not have: further members, the edges of pages, and lines to cut along. */
function bandsOf(sheet: Sheet): Band[] {
  let row = -1;
  const surplus = sheet.rows.flatMap(({ repeat }): Band[] => {
    row += repeat?.times ?? 1;
    return repeat ? [{ kind: 'surplus', ...repeat, below: row }] : [];
  });
  let printed = 0;
  const pages = sheet.pageGrids.slice(0, -1).map(({ tables, cuts }, index): Band => {
    printed += cuts.length;
    for (const { rowHeights, repeatedRows } of tables) printed += rowHeights.length - repeatedRows;
    return { kind: 'page', page: index + 2, below: printed - 1 };
  });
  const cuts = cutLines(sheet).map((cut): Band => ({ kind: 'cut', title: cut.title, below: cut.row }));
  return [...surplus, ...cuts, ...pages].toSorted((one, other) => one.below - other.below);
}

/** The grid line of the screen, from 1, at which a printed row begins. */
function screenRow(bands: readonly Band[], row: number): number {
  return row + 1 + bands.filter((band) => band.below < row).length;
}

function screenSpan(bands: readonly Band[], { row, cell }: GridCell): string {
  return `${screenRow(bands, row)} / ${screenRow(bands, row + cell.rows - 1) + 1}`;
}

function screenRows(sheet: Sheet, bands: readonly Band[]): string[] {
  return sheet.rowHeights.flatMap((height, row) => {
    const below = bands.filter((band) => band.below === row);
    const isCut = below.some(({ kind }) => kind === 'cut');
    return [isCut ? '0' : `minmax(${mm(height)}, auto)`, ...below.map(() => 'auto')];
  });
}

/** The bands that the cursor comes to behind a cell: it is the last one that begins at or above their row. */
function bandsBehind(sheet: Sheet, bands: readonly Band[], index: number): readonly Band[] {
  const [placed, next] = [sheet.cells[index], sheet.cells[index + 1]];
  if (!placed) return [];
  return bands.filter(({ below }) => placed.row <= below && (next === undefined || next.row > below));
}

/** The first column of the grid that no cell spans across the edge of two pages; labels down the side do. */
function bandStart(sheet: Sheet, below: number): number {
  const across = sheet.cells.filter(({ row, cell }) => row <= below && row + cell.rows - 1 > below);
  let column = 0;
  for (const { column: start, cell } of across.toSorted((one, other) => one.column - other.column)) {
    if (start === column) column += cell.columns;
  }
  return column;
}

/** That the rest is printed on a further page. */
function PageBreak({
  page,
  gridRow,
  from,
}: {
  readonly page: number;
  readonly gridRow: number;
  readonly from: number;
}) {
  return (
    <Box
      sx={{
        gridColumn: `${from + 1} / -1`,
        gridRow,
        px: 1,
        py: 0.5,
        fontSize: 14,
        fontFamily: 'fontFamily',
        color: 'text.secondary',
        backgroundColor: colours.desk,
        borderRight: `1px solid ${colours.ink}`,
        borderBottom: `1px solid ${colours.ink}`,
      }}
    >
      以下印在第{page}页
    </Box>
  );
}

interface CutProps {
  readonly title: string;
  readonly items: readonly EntryItem[];
  readonly place: EntryPlace;
  readonly gridRow: number;
}

/** The line along which the page is cut, and the title of the part below it. */
function Cut({ title, items, place, gridRow }: CutProps) {
  return (
    <Box
      sx={{
        gridColumn: '1 / -1',
        gridRow,
        // Over the frame of the grid, which ends above and begins again below.
        ml: '-2px',
        backgroundColor: colours.paper,
        borderBottom: `1px solid ${colours.ink}`,
        textAlign: 'center',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          my: mm(3),
          font: `${points(entrySize)} ${fontStacks.body}`,
        }}
      >
        <Box sx={{ flex: 1, borderTop: `1px dashed ${colours.ink}` }} />
        <EntryParts items={items} place={place} underlined />
        <Box sx={{ flex: 1, borderTop: `1px dashed ${colours.ink}` }} />
      </Box>
      {title !== '' && (
        <Typography component="h3" sx={{ font: `700 ${points(16)} ${fontStacks.title}`, mb: mm(2) }}>
          {title}
        </Typography>
      )}
    </Box>
  );
}

/** What stands in an empty place whose value is entered elsewhere. */
function hintOf(shape: RecordShape, field: string, source: PrintedSource): string {
  if (source === 'about') return '登记里没有填';
  if (source === 'above') return '随前面填写的内容';
  const group = findView(shape, field)?.filter?.group;
  const from = group === undefined ? undefined : shape.rows[group]?.label;
  return from === undefined ? '按其他内容自动得出' : `在“${from}”里填`;
}

/** Where the values of a cell live: in the record, or in a member's row, which is made when something is typed in it. */
function createPlaces(props: SheetEntryProps): (member: GridCell['member']) => EntryPlace {
  const { sheet, values, issues, isGap, context, office, onChange, onRowsChange, onLeave } = props;
  const issueByPath = new Map<string, Finding>();
  for (const issue of issues) {
    if (issueByPath.get(issue.path)?.severity !== 'error') issueByPath.set(issue.path, issue);
  }
  const shape = sheet.register;
  /** Where a value shown in another form stands in the record: what is wrong there is shown where it is entered. */
  const placeInRecord = (path: string): string => findView(shape, path)?.placeOf?.(values) ?? path;
  const common = {
    context,
    office,
    issueAt: (path: string) => issueByPath.get(path) ?? issueByPath.get(placeInRecord(path)),
    isGap: (path: string) => isGap(path) || isGap(placeInRecord(path)),
    hintOf: (field: string, source: PrintedSource) => hintOf(shape, field, source),
    onLeave: (path: string) => {
      onLeave(path);
      if (placeInRecord(path) !== path) onLeave(placeInRecord(path));
    },
  };
  const shown = { fields: shownFields(shape), values: shownValues(shape, values, context, props.about) };
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

interface LineProps {
  readonly align: SheetLine['align'];
  readonly items: readonly (readonly EntryItem[])[];
  readonly place: EntryPlace;
}

/** A line above or below the grid. Every item keeps its place whatever is typed into it; four share two columns, as in print. */
function Line({ align, items, place }: LineProps) {
  const columns = align === 'spread' ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)';
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
      {items.map((parts, index) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a form never move
          key={index}
          sx={{ display: 'flex', alignItems: 'baseline', whiteSpace: 'nowrap', ...itemPlace[align] }}
        >
          <EntryParts items={parts} place={place} underlined />
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
  readonly items: readonly EntryItem[];
  readonly place: EntryPlace;
  /** Grid lines of the screen between which the cell stands. */
  readonly rows: string;
}

function Cell({ placed, items, place, rows }: CellProps) {
  const { cell, printed, column, member } = placed;
  const error = hasError(items, place);
  const isPrinted = !isEntered(items);
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
        // What stands beside words goes on below them where the cell is too narrow for both.
        flexWrap: items.length > 1 ? 'wrap' : undefined,
        alignContent: 'center',
        justifyContent: cell.align === 'center' ? 'center' : 'flex-start',
        textAlign: cell.align,
        px: isPrinted || items.some(({ kind }) => kind === 'text') ? mm(0.6) : 0,
        font: `${points(printed?.size ?? entrySize)} ${fontStacks.body}`,
        lineHeight: 1.25,
        textWrap: printed ? 'balance' : undefined,
        ...(cell.vertical ? { writingMode: 'vertical-rl', textOrientation: 'upright', letterSpacing: '0.15em' } : {}),
        ...(isPrinted ? { backgroundColor: '#f3f4f3' } : entryCell(placed)),
        ...(error ? { boxShadow: `inset 0 0 0 2px ${colours.error}` } : {}),
      }}
    >
      {printed ? printedText(cell, member) : <EntryParts items={items} place={place} />}
    </Box>
  );
}

/** A label, or which of the repeating rows it is. */
function printedText({ rowNumber, parts }: GridCell['cell'], member: GridCell['member']): string {
  return rowNumber === true && member !== null ? String(member.index + 1) : parts.join('');
}
