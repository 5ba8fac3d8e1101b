import type { Line, Segment } from './breakLines.ts';
import { mmPerPoint } from './fitText.ts';
import { fontStacks, sheetFontStyleSheets } from './fonts.ts';
import type { DottedLine, PlacedTable, PlacedText, SheetPage } from './layoutSheet.ts';
import { finish, type Steps } from './steps.ts';

/**
 * Laid-out pages as one HTML document for printing and preview. It holds no script, no style attribute and no address but
 * the font style sheet's; every text is escaped, and the title names nobody.
 * @param nonce allows the one style element under the content security policy.
 */
export function renderSheets(pages: readonly SheetPage[], nonce: string): string {
  return finish(renderSheetsInSteps(pages, nonce));
}

/** The same in steps of one page. */
export function* renderSheetsInSteps(pages: readonly SheetPage[], nonce: string): Steps<string> {
  const rules = styleRules();
  const papers = paperRules();
  const rendered: string[] = [];
  for (const page of pages) {
    yield;
    rendered.push(renderPage(page, papers.nameOf(page), rules.classOf));
  }
  const body = rendered.join('\n');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>表格</title>
${sheetFontStyleSheets.map((address) => `<link rel="stylesheet" href="${address}">`).join('\n')}
<style nonce="${escapeText(nonce)}">${fixedRules}${papers.text()}${rules.text()}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const hairline = 0.5;
const frameLine = 0.75;
/** Length of the strokes of a line to cut along, in mm. */
const dash = 1;

// A page is laid out by itself (contain), which saves a quarter of the time of 200 sheets. A tick stands over its box by a
// negative margin: if it were positioned, box and tick would leave their place in the order of the text.
const fixedRules = `
*{margin:0;padding:0;box-sizing:border-box}
html{font-family:${fontStacks.body};color:#000;font-variant-ligatures:none;font-synthesis:none;text-spacing-trim:space-all;text-autospace:no-autospace;-webkit-text-size-adjust:none}
section{position:relative;contain:strict;break-after:page;background:#fff}
section:last-child{break-after:auto}
svg{position:absolute;left:0;top:0}
path{fill:none;stroke:#000;stroke-linecap:square;stroke-width:${mm(hairline * mmPerPoint)}}
path.cut{stroke-dasharray:${mm(dash)} ${mm(dash)}}
path.frame{stroke-width:${mm(frameLine * mmPerPoint)}}
p{position:absolute;white-space:pre}
p.title{font-family:${fontStacks.title};font-weight:700}
i{font-style:normal;display:inline-block}
i.over{font-size:.78em;width:1.282em;margin-left:-1.282em;line-height:1;vertical-align:.14em;text-align:center;-webkit-text-stroke:.4pt}
i.mark{width:1em;text-align:center;-webkit-text-stroke:.4pt}
@media screen{html{background:#e8e9eb}section{margin:6mm auto;box-shadow:0 1px 4px #0004}}
`;

/** A page is this much less high than its paper, in mm: a rounded-up pixel would push out an empty one. */
const pageShortfall = 1;

/** Hands out a name for each size of paper: the class of its pages, and the rule by which the printer takes that paper. */
function paperRules(): { nameOf(paper: Pick<SheetPage, 'width' | 'height'>): string; text(): string } {
  const names = new Map<string, string>();
  const rules: string[] = [];
  return {
    nameOf({ width, height }) {
      const paper = `${mm(width)}mm ${mm(height)}mm`;
      const known = names.get(paper);
      if (known !== undefined) return known;
      const name = `paper${names.size}`;
      names.set(paper, name);
      const page = `width:${mm(width)}mm;height:${mm(height - pageShortfall)}mm`;
      rules.push(`@page ${name}{size:${paper};margin:0}.${name}{page:${name}}.${name},.${name}>svg{${page}}\n`);
      return name;
    },
    text: () => rules.join(''),
  };
}

/** Hands out a class for each set of declarations, so that sheets of one form share them. */
function styleRules(): { classOf(declarations: string): string; text(): string } {
  const classes = new Map<string, string>();
  return {
    classOf(declarations) {
      const known = classes.get(declarations);
      if (known !== undefined) return known;
      const name = `s${classes.size.toString(36)}`;
      classes.set(declarations, name);
      return name;
    },
    text: () => [...classes].map(([declarations, name]) => `.${name}{${declarations}}\n`).join(''),
  };
}

type ClassOf = (declarations: string) => string;

function renderPage(page: SheetPage, paper: string, classOf: ClassOf): string {
  const texts = page.texts.map((text) => renderText(text, 0, classOf));
  const cells = page.tables.flatMap(({ cells }) => cells.map((cell) => renderText(cell, cell.padding, classOf)));
  const lines = [...page.tables.map(renderLines), ...(page.dottedLines ?? []).map(renderDottedLine)].join('');
  const view = `0 0 ${mm(page.width)} ${mm(page.height - pageShortfall)}`;
  return `<section class="${paper}"><svg viewBox="${view}" aria-hidden="true">${lines}</svg>${texts.join('')}${cells.join('')}</section>`;
}

/** The lines of a table: every edge once, so that none is drawn double, and the frame in a stronger line. */
function renderLines({ cells }: PlacedTable): string {
  const edges = new Map<string, readonly [number, number, number, number]>();
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { x, y, width, height } of cells) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
  for (const { x, y, width, height } of cells) {
    if (!near(x, left)) edges.set(`v${mm(x)} ${mm(y)}`, [x, y, x, y + height]);
    if (!near(y, top)) edges.set(`h${mm(x)} ${mm(y)}`, [x, y, x + width, y]);
  }
  const inner = [...edges.values()].map(([x1, y1, x2, y2]) => `M${mm(x1)} ${mm(y1)}L${mm(x2)} ${mm(y2)}`).join('');
  const frame = `M${mm(left)} ${mm(top)}H${mm(right)}V${mm(bottom)}H${mm(left)}Z`;
  return `<path d="${inner}"/><path class="frame" d="${frame}"/>`;
}

