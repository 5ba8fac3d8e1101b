import type {
  TemplateBlock,
  TemplateCell,
  TemplateModel,
  TemplateParagraph,
  TemplateTable,
} from '../../shared/templates/templateModel.ts';
import type { CheckedTemplate } from './checkTemplateFile.ts';
import { type DocumentStyles, documentStyles, hasLines, type TextFormat } from './documentStyles.ts';
import { childElement, childElements, everyElement, type XmlElement } from './parseXml.ts';
import { templateLimits, templateRefusal } from './templateRefusals.ts';

/** Characters of a paragraph that one element of its source holds. */
export interface TextPiece {
  /** Where they begin in the paragraph's text. */
  readonly at: number;
  readonly text: string;
  /** `w:t`, or what stands for a character, such as a tab. */
  readonly element: XmlElement;
  readonly run: XmlElement;
  /** Whether other text may take their place: `w:t` outside of what a field computes. */
  readonly editable: boolean;
}

/** A paragraph with where its text stands. */
export interface SourceParagraph {
  readonly part: string;
  readonly element: XmlElement;
  readonly pieces: readonly TextPiece[];
}

/** A document as it is shown, and where everything of it stands. */
export interface DocumentTemplate {
  readonly model: TemplateModel;
  readonly paragraphs: ReadonlyMap<string, SourceParagraph>;
  /** The rows of each table. */
  readonly rows: ReadonlyMap<string, readonly { readonly part: string; readonly element: XmlElement }[]>;
}

/** What a picture, a drawing or an equation is in the text of a paragraph. */
export const objectCharacter = '\ufffc';

/** Boxes that Word inserts as signs of a symbol font, by font and code; the ticked sign of the same font. */
export const boxSymbols: ReadonlyMap<string, string> = new Map([
  ['Wingdings 2 A3', '52'],
  ['Wingdings A8', 'FE'],
  ['Wingdings 6F', 'FE'],
  ['Wingdings 71', 'FE'],
]);

/** What of a paragraph is text of the form; what was deleted while changes were tracked is not. */
const transparent = new Set([
  'w:hyperlink',
  'w:ins',
  'w:smartTag',
  'w:sdt',
  'w:sdtContent',
  'w:fldSimple',
  'w:moveTo',
  'w:dir',
  'w:bdo',
  'w:customXml',
]);
const fixedCharacters: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:ptab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
  'w:drawing': objectCharacter,
  'w:pict': objectCharacter,
  'mc:AlternateContent': objectCharacter,
};

/**
 * Reads a checked document: header, body and footer, with tables as they are merged. Text in text boxes is not read; a notice says
 * so.
 * @throws AppError refused when there is more than a form can hold
 */
export function readDocumentTemplate(template: CheckedTemplate): DocumentTemplate {
  const { main } = template;
  const relations = [...template.relations(main).values()].filter(({ external }) => !external);
  const stylesPart = relations.find(({ type }) => type === 'styles')?.target;
  const styles = documentStyles(
    stylesPart !== undefined && template.parts.has(stylesPart) ? template.xml(stylesPart).root : undefined,
  );
  const reader = createReader(styles);
  const edges = (type: 'header' | 'footer') =>
    [...new Set(relations.filter((each) => each.type === type).map(({ target }) => target))]
      .filter((name) => template.parts.has(name))
      .toSorted()
      .map((name, index) => reader.part(name, template.xml(name).root, type, `${type}${index + 1}`))
      .filter(({ blocks }) => blocks.some(hasText));
  const { root } = template.xml(main);
  const body = childElement(root, 'w:body');
  if (body === undefined) throw templateRefusal('damaged');
  const [headers, middle, footers] = [edges('header'), reader.part(main, body, 'body', 'body'), edges('footer')];
  if (!middle.blocks.some((block) => block.kind === 'table' || hasText(block))) throw templateRefusal('empty');
  return {
    model: {
      format: 'docx',
      page: pageOf(body),
      parts: [...headers, middle, ...footers],
      notices: notices(root),
    },
    paragraphs: reader.paragraphs,
    rows: reader.rows,
  };
}

