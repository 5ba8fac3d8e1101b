import Box from '@mui/material/Box';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { fontStacks } from '../../shared/forms/fonts.ts';
import type {
  TemplateBlock,
  TemplateCell,
  TemplateContent,
  TemplateParagraph,
  TemplatePart,
  TemplatePlace,
  TemplateRows,
  TemplateTable,
} from '../../shared/templates/templateModel.ts';
import { colours } from '../app/theme.ts';
import { type FormPiece, formPieces, type PieceStyle } from './formPieces.ts';
import type { PlaceState } from './placeStates.ts';

/** How a place, or the rows of a table, are shown in the form. */
export interface ShownPlace {
  readonly state: PlaceState;
  /** What will stand there, in words. */
  readonly words: string;
  /** Said of it to a reader who does not see the form. */
  readonly label: string;
}

interface TemplateFormProps {
  readonly content: TemplateContent;
  /** By the address of a place or of rows. */
  readonly shownOf: (address: string) => ShownPlace;
  readonly current: string | null;
  readonly onFocus: (address: string) => void;
  /** Chooses anew what stands there. */
  readonly onOpen: (address: string) => void;
  /** Typing begins a search of what can stand there. */
  readonly onType: (address: string) => void;
  /** What would stand in each place for one child; null while the form shows decisions. */
  readonly preview: FormPreview | null;
  /** Pixels a point takes. */
  readonly scale: number;
}

/** The values of one child by address, and of repeating rows by the address of the place in the first row. */
export interface FormPreview {
  readonly values: Readonly<Record<string, string>>;
  readonly ticked: Readonly<Record<string, readonly number[]>>;
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
}

/** The id of what shows a place, so that it can be focused and brought into view. */
export function placeId(address: string): string {
  return `place-${address}`;
}

const bodyFont = 12;

/** A form of a bureau as it looks, with every place that can be filled in marked by colour, sign and words. */
export function TemplateForm({ content, ...form }: TemplateFormProps) {
  const placesOf = Map.groupBy(content.places, (place) => place.range.paragraph);
  const ticked = content.places.flatMap(({ address, boxes }) =>
    boxes.filter((_, index) => form.preview?.ticked[address]?.includes(index)),
  );
  const tickedIn = Map.groupBy(ticked, ({ paragraph }) => paragraph);
  const drawing: Drawing = { ...form, content, placesOf, tickedIn };
  const { page, parts } = content.model;
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        gap: 2,
        width: 'max-content',
        minWidth: '100%',
        p: 2,
      }}
    >
      {page === null ? (
        parts.map((part) => (
          <WorkbookSheet key={part.address} part={part} drawing={drawing} several={parts.length > 1} />
        ))
      ) : (
        <Box style={paperStyle(page, form.scale)} sx={paper}>
          {parts.map((part) => (
            <Blocks key={part.address} blocks={part.blocks} drawing={drawing} />
          ))}
        </Box>
      )}
    </Box>
  );
}

interface Drawing extends TemplateFormProps {
  /** By the address of their paragraph. */
  readonly placesOf: ReadonlyMap<string, readonly TemplatePlace[]>;
  /** The boxes that are ticked for the child that the form is tried with, by the address of their paragraph. */
  readonly tickedIn: ReadonlyMap<string, TemplatePlace['boxes']>;
}

const paper = {
  bgcolor: colours.paper,
  color: '#000',
  boxShadow: '0 1px 4px rgb(0 0 0 / 0.25)',
  boxSizing: 'border-box',
  fontFamily: fontStacks.body,
  lineHeight: 1.35,
} as const;

function paperStyle(
  { width, height, margins }: NonNullable<TemplateContent['model']['page']>,
  scale: number,
): CSSProperties {
  return {
    width: width * scale,
    minHeight: height * scale,
    padding: margins.map((margin) => `${margin * scale}px`).join(' '),
  };
}

function WorkbookSheet({
  part,
  drawing,
  several,
}: {
  readonly part: TemplatePart;
  readonly drawing: Drawing;
  readonly several: boolean;
}) {
  return (
    <Box sx={{ ...paper, p: 3 }}>
      {several && <Box sx={{ fontSize: 14, color: 'text.secondary', mb: 1 }}>工作表：{part.title}</Box>}
      <Blocks blocks={part.blocks} drawing={drawing} />
    </Box>
  );
}

