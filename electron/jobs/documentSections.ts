import {
  AlignmentType,
  Footer,
  Header,
  type ISectionOptions,
  LineRuleType,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
} from 'docx';
import { textWidth } from '../../shared/forms/breakLines.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import { cellText } from './cellText.ts';
import type { DocumentPage, DocumentText, RunningTexts } from './documentPages.ts';
import { leastSpace, lineParagraph, spaceParagraph, twips } from './documentParagraphs.ts';
import { halfPoints } from './documentRuns.ts';

/** In mm: forms end above the one, and no printer reaches below the other. */
const bottomMargin = 8;
const footerMargin = 4.2;
/** Pages that follow each other on the same paper; a register has a section of its own. */
export function sectionsOf(pages: readonly DocumentPage[]): DocumentPage[][] {
  const sections: DocumentPage[][] = [];
  for (const page of pages) {
    const section = sections.at(-1);
    const before = section?.at(-1);
    const together =
      before !== undefined &&
      before.running === null &&
      page.running === null &&
      before.width === page.width &&
      before.height === page.height;
    if (together) section?.push(page);
    else sections.push([page]);
  }
  return sections;
}

/** A section among the others. */
export interface SectionPlace {
  readonly index: number;
  /** The only section of the document. */
  readonly alone: boolean;
  readonly foot: string | null;
  /** What stands in its body. */
  readonly content: Paragraph;
}

/** A section with its paper, its running head and its foot. */
export function sectionOptions(
  pages: readonly DocumentPage[],
  { index, alone, foot, content }: SectionPlace,
): ISectionOptions {
  const [first] = pages;
  if (first === undefined) throw new Error('a section holds pages');
  const { top, left } = cornerOf(pages);
  const usable = first.width - 2 * left;
  const { running } = first;
  const lying = first.width > first.height;
  const number = running?.pageNumber ?? null;
  const header = (texts: readonly DocumentText[]): Header =>
    new Header({
      children: [lineParagraph({ kind: 'line', gap: 0, height: 5, texts, dashed: false }, { left, usable, before: 0 })],
    });
  const footer = (): Footer =>
    new Footer({
      children: [
        ...(number === null ? [] : [numberParagraph(number.size, '　', alone)]),
        ...(foot === null ? [] : [footParagraph(foot, usable, alone)]),
      ],
    });
  const hasFooter = number !== null || foot !== null;
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      titlePage: running !== null,
      page: {
        // The library turns the paper itself: it wants the measures of the standing one.
        size: {
          width: twips(Math.min(first.width, first.height)),
          height: twips(Math.max(first.width, first.height)),
          orientation: lying ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twips(running === null ? top : Math.min(top, furtherTop(running))),
          bottom: twips(number === null ? bottomMargin : number.bottom + numberRoom),
          left: twips(left),
          right: twips(left),
          header: twips(running?.top ?? top),
          footer: twips(footerMargin),
          gutter: 0,
        },
        ...(index > 0 && running !== null ? { pageNumbers: { start: 1 } } : {}),
      },
    },
    ...(running === null ? {} : { headers: { first: header(running.first), default: header(running.further) } }),
    ...(hasFooter ? { footers: { ...(running === null ? {} : { first: footer() }), default: footer() } } : {}),
    // The end of a section belongs to its last paragraph, and a table needs one behind it.
    children: [content, spaceParagraph(leastSpace, false)],
  };
}

/** 第1页　共3页, counted by the program that opens the document. */
function pageNumbers(between: string, alone: boolean) {
  return [
    '第',
    PageNumber.CURRENT,
    `页${between}共`,
    alone ? PageNumber.TOTAL_PAGES : PageNumber.TOTAL_PAGES_IN_SECTION,
    '页',
  ];
}

function numberParagraph(size: number, between: string, alone: boolean): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: twips(numberHeight), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ size: halfPoints(size), children: pageNumbers(between, alone) })],
  });
}

/** The foot of a print, as small as its length needs. */
function footParagraph(foot: string, usable: number, alone: boolean): Paragraph {
  const text = cellText(foot);
  const size = Math.min(footSize, usable / mmPerPoint / (textWidth(text) + pagesWidth));
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: twips(footHeight), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ size: halfPoints(size), children: [`${text}　`, ...pageNumbers('', alone)] })],
  });
}

/** Points, and mm. */
const footSize = 7;
const footHeight = 3;
const numberHeight = 5;
/** Of 　第123页共456页, in em. */
const pagesWidth = 9;

/** White between the last row of a register and its page number, with half the height of the number, in mm. */
const numberRoom = 8;
/** Where the rows begin on further sheets of a register: below its running head. */
const furtherTop = ({ top }: RunningTexts): number => top + 7;

/** Where the text of a section begins, in mm from the corner of the paper. */
export function cornerOf(pages: readonly DocumentPage[]): { readonly top: number; readonly left: number } {
  const edges = pages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'table' ? part.x : part.texts.map(({ x }) => x))),
  );
  return {
    top: pages.reduce((least, page) => Math.min(least, page.top), Number.POSITIVE_INFINITY),
    left: edges.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY),
  };
}