function renderDottedLine({ x1, x2, y }: DottedLine): string {
  return `<path class="cut" d="M${mm(x1)} ${mm(y)}H${mm(x2)}"/>`;
}

/** `padding` is the white beside the text, in mm. */
function renderText(text: PlacedText, padding: number, classOf: ClassOf): string {
  if (text.lines.every((line) => line.segments.length === 0)) return '';
  const height = text.lines.length * text.leading * mmPerPoint;
  const place = classOf(
    `left:${mm(text.x + padding)}mm;top:${mm(text.y + (text.height - height) / 2)}mm;width:${mm(text.width - 2 * padding)}mm`,
  );
  const size = classOf(`font-size:${text.size}pt;line-height:${mm(text.leading)}pt;text-align:${text.align}`);
  const title = text.font === 'title' ? ' title' : '';
  return `<p class="${place} ${size}${title}">${text.lines.map((line) => renderLine(line, classOf)).join('\n')}</p>`;
}

function renderLine(line: Line, classOf: ClassOf): string {
  return line.segments.map((segment) => renderSegment(segment, classOf)).join('');
}

function renderSegment(segment: Segment, classOf: ClassOf): string {
  switch (segment.kind) {
    case 'text':
      return escapeText(segment.text);
    case 'blank':
      return `<i class="${classOf(`width:${segment.width}em;height:1em;border-bottom:.5pt solid;vertical-align:-.15em`)}"></i>`;
    case 'tick':
      return segment.style === '□'
        ? `□${segment.ticked ? '<i class="over">√</i>' : ''}${escapeText(segment.text)}`
        : `${escapeText(segment.text)}(<i class="mark">${segment.ticked ? '√' : ' '}</i>)`;
  }
}

/** Millimetres (or points) with three decimals at most. */
function mm(length: number): string {
  return String(Math.round(length * 1000) / 1000);
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