function Blocks({ blocks, drawing }: { readonly blocks: readonly TemplateBlock[]; readonly drawing: Drawing }) {
  return blocks.map((block) =>
    block.kind === 'paragraph' ? (
      <Paragraph key={block.address} paragraph={block} drawing={drawing} />
    ) : (
      <FormTable key={block.address} table={block} drawing={drawing} />
    ),
  );
}

function FormTable({ table, drawing }: { readonly table: TemplateTable; readonly drawing: Drawing }) {
  const { scale, content } = drawing;
  const rowsHere = content.rows.filter((rows) => rows.table === table.address);
  const width = table.columns.reduce((sum, column) => sum + column, 0);
  return (
    <>
      {drawing.preview === null &&
        rowsHere.map(({ address }) => (
          <Box key={address} sx={{ my: 0.5 }}>
            <PlaceMark address={address} drawing={drawing}>
              {drawing.shownOf(address).label}
            </PlaceMark>
          </Box>
        ))}
      <Box
        component="table"
        style={{ width: width * scale }}
        sx={{ borderCollapse: 'collapse', tableLayout: 'fixed', mx: 'auto', maxWidth: 'none' }}
      >
        <colgroup>
          {table.columns.map((column, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
            <col key={index} style={{ width: column * scale }} />
          ))}
        </colgroup>
        <tbody>
          {table.rows.map((height, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
            <tr key={row} style={{ height: (height ?? bodyFont * 1.5) * scale }}>
              {table.cells
                .filter((cell) => cell.row === row)
                .map((cell) => (
                  <FormCell
                    key={cell.address}
                    cell={cell}
                    drawing={drawing}
                    repeated={repeatedWords(cell, table, rowsHere, drawing)}
                  />
                ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </>
  );
}

interface FormCellProps {
  readonly cell: TemplateCell;
  readonly drawing: Drawing;
  /** What stands in it because it repeats the first of its rows; null elsewhere. */
  readonly repeated: string | null;
}

function FormCell({ cell, drawing, repeated }: FormCellProps) {
  return (
    <Box
      component="td"
      rowSpan={cell.rowSpan}
      colSpan={cell.columnSpan}
      sx={{
        border: cell.lines ? '1px solid #000' : 'none',
        verticalAlign: cell.align === 'center' ? 'middle' : cell.align,
        p: '1px 3px',
        overflow: 'hidden',
        overflowWrap: 'anywhere',
        ...(cell.vertical && { writingMode: 'vertical-rl', textOrientation: 'upright', textAlign: 'center' }),
      }}
    >
      {repeated === null ? (
        <Blocks blocks={cell.blocks} drawing={drawing} />
      ) : (
        <Box sx={{ textAlign: 'center', fontSize: 'inherit', whiteSpace: 'pre-wrap' }}>{repeated}</Box>
      )}
    </Box>
  );
}

/**
 * What a cell of the second row of repeating rows or a later one shows: the value of its row while the form is tried, and a sign
 * that it is filled like the one above it otherwise. Rows that the form has no room for stand in its last one.
 */
function repeatedWords(
  cell: TemplateCell,
  table: TemplateTable,
  rowsHere: readonly TemplateRows[],
  { content, preview, shownOf }: Drawing,
): string | null {
  const rows = rowsHere.find(({ firstRow, count }) => cell.row > firstRow && cell.row < firstRow + count);
  if (rows === undefined) return null;
  const above = table.cells.find(({ row, column }) => row === rows.firstRow && column === cell.column);
  const place = content.places.find((each) => each.cell === above?.address && each.rows === rows.address);
  if (place === undefined) return null;
  if (preview === null) return shownOf(place.address).state === 'decided' ? '〃' : '';
  return rowValues(place, rows, cell.row - rows.firstRow, preview);
}

/** The value of a place in one of its rows, counted from 0; the last row of the form holds all that are left. */
function rowValues(
  place: TemplatePlace,
  { address, count }: TemplateRows,
  index: number,
  preview: FormPreview,
): string {
  const values = (preview.rows[address] ?? []).map((row) => row[place.address] ?? '');
  return values.slice(index, index === count - 1 ? undefined : index + 1).join('\n');
}

function Paragraph({ paragraph, drawing }: { readonly paragraph: TemplateParagraph; readonly drawing: Drawing }) {
  const { placesOf, tickedIn, scale } = drawing;
  const { address } = paragraph;
  const pieces = formPieces(paragraph, placesOf.get(address) ?? [], tickedIn.get(address) ?? []);
  return (
    <Box
      style={{ textAlign: paragraph.align, minHeight: paragraph.size * 1.35 * scale }}
      sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {pieces.map((piece, index) => (
        <Piece
          key={piece.kind === 'place' ? piece.place.address : `text ${String(index)}`}
          piece={piece}
          drawing={drawing}
        />
      ))}
    </Box>
  );
}

function Piece({ piece, drawing }: { readonly piece: FormPiece; readonly drawing: Drawing }) {
  const style = pieceStyle(piece.style, drawing.scale);
  if (piece.kind === 'text') return <span style={style}>{piece.text}</span>;
  const { place } = piece;
  if (drawing.preview !== null) {
    return (
      <span id={placeId(place.address)} style={style}>
        {place.kind !== 'ticks' && shownWords(place, drawing)}
      </span>
    );
  }
  return (
    <PlaceMark address={place.address} drawing={drawing} isWide={place.kind === 'cell'}>
      {shownWords(place, drawing)}
    </PlaceMark>
  );
}

/** What stands in a place: its decision, or the value of the child that the form is tried with. */
function shownWords(place: TemplatePlace, { content, preview, shownOf }: Drawing): string {
  if (preview === null) return shownOf(place.address).words;
  const rows = content.rows.find(({ address }) => address === place.rows);
  return rows === undefined ? (preview.values[place.address] ?? '') : rowValues(place, rows, 0, preview);
}

function pieceStyle({ bold, underlined, size }: PieceStyle, scale: number): CSSProperties {
  return {
    fontSize: size * scale,
    fontWeight: bold ? 700 : 400,
    ...(underlined ? { textDecoration: 'underline' } : {}),
  };
}

/** Colour and sign of each state; the words of the decision stand between. */
const looks = {
  undecided: { sign: '？', color: colours.error, background: colours.errorWash, border: `1px dashed ${colours.error}` },
  check: { sign: '？', color: '#5c3d00', background: colours.warningWash, border: `1px dashed ${colours.warning}` },
  decided: { sign: '✓', color: colours.accentDeep, background: colours.accentWash, border: '1px solid #b3cfd2' },
  pen: { sign: '✎', color: colours.inkSoft, background: '#f3f5f4', border: `1px solid ${colours.line}` },
} as const satisfies Readonly<Record<PlaceState, unknown>>;

interface PlaceMarkProps {
  readonly address: string;
  readonly drawing: Drawing;
  /** As wide as its cell. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A place as a button: Tab goes from one to the next, Enter or a click chooses, any letter searches. */
function PlaceMark({ address, drawing, isWide = false, children }: PlaceMarkProps) {
  const { shownOf, current, onFocus, onOpen, onType, scale } = drawing;
  const { state, label } = shownOf(address);
  const look = looks[state];
  return (
    <Box
      component="button"
      type="button"
      id={placeId(address)}
      aria-label={label}
      data-state={state}
      data-current={current === address}
      onFocus={() => onFocus(address)}
      onClick={() => onOpen(address)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.key === ' ') return;
        // A letter, or the first key of an input method, goes on into the box that it focuses.
        if (event.key.length === 1 || event.key === 'Process') onType(address);
      }}
      sx={{
        display: isWide ? 'block' : 'inline-block',
        width: isWide ? '100%' : 'auto',
        minWidth: '2em',
        minHeight: '1.35em',
        maxWidth: '100%',
        textAlign: 'inherit',
        font: 'inherit',
        fontFamily: fontStacks.screen,
        fontSize: scale < 1.1 ? 12 : 13,
        lineHeight: 1.35,
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        color: look.color,
        backgroundColor: look.background,
        border: look.border,
        borderRadius: '3px',
        px: '3px',
        py: 0,
        cursor: 'pointer',
        '&:focus-visible, &[data-current=true]': { outline: `2px solid ${colours.accent}`, outlineOffset: 0 },
      }}
    >
      <span aria-hidden>{look.sign}</span>
      {children}
    </Box>
  );
}