const titles = { header: '页眉', body: '正文', footer: '页脚' } as const;

function createReader(styles: DocumentStyles) {
  const paragraphs = new Map<string, SourceParagraph>();
  const rows = new Map<string, { part: string; element: XmlElement }[]>();
  const counts = { paragraphs: 0, cells: 0, characters: 0 };
  /** Fields that are open, which may end in a later paragraph; the innermost last. */
  let fields: { inCode: boolean; code: string }[] = [];

  function part(name: string, element: XmlElement, kind: 'header' | 'body' | 'footer', address: string) {
    fields = [];
    return { address, kind, title: titles[kind], blocks: blocksOf(name, element, address, 0) };
  }

  function blocksOf(part: string, element: XmlElement, address: string, depth: number): TemplateBlock[] {
    if (depth > templateLimits.nesting) throw templateRefusal('tooLong');
    return blockElements(element).map((block, index) =>
      block.name === 'w:p'
        ? paragraph(part, block, `${address}.${index}`)
        : table(part, block, `${address}.${index}`, depth),
    );
  }

  function paragraph(part: string, element: XmlElement, address: string): TemplateParagraph {
    const properties = childElement(element, 'w:pPr');
    const { align, format } = styles.paragraph(properties);
    const pieces: TextPiece[] = [];
    const spans: { from: number; to: number; bold: boolean; underlined: boolean; size: number }[] = [];
    let text = '';
    const add = (piece: Omit<TextPiece, 'at'>, look: TextFormat): void => {
      if (piece.text === '' && piece.element.name !== 'w:t') return;
      pieces.push({ ...piece, at: text.length });
      const last = spans.at(-1);
      const { bold, underlined, size } = look;
      text += piece.text;
      if (piece.text === '') return;
      if (last?.bold === bold && last.underlined === underlined && last.size === size) last.to = text.length;
      else spans.push({ from: text.length - piece.text.length, to: text.length, bold, underlined, size });
    };
    for (const run of runsOf(element)) readRun(run.element, run.computed, format, add);
    counts.paragraphs += 1;
    counts.characters += text.length;
    if (counts.paragraphs > templateLimits.paragraphs || counts.characters > templateLimits.characters) {
      throw templateRefusal('tooLong');
    }
    paragraphs.set(address, { part, element, pieces });
    const { size } = styles.run(childElement(properties, 'w:rPr'), format);
    return { kind: 'paragraph', address, text, align, size, spans };
  }

  function readRun(
    run: XmlElement,
    computed: boolean,
    around: TextFormat,
    add: (piece: Omit<TextPiece, 'at'>, format: TextFormat) => void,
  ): void {
    const format = styles.run(childElement(run, 'w:rPr'), around);
    for (const child of childElements(run)) {
      if (child.name === 'w:fldChar') {
        readFieldMark(child);
        continue;
      }
      const field = fields.at(-1);
      if (child.name === 'w:instrText' && field?.inCode)
        field.code += child.children.map((each) => (each.kind === 'text' ? each.text : '')).join('');
      if (format.hidden || fields.some(({ inCode }) => inCode)) continue;
      if (child.name === 'w:t') {
        const text = child.children.map((each) => (each.kind === 'text' ? each.text : '')).join('');
        const editable = !computed && fields.every(({ code }) => isFilledIn(code));
        add({ text, element: child, run, editable }, format);
      } else if (child.name === 'w:sym') {
        add({ text: symbol(child), element: child, run, editable: false }, format);
      } else if (Object.hasOwn(fixedCharacters, child.name)) {
        const isPage = child.name === 'w:br' && ['page', 'column'].includes(child.attributes.get('w:type') ?? '');
        if (!isPage) add({ text: fixedCharacters[child.name] ?? '', element: child, run, editable: false }, format);
      }
    }
  }

  function readFieldMark(mark: XmlElement): void {
    const type = mark.attributes.get('w:fldCharType');
    if (type === 'begin') fields.push({ inCode: true, code: '' });
    const field = fields.at(-1);
    if (type === 'separate' && field !== undefined) field.inCode = false;
    if (type === 'end') fields.pop();
  }

  function table(part: string, element: XmlElement, address: string, depth: number): TemplateTable {
    const found = rowElements(element);
    if (found.length > templateLimits.rows) throw templateRefusal('tooLong');
    const lines = styles.tableLines(childElement(element, 'w:tblPr'));
    const grid = childElement(element, 'w:tblGrid');
    const columns =
      grid === undefined ? [] : childElements(grid, 'w:gridCol').map((column) => points(column.attributes.get('w:w')));
    const cells: (Omit<TemplateCell, 'rowSpan'> & { rowSpan: number })[] = [];
    const open = new Map<number, { rowSpan: number }>();
    rows.set(
      address,
      found.map((row) => ({ part, element: row })),
    );
    found.forEach((row, rowIndex) => {
      let column = count(childElement(row, 'w:trPr', 'w:gridBefore'), 0);
      for (const cell of cellElements(row)) {
        const properties = childElement(cell, 'w:tcPr');
        const columnSpan = Math.max(1, count(childElement(properties, 'w:gridSpan'), 1));
        if (column + columnSpan > templateLimits.columns) throw templateRefusal('tooLong');
        const merge = childElement(properties, 'w:vMerge');
        const above = open.get(column);
        if (merge !== undefined && merge.attributes.get('w:val') !== 'restart' && above !== undefined) {
          above.rowSpan += 1;
          column += columnSpan;
          continue;
        }
        counts.cells += 1;
        if (counts.cells > templateLimits.cells) throw templateRefusal('tooLong');
        const own = `${address}.r${rowIndex}.c${column}`;
        const borders = childElement(properties, 'w:tcBorders');
        const direction = childElement(properties, 'w:textDirection')?.attributes.get('w:val') ?? '';
        const placed = {
          address: own,
          row: rowIndex,
          column,
          rowSpan: 1,
          columnSpan,
          lines: borders === undefined ? lines : lines || hasLines(borders),
          vertical: /^(?:tbRl|btLr)/u.test(direction),
          align: cellAlign(childElement(properties, 'w:vAlign')?.attributes.get('w:val')),
          blocks: blocksOf(part, cell, own, depth + 1),
        };
        cells.push(placed);
        if (merge === undefined) open.delete(column);
        else open.set(column, placed);
        while (columns.length < column + columnSpan) columns.push(cellWidth(properties, columnSpan));
        column += columnSpan;
      }
    });
    return { kind: 'table', address, columns, rows: found.map(rowHeight), cells };
  }

  return { part, paragraphs, rows };
}

