import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';
import { quietBrowserArguments } from '../../electron/chromium/browserArguments.ts';
import { createPdfPrinter, type PdfPrinter } from '../../electron/chromium/createPdfPrinter.ts';
import { newNonce, printResponse, serveFile } from '../../electron/server/files.ts';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { renderSheets } from '../../shared/forms/renderSheets.ts';
import { testBrowserPath } from '../browser.ts';

/** Prints laid-out pages through a real browser, served with the program's own headers and fonts. */
export interface SheetPrinter {
  pdf(pages: readonly SheetPage[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Starts the printer of the Chromium host on pages of these tests; `env` is that of the browser. */
export async function openSheetPrinter(env: NodeJS.ProcessEnv = process.env): Promise<SheetPrinter> {
  const executablePath = await testBrowserPath();
  let pages: readonly SheetPage[] = [];
  const printer: PdfPrinter = createPdfPrinter({
    // Tests may run as root, where the browser's own sandbox cannot start.
    launch: () =>
      chromium.launch({ executablePath, env: setOnly(env), args: [...quietBrowserArguments, '--no-sandbox'] }),
    origin: 'https://sheets.invalid',
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith('/print/')) return serveFile(pathname);
      const nonce = newNonce();
      return printResponse(renderSheets(pages, nonce), nonce);
    },
  });
  return {
    pdf(laidOut) {
      pages = laidOut;
      return printer.print('/print/test');
    },
    close: () => printer.close(),
  };
}

/** An environment without the names that have no value. */
function setOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url));

/** What pdf.js draws on in Node. */
interface Surface {
  readonly canvas: { toBuffer(type: 'image/png'): Buffer } & HTMLCanvasElement;
}

/**
 * Keeps a PDF under test/artefacts, for a human to look at; with `HULEI_PICTURES=1` also a picture of its pages of the given
 * numbers, which take as long to draw as all of the form's tests.
 */
export async function keepArtefact(name: string, pdf: Uint8Array, numbers: readonly number[]): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  writeFileSync(`${artefacts}${name}.pdf`, pdf);
  if (process.env.HULEI_PICTURES !== '1') return;
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const factory = document.canvasFactory as { create(width: number, height: number): Surface };
  for (const number of numbers) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: 1.5 });
    const { canvas } = factory.create(viewport.width, viewport.height);
    await page.render({ canvas, viewport }).promise;
    writeFileSync(`${artefacts}${name}-${number}.png`, canvas.toBuffer('image/png'));
  }
  await document.destroy();
}

/** A piece of text on a page; x and y of its baseline's start in mm from the upper left corner, size in points. */
export interface PrintedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** A straight line on a page, in mm from the upper left corner; weight in points. */
export interface PrintedLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly weight: number;
}

export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PrintedText[];
  readonly lines: readonly PrintedLine[];
}

const mmPerPoint = 25.4 / 72;

/** What a PDF says and draws, page by page. */
export async function readPdf(pdf: Uint8Array): Promise<{ readonly title: string; readonly pages: PrintedPage[] }> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const { info } = await document.getMetadata();
  const pages: PrintedPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    const operators = await page.getOperatorList();
    pages.push({
      width: width * mmPerPoint,
      height: height * mmPerPoint,
      texts: shownTexts(operators.fnArray, operators.argsArray, height),
      lines: strokedLines(operators.fnArray, operators.argsArray, height),
    });
  }
  await document.destroy();
  return { title: 'Title' in info ? String(info.Title) : '', pages };
}

type Matrix = readonly [number, number, number, number, number, number];

/** A glyph of a text as pdf.js gives it, its width in thousandths of the size, or a move by so many to the left. */
type Glyph = { readonly unicode: string; readonly width: number } | number;

/** Letters that follow each other closer than this, in mm, are one text, though each slice of the font draws its own. */
const seam = 0.1;

