import { childElement, childElements, everyElement, type Splice, type XmlElement } from './parseXml.ts';
import { type CellRange, cellName, parseRange, type SourceSheet } from './readWorkbookTemplate.ts';

/** Rows to be added below a row, which is copied for each of them. Rows are counted from 1. */
export interface AddedRows {
  readonly below: number;
  readonly count: number;
}

/** The number that a row has after rows were added above it. */
export function movedRow(row: number, added: readonly AddedRows[]): number {
  return row + added.reduce((sum, { below, count }) => sum + (below < row ? count : 0), 0);
}

/**
 * What follows from added rows for the rest of a sheet: rows below move down; merges, rules and areas that reach over the place, or
 * end at it over several rows, grow; what is merged within the copied row is merged in its copies.
 * @param rewritten rows that are written anew and carry their new number already
 */
export function moveRows(
  source: string,
  sheet: SourceSheet,
  added: readonly AddedRows[],
  rewritten: ReadonlySet<number>,
): Splice[] {
  if (added.length === 0) return [];
  const splices: Splice[] = [];
  for (const row of sheet.rows) {
    const to = movedRow(row.row, added);
    if (to === row.row || rewritten.has(row.row)) continue;
    splices.push(...attributeSplice(source, row.element, 'r', String(to)));
    for (const cell of row.cells) {
      splices.push(...attributeSplice(source, cell.element, 'r', cellName(to, cell.column)));
    }
  }
  const list = childElement(sheet.root, 'x:mergeCells');
  if (list !== undefined) splices.push(...moveMerges(source, list, added));
  for (const element of everyElement(sheet.root)) {
    switch (element.name) {
      case 'x:dimension':
      case 'x:hyperlink':
      case 'x:autoFilter':
        splices.push(...moveAttribute(source, element, 'ref', added));
        break;
      case 'x:conditionalFormatting':
      case 'x:dataValidation':
      case 'x:protectedRange':
      case 'x:ignoredError':
        splices.push(...moveAttribute(source, element, 'sqref', added));
        break;
      default:
    }
  }
  const breaks = childElement(sheet.root, 'x:rowBreaks');
  for (const each of breaks === undefined ? [] : childElements(breaks, 'x:brk')) {
    const id = Number(each.attributes.get('id') ?? 0);
    splices.push(...attributeSplice(source, each, 'id', String(movedRow(id + 1, added) - 1)));
  }
  return splices;
}

/** Where drawings of a sheet are fixed; rows are counted from 0. */
export function moveAnchors(root: XmlElement, added: readonly AddedRows[]): Splice[] {
  return [...everyElement(root)]
    .filter(({ name, children }) => name === 'xdr:row' && children.length === 1)
    .map((element) => {
      const [text] = element.children;
      const row = text?.kind === 'text' ? Number(text.text) : 0;
      return { from: element.openEnd, to: element.closeStart, text: String(movedRow(row + 1, added) - 1) };
    });
}

/** What a name stands for after rows were added to its sheet: areas such as 表!$A$1:$H$20 and rows such as 表!$1:$3. */
export function moveNamedAreas(text: string, added: readonly AddedRows[]): string {
  return text.replace(/(?<=!)[^!,]+/gu, (area) => {
    const rows = /^\$?(\d{1,7}):\$?(\d{1,7})$/u.exec(area);
    if (!rows) return moveReferences(area, added);
    const [top, bottom] = [Number(rows[1]), Number(rows[2])];
    return `$${movedRow(top, added)}:$${grownEnd(top, bottom, added, false)}`;
  });
}

/** A range such as $A$1:$H$20 after rows were added; anything else in the text stays. */
function moveReferences(text: string, added: readonly AddedRows[]): string {
  return text.replace(/(\$?[A-Z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Z]{1,3}\$?)(\d{1,7}))?/gu, (_, from, top, to, bottom) => {
    const start = movedRow(Number(top), added);
    if (bottom === undefined) return `${from}${start}`;
    return `${from}${start}:${to}${grownEnd(Number(top), Number(bottom), added, true)}`;
  });
}

function grownEnd(top: number, bottom: number, added: readonly AddedRows[], growsAtEnd: boolean): number {
  return (
    bottom +
    added.reduce((sum, { below, count }) => {
      const reachesOver = below < bottom || (below === bottom && (top < bottom || growsAtEnd));
      return sum + (reachesOver ? count : 0);
    }, 0)
  );
}

function moveMerges(source: string, list: XmlElement, added: readonly AddedRows[]): Splice[] {
  const splices: Splice[] = [];
  const copies: string[] = [];
  const merges = childElements(list, 'x:mergeCell');
  for (const merge of merges) {
    const range = parseRange(merge.attributes.get('ref') ?? '');
    if (range === undefined) continue;
    const top = movedRow(range.top, added);
    // A merge over several rows that ends at the copied row names the whole block.
    const bottom = grownEnd(range.top, range.bottom, added, false);
    splices.push(...attributeSplice(source, merge, 'ref', rangeName({ ...range, top, bottom })));
    const within = added.find(({ below }) => range.top === below && range.bottom === below);
    for (let copy = 1; copy <= (within?.count ?? 0); copy += 1) {
      const tag = source
        .slice(merge.from, merge.openEnd)
        .replace(/(\sref\s*=\s*["'])[^"']*/u, `$1${rangeName({ ...range, top: top + copy, bottom: top + copy })}`);
      copies.push(tag.endsWith('/>') ? tag : `${tag.slice(0, -1)}/>`);
    }
  }
  if (copies.length > 0) {
    splices.push({ from: list.closeStart, to: list.closeStart, text: copies.join('') });
    splices.push(...attributeSplice(source, list, 'count', String(merges.length + copies.length)));
  }
  return splices;
}

function rangeName({ top, left, bottom, right }: CellRange): string {
  return top === bottom && left === right ? cellName(top, left) : `${cellName(top, left)}:${cellName(bottom, right)}`;
}

function moveAttribute(source: string, element: XmlElement, name: string, added: readonly AddedRows[]): Splice[] {
  const value = element.attributes.get(name);
  if (value === undefined) return [];
  const moved = value.split(' ').map((each) => (parseRange(each) === undefined ? each : moveReferences(each, added)));
  return attributeSplice(source, element, name, moved.join(' '));
}

/** Another value of an attribute without a namespace; nothing when the element has none. */
export function attributeSplice(source: string, element: XmlElement, name: string, value: string): Splice[] {
  if (element.attributes.get(name) === value) return [];
  const match = new RegExp(`(\\s${name}\\s*=\\s*["'])([^"']*)`, 'u').exec(source.slice(element.from, element.openEnd));
  if (!match) return [];
  const [, before = '', old = ''] = match;
  const from = element.from + match.index + before.length;
  return [{ from, to: from + old.length, text: value }];
}