/** Paragraphs and tables, those inside of content controls too. */
function blockElements(element: XmlElement): XmlElement[] {
  return childElements(element).flatMap((child) => {
    if (child.name === 'w:p' || child.name === 'w:tbl') return [child];
    return isWrapper(child) ? blockElements(child) : [];
  });
}

function rowElements(element: XmlElement): XmlElement[] {
  return childElements(element).flatMap((child) => {
    if (child.name === 'w:tr') return [child];
    return isWrapper(child) ? rowElements(child) : [];
  });
}

function cellElements(element: XmlElement): XmlElement[] {
  return childElements(element).flatMap((child) => {
    if (child.name === 'w:tc') return [child];
    return isWrapper(child) ? cellElements(child) : [];
  });
}

function isWrapper({ name }: XmlElement): boolean {
  return ['w:sdt', 'w:sdtContent', 'w:ins', 'w:moveTo', 'w:customXml', 'w:smartTag'].includes(name);
}

/** Runs in their order; `computed` inside of a simple field. */
function* runsOf(element: XmlElement, computed = false): Generator<{ element: XmlElement; computed: boolean }> {
  for (const child of childElements(element)) {
    if (child.name === 'w:r') yield { element: child, computed };
    else if (transparent.has(child.name)) {
      const isField = child.name === 'w:fldSimple' && !isFilledIn(child.attributes.get('w:instr') ?? '');
      yield* runsOf(child, computed || isField);
    }
  }
}

