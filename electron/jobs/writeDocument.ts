import { Document, type ISectionOptions, Packer, Paragraph, type Table, TextRun } from 'docx';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { type DocumentCell, type DocumentPage, type DocumentTable, documentPages } from './documentPages.ts';
import { cutParagraph, leastSpace, lineParagraph, spaceParagraph } from './documentParagraphs.ts';
import { cornerOf, sectionOptions, sectionsOf } from './documentSections.ts';
import { documentSettings } from './documentSettings.ts';
import { documentTable } from './documentTable.ts';
import type { Report } from './jobs.ts';
import { neutralArchive } from './neutralArchive.ts';

/** What is written, and what stands at the foot of each sheet of paper before its number; null for no foot. */
export interface DocumentPlan {
  readonly pages: readonly SheetPage[];
  readonly foot: string | null;
}

/**
 * Writes laid-out pages as a .docx: real tables with real merges in the measures of the form, every text in one paragraph
 * that breaks anew when it is edited, one sheet of paper for each page. A register is one table with a repeated head row.
 * Nothing in it says who wrote it and when, except the foot.
 */
export async function writeDocument({ pages, foot }: DocumentPlan, report: Report = noReport): Promise<Uint8Array> {
  const sections = sectionsOf(documentPages(pages));
  const alone = sections.length === 1;
  const parts = unzipSync(
    await packed(
      sections.map((section, index) => sectionOptions(section, { index, alone, foot, content: placeholder(index) })),
    ),
  );
  parts[bodyPart] = await withContent(strFromU8(parts[bodyPart] ?? noBytes), sections, report);
  for (const [path, text] of documentSettings) parts[path] = strToU8(text);
  return neutralArchive(parts);
}

const noReport: Report = () => undefined;

const bodyPart = 'word/document.xml';
const noBytes = new Uint8Array();
/** The library takes half a megabyte for a hundred cells; so it is given so many at a time, and their XML is kept. */
const cellsPerPortion = 3_000;

function packed(sections: readonly ISectionOptions[]): Promise<Uint8Array> {
  return Packer.toBuffer(new Document({ sections, compatibility: { version: 15, underlineTrailingSpaces: true } }));
}

/** Stands for the content of a section until it is written. */
function placeholder(section: number): Paragraph {
  return new Paragraph({ children: [new TextRun(`{{${section}}}`)] });
}
const placeholders = /<w:p><w:r><w:t xml:space="preserve">\{\{(\d+)\}\}<\/w:t><\/w:r><\/w:p>/gu;

/** The body with its sections' content in place of what stood for it. */
async function withContent(
  outline: string,
  sections: readonly (readonly DocumentPage[])[],
  report: Report,
): Promise<Uint8Array<ArrayBuffer>> {
  const total = sections.reduce((sum, pages) => sum + pages.length, 0);
  const bytes: Uint8Array[] = [];
  let [from, done] = [0, 0];
  for (const found of outline.matchAll(placeholders)) {
    bytes.push(strToU8(outline.slice(from, found.index)));
    from = found.index + found[0].length;
    const pages = sections[Number(found[1])] ?? [];
    for await (const { xml, pagesDone } of sectionContent(pages)) {
      bytes.push(strToU8(xml));
      report({ done: done + pagesDone, total });
    }
    done += pages.length;
  }
  bytes.push(strToU8(outline.slice(from)));
  return Buffer.concat(bytes);
}

/** Something that is written at once: paragraphs, a table, or rows of the table before. */
interface Piece {
  readonly cells: number;
  /** Its rows belong to the table before. */
  readonly joins: boolean;
  /** The page is whole with it. */
  readonly endsPage: boolean;
  content(): (Paragraph | Table)[];
}

/** The XML of a section's pages, portion by portion. */
async function* sectionContent(pages: readonly DocumentPage[]) {
  let [pagesDone, cells] = [0, 0];
  let portion: Piece[] = [];
  const pieces = sectionPieces(pages);
  for (const [index, piece] of pieces.entries()) {
    portion.push(piece);
    cells += piece.cells;
    if (piece.endsPage) pagesDone += 1;
    const next = pieces[index + 1];
    if (next !== undefined && !next.joins && cells < cellsPerPortion) continue;
    const xml = contentXml(unzipSync(await packed([{ children: portion.flatMap((each) => each.content()) }])));
    const rows = portion[0]?.joins ? xml.slice(xml.indexOf('<w:tr>')) : xml;
    yield { xml: next?.joins ? rows.slice(0, rows.lastIndexOf(tableEnd)) : rows, pagesDone };
    portion = [];
    cells = 0;
  }
}

const tableEnd = '</w:tbl>';

/** What stands in the body of a document of one section. */
function contentXml(parts: Readonly<Record<string, Uint8Array>>): string {
  const xml = strFromU8(parts[bodyPart] ?? noBytes);
  const start = '<w:body>';
  return xml.slice(xml.indexOf(start) + start.length, xml.lastIndexOf('<w:sectPr'));
}

function sectionPieces(pages: readonly DocumentPage[]): Piece[] {
  const { top, left } = cornerOf(pages);
  return pages.flatMap((page, at) => {
    const usable = page.width - 2 * left;
    const pieces = page.parts.flatMap((part, index): Piece[] => {
      const gap = index === 0 ? page.top - top : index === page.parts.length - 1 ? elastic(part.gap) : part.gap;
      const pageBreakBefore = index === 0 && at > 0;
      if (part.kind === 'line') {
        const place = { left, usable, before: gap, pageBreakBefore };
        return [piece(1, () => [part.dashed ? cutParagraph(part, place) : lineParagraph(part, place)])];
      }
      // Word joins tables that follow each other.
      const apart = pageBreakBefore || page.parts[index - 1]?.kind === 'table';
      const space = apart || gap > leastSpace ? [spaceParagraph(Math.max(gap, leastSpace), pageBreakBefore)] : [];
      return tableSlices(part).map((slice, number) => ({
        ...piece(slice.cells.length, () => [...(number === 0 ? space : []), documentTable(slice, left)]),
        joins: number > 0,
      }));
    });
    return [...pieces, { ...piece(0, () => []), endsPage: true }];
  });
}

/** In mm: what stands apart at the bottom of a page moves up so far, so that rows may grow by some lines above it. */
const mostRise = 15;
const leastApart = 4;

function elastic(gap: number): number {
  return gap > mostRise ? Math.max(leastApart, gap - mostRise) : gap;
}

function piece(cells: number, content: Piece['content']): Piece {
  return { cells, joins: false, endsPage: false, content };
}

/** A long register in slices of rows. */
function tableSlices(table: DocumentTable): DocumentTable[] {
  const { cells, headRows, rowHeights } = table;
  if (headRows === 0 || cells.length <= cellsPerPortion) return [table];
  const size = Math.max(1, Math.floor(cellsPerPortion / table.columns.length));
  const count = Math.ceil(rowHeights.length / size);
  const cellsOf: DocumentCell[][] = Array.from({ length: count }, () => []);
  for (const cell of cells) cellsOf[Math.floor(cell.row / size)]?.push({ ...cell, row: cell.row % size });
  return cellsOf.map((slice, index) => {
    const from = index * size;
    return {
      ...table,
      cells: slice,
      rowHeights: rowHeights.slice(from, from + size),
      headRows: index === 0 ? headRows : 0,
      brokenRows: new Set([...table.brokenRows].map((row) => row - from)),
    };
  });
}
