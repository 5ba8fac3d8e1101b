import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode, useMemo } from 'react';
import { fieldsBesideSheet } from '../../shared/forms/defineSheet.ts';
import { fontStacks } from '../../shared/forms/fonts.ts';
import { type GridCell, portrait, type SheetLine } from '../../shared/forms/sheet.ts';
import { colours } from '../app/theme.ts';
import { BesideSheet } from './BesideSheet.tsx';
import { EntryParts, type EntryPlace, hasError, isEntered } from './EntryParts.tsx';
import { entryCell } from './entryCell.ts';
import { createPlaces, type Entry } from './entryPlaces.ts';
import { type EntryItem, planEntry } from './entryPlan.ts';
import { moveInPaperOrder } from './paperOrder.ts';
import { SurplusRows } from './SurplusRows.tsx';
import { type Band, bandRow, bandStart, bandsBehind, bandsOf, screenRows, screenSpan } from './screenGrid.ts';
import { mm, points } from './sheetScale.ts';

interface SheetEntryProps extends Entry {
  readonly readOnly?: boolean;
}

/** The widest the page is drawn, in pixels: its type is then as large as that of the form, and half a page is in sight. */
const widestPage = 940;

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
    const gridRow = bandRow(bands, band);
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