/** Fields whose text somebody writes, not the program that shows the document. */
function isFilledIn(code: string): boolean {
  return /^\s*(?:MERGEFIELD|FORMTEXT|HYPERLINK)/iu.test(code);
}

function symbol(element: XmlElement): string {
  return symbolKey(element) === undefined ? objectCharacter : '□';
}

/** Font and code of a sign that is an empty box. */
export function symbolKey(element: XmlElement): string | undefined {
  const font = element.attributes.get('w:font') ?? '';
  // Word writes codes of symbol fonts in the private area: F0A3 is A3.
  const code = (element.attributes.get('w:char') ?? '').toUpperCase().replace(/^(?:F0|00)(?=..$)/u, '');
  const key = `${font} ${code}`;
  return boxSymbols.has(key) ? key : undefined;
}

function notices(root: XmlElement): string[] {
  let textBox = false;
  let tracked = false;
  for (const { name } of everyElement(root)) {
    if (name === 'w:txbxContent') textBox = true;
    if (name === 'w:ins' || name === 'w:del') tracked = true;
  }
  return [
    ...(textBox ? ['表样里有文本框，框里的内容原样保留，不能自动填写；要填写的，请改成表格后重新放入'] : []),
    ...(tracked ? ['表样里有修订记录，请在WPS或Word里接受全部修订后重新放入'] : []),
  ];
}

function pageOf(body: XmlElement): TemplateModel['page'] {
  const section = childElement(body, 'w:sectPr');
  const [size, margin] = [childElement(section, 'w:pgSz'), childElement(section, 'w:pgMar')];
  const a4 = { width: 595.3, height: 841.9 };
  const side = (name: string): number => Math.abs(points(margin?.attributes.get(`w:${name}`)));
  return {
    width: points(size?.attributes.get('w:w')) || a4.width,
    height: points(size?.attributes.get('w:h')) || a4.height,
    margins: [side('top'), side('right'), side('bottom'), side('left')],
  };
}

function hasText(block: TemplateBlock): boolean {
  return block.kind === 'paragraph' ? block.text.trim() !== '' : block.cells.some((cell) => cell.blocks.some(hasText));
}

function cellAlign(value: string | undefined): 'top' | 'center' | 'bottom' {
  return value === 'center' || value === 'bottom' ? value : 'top';
}

function rowHeight(row: XmlElement): number | null {
  const height = childElement(row, 'w:trPr', 'w:trHeight')?.attributes.get('w:val');
  return points(height) || null;
}

function cellWidth(properties: XmlElement | undefined, columnSpan: number): number {
  const width = childElement(properties, 'w:tcW');
  return width?.attributes.get('w:type') === 'dxa' ? points(width.attributes.get('w:w')) / columnSpan : 72;
}

function count(element: XmlElement | undefined, otherwise: number): number {
  const value = Number(element?.attributes.get('w:val') ?? otherwise);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}

/** Twentieths of a point, or a length with its unit, in points. */
function points(value: string | undefined): number {
  const [, number = '0', unit = ''] = /^(-?\d+(?:\.\d+)?)(pt|cm|mm|in)?$/u.exec(value ?? '') ?? [];
  const factors: Readonly<Record<string, number>> = { '': 1 / 20, pt: 1, cm: 28.346, mm: 2.8346, in: 72 };
  return Math.round(Number(number) * (factors[unit] ?? 0) * 100) / 100;
}
