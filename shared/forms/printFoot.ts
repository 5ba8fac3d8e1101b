import type { PrintFact } from '../contract/printMethods.ts';
import { calendarDateOf, chineseDate } from '../rules/calendarDate.ts';
import { textWidth } from './breakLines.ts';
import { mmPerPoint } from './fitText.ts';
import type { PlacedText, SheetPage } from './layoutSheet.ts';
import { printableText } from './printableText.ts';

/** What the foot of a page says of the print that it belongs to. */
export type PrintFoot = Pick<PrintFact, 'serial' | 'copies' | 'by' | 'at' | 'code'>;

/** Said at the foot of a page that has not gone out. */
export const previewFoot = '预览　打印或保存时编号';

const footSize = 7;
const footHeight = 3;
/** From the lower edge of the paper, in mm: below everything a form prints, above what printers leave white. */
export const footTop = 6.8;
const margin = 15;

/** The foot of one page: 编号 2026-000123　第1份共2份　打印人 …　时间　校验码 …　第1页共3页. Pages and copies count from 1. */
export function printFootText(
  foot: PrintFoot,
  place: { readonly copy: number; readonly page: number; readonly pages: number },
): string {
  return `${printFootOf(foot, place.copy)}　第${place.page}页共${place.pages}页`;
}

/** What the foot says on every page of a copy; in a document that is edited further its program counts the pages. */
export function printFootOf(foot: PrintFoot, copy: number): string {
  const at = new Date(foot.at);
  const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  return [
    `编号 ${foot.serial}`,
    `第${copy}份共${foot.copies}份`,
    `打印人 ${foot.by}`,
    `${chineseDate(calendarDateOf(at))} ${time}`,
    `校验码 ${foot.code}`,
  ].join('　');
}

/** Pages with their foot, copy after copy. The pages themselves stay as they were laid out or filed. */
export function withPrintFoot(pages: readonly SheetPage[], foot: PrintFoot): SheetPage[] {
  return Array.from({ length: foot.copies }, (_, copy) =>
    pages.map((page, index) =>
      withFootText(page, printFootText(foot, { copy: copy + 1, page: index + 1, pages: pages.length })),
    ),
  ).flat();
}

/** A page with a small line below everything else, smaller where a long name would not fit. */
export function withFootText(page: SheetPage, text: string): SheetPage {
  const line = printableText(text);
  const width = textWidth(line);
  const across = page.width - 2 * margin;
  const size = Math.min(footSize, across / mmPerPoint / width);
  const placed: PlacedText = {
    x: margin,
    y: page.height - footTop,
    width: across,
    height: footHeight,
    font: 'body',
    size,
    leading: size * 1.2,
    align: 'center',
    lines: [{ segments: [{ kind: 'text', text: line }], width }],
  };
  return { ...page, texts: [...page.texts, placed] };
}