/** Follows the transformations of a page and collects its texts where they are drawn; pdf.js itself joins texts of neighbouring cells. */
function shownTexts(codes: readonly number[], args: readonly unknown[], pageHeight: number): PrintedText[] {
  const texts: PrintedText[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let line: Matrix = matrix;
  let [size, advance] = [0, 0];
  const saved: Matrix[] = [];
  codes.forEach((code, index) => {
    const operands = args[index];
    if (code === OPS.save) saved.push(matrix);
    else if (code === OPS.restore) matrix = saved.pop() ?? matrix;
    else if (code === OPS.transform) matrix = multiply(matrix, operands as Matrix);
    else if (code === OPS.setFont) [, size] = operands as [string, number];
    else if (code === OPS.setTextMatrix) {
      const [to] = operands as [ArrayLike<number>];
      [line, advance] = [Array.from(to) as unknown as Matrix, 0];
    } else if (code === OPS.moveText) {
      const [x, y] = operands as [number, number];
      [line, advance] = [multiply(line, [1, 0, 0, 1, x, y]), 0];
    } else if (code === OPS.showText) {
      const [glyphs] = operands as [readonly Glyph[]];
      const [scale, , , , x, y] = multiply(matrix, multiply(line, [1, 0, 0, 1, advance, 0]));
      const widths = glyphs.map((glyph) => ((typeof glyph === 'number' ? -glyph : glyph.width) / 1000) * size);
      const wide = widths.reduce((sum, width) => sum + width, 0);
      advance += wide;
      const text = glyphs.map((glyph) => (typeof glyph === 'number' ? '' : glyph.unicode)).join('');
      const shown = { text, x: x * mmPerPoint, y: (pageHeight - y) * mmPerPoint, width: wide * scale * mmPerPoint };
      const before = texts.at(-1);
      const joined =
        before !== undefined &&
        Math.abs(before.y - shown.y) < seam &&
        Math.abs(before.x + before.width - shown.x) < seam &&
        Math.abs(before.size - size * scale) < seam;
      if (joined) {
        texts[texts.length - 1] = {
          ...before,
          text: before.text + text,
          width: shown.x + shown.width - before.x,
        };
      } else texts.push({ ...shown, size: size * scale });
    }
  });
  return texts.filter(({ text }) => text.trim() !== '');
}

/** Follows the transformations of a page and collects the straight strokes. */
function strokedLines(codes: readonly number[], args: readonly unknown[], pageHeight: number): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let weight = 1;
  const saved: (readonly [Matrix, number])[] = [];
  codes.forEach((code, index) => {
    const operands = args[index];
    if (code === OPS.save) saved.push([matrix, weight]);
    else if (code === OPS.restore) [matrix, weight] = saved.pop() ?? [matrix, weight];
    else if (code === OPS.transform) matrix = multiply(matrix, operands as Matrix);
    else if (code === OPS.setGState) {
      for (const [key, setting] of (operands as [[string, number][]])[0]) if (key === 'LW') weight = setting;
    } else if (code === OPS.constructPath) {
      const [paint, [path]] = operands as [number, [Float32Array]];
      const isDashed = paint === OPS.fill && dashesIn(path) > 2;
      if (paint !== OPS.stroke && paint !== OPS.closeStroke && !isDashed) return;
      const place = (x: number, y: number): readonly [number, number] => [
        (matrix[0] * x + matrix[2] * y + matrix[4]) * mmPerPoint,
        (pageHeight - (matrix[1] * x + matrix[3] * y + matrix[5])) * mmPerPoint,
      ];
      if (isDashed) {
        lines.push(dashedLine(path, place));
        return;
      }
      let [start, from]: (readonly [number, number])[] = [];
      const draw = (to: readonly [number, number] | undefined): void => {
        if (from && to) {
          const scaled = weight * Math.abs(matrix[0]);
          lines.push({ x1: from[0], y1: from[1], x2: to[0], y2: to[1], weight: scaled });
        }
        from = to;
      };
      // Drawing codes of pdf.js: 0 moves, 1 draws a line, 4 closes; forms have no curves.
      for (let at = 0; at < path.length; ) {
        const step = path[at];
        const point = step === 4 ? undefined : place(path[at + 1] ?? 0, path[at + 2] ?? 0);
        if (step === 0) [start, from] = [point, point];
        else draw(step === 4 ? start : point);
        at += step === 4 ? 1 : 3;
      }
    }
  });
  return lines;
}

/** How many pieces a path has; a line of dashes is drawn as one path of filled pieces. */
function dashesIn(path: Float32Array): number {
  let count = 0;
  for (let at = 0; at < path.length; at += path[at] === 4 ? 1 : 3) if (path[at] === 0) count += 1;
  return count;
}

/** From the first dash to the last; its weight is the height of a dash. */
function dashedLine(path: Float32Array, place: (x: number, y: number) => readonly [number, number]): PrintedLine {
  const points: (readonly [number, number])[] = [];
  for (let at = 0; at < path.length; at += path[at] === 4 ? 1 : 3) {
    if (path[at] !== 4) points.push(place(path[at + 1] ?? 0, path[at + 2] ?? 0));
  }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const middle = (top + bottom) / 2;
  return { x1: Math.min(...xs), y1: middle, x2: Math.max(...xs), y2: middle, weight: (bottom - top) / mmPerPoint };
}

function multiply(one: Matrix, other: Matrix): Matrix {
  const [a, b, c, d, e, f] = one;
  const [g, h, i, j, k, l] = other;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
