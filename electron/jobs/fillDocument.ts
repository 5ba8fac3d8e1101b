import { AppError } from '../../shared/contract/result.ts';
import type { TemplateContent, TemplatePlace } from '../../shared/templates/templateModel.ts';
import type { CheckedTemplate } from './checkTemplateFile.ts';
import {
  applySplices,
  childElement,
  childElements,
  escapeXml,
  everyElement,
  type Splice,
  type XmlElement,
} from './parseXml.ts';
import {
  boxSymbols,
  type DocumentTemplate,
  readDocumentTemplate,
  type SourceParagraph,
  symbolKey,
} from './readDocumentTemplate.ts';
import { restartLists } from './restartLists.ts';
import { changesFor, type PlaceValue, type TemplateFilling, type TextChange, tickedBox } from './templateFilling.ts';

type Content = Omit<TemplateContent, 'model'>;
type Changes = Map<string, Splice[]>;

/** Parts of the archive that a filling changes. */
export type ChangedParts = ReadonlyMap<string, Buffer>;

/**
 * Fills a document by changing its text in place: every other byte of its parts stays what it was. Texts of any length are taken;
 * Word lets them flow.
 */
export function createDocumentFiller(template: CheckedTemplate, content: Content) {
  const document = readDocumentTemplate(template);
  const { source, root } = template.xml(template.main);
  const body = childElement(root, 'w:body');
  if (body === undefined) throw new Error('a document without a body was checked');

  return {
    /** One form. */
    fill(filling: TemplateFilling): ChangedParts {
      const changes = changesOf(document, template, content, filling);
      return new Map(
        [...changes].map(([part, splices]) => [part, Buffer.from(applySplices(template.xml(part).source, splices))]),
      );
    },

    /**
     * All forms one after the other, each on pages of its own that are counted from 1. Headers and footers are shared: they are
     * filled with what the first form says.
     * @throws AppError invalid for several forms with footnotes, endnotes or comments
     */
    fillTogether(fillings: readonly TemplateFilling[]): ChangedParts {
      if (fillings.length > 1) refuseReferences(body);
      const section = childElements(body, 'w:sectPr').at(-1);
      const end = section?.from ?? body.closeStart;
      const apart = separation(source, body, section);
      const lists = restartLists(template, body);
      const copies: string[] = [];
      const parts = new Map<string, Buffer>();
      fillings.forEach((filling, index) => {
        const changes = changesOf(document, template, content, filling);
        if (index === 0) {
          for (const [part, splices] of changes) {
            if (part === template.main) continue;
            parts.set(part, Buffer.from(applySplices(template.xml(part).source, splices)));
          }
        }
        const isLast = index === fillings.length - 1;
        const splices = [
          ...(changes.get(template.main) ?? []),
          ...apart.inside,
          ...(isLast ? [] : apart.between),
          ...(index === 0 ? [] : [...uniqueNames(source, body, index), ...lists.forCopy()]),
        ];
        const own = splices.filter((splice) => splice.to <= end);
        copies.push(applySplices(source, own, body.openEnd, end) + (isLast ? '' : apart.after));
      });
      const rest = applySplices(
        source,
        apart.inside.filter((splice) => splice.from >= end),
        end,
      );
      parts.set(template.main, Buffer.from(source.slice(0, body.openEnd) + copies.join('') + rest));
      return new Map([...parts, ...lists.changed()]);
    },
  };
}

function changesOf(
  document: DocumentTemplate,
  template: CheckedTemplate,
  content: Content,
  filling: TemplateFilling,
): Changes {
  const changes: Changes = new Map();
  const add = (part: string, splices: readonly Splice[]): void => {
    const known = changes.get(part);
    if (known) known.push(...splices);
    else changes.set(part, [...splices]);
  };
  const single = content.places
    .filter(({ rows }) => rows === null)
    .map((place) => [place, filling.values[place.address]] as const);
  for (const [part, splices] of placeSplices(document, template, single)) add(part, splices);
  for (const rows of content.rows) {
    const entries = filling.rows[rows.address] ?? [];
    const columns = content.places.filter((place) => place.rows === rows.address);
    const found = document.rows.get(rows.table) ?? [];
    const last = found[rows.firstRow + rows.count - 1];
    let surplus = '';
    entries.forEach((entry, index) => {
      const row = rows.firstRow + Math.min(index, rows.count - 1);
      const values = columns.map((place) => [placeInRow(place, rows.firstRow, row), entry[place.address]] as const);
      for (const [part, splices] of placeSplices(document, template, values)) {
        if (index < rows.count) add(part, splices);
        else if (last) surplus += rowCopy(template.xml(part).source, last.element, splices);
      }
    });
    if (last && surplus !== '') add(last.part, [{ from: last.element.to, to: last.element.to, text: surplus }]);
  }
  for (const part of changes.keys()) add(part, unbound(template.xml(part).root));
  return changes;
}

/** Controls that show what is stored elsewhere in the file: Word would put that in the place of what was filled in. */
function unbound(within: XmlElement): Splice[] {
  return [...everyElement(within)]
    .filter(({ name }) => name.endsWith(':dataBinding'))
    .map(({ from, to }) => ({ from, to, text: '' }));
}

/** A further row like the last one, with its own values. */
function rowCopy(source: string, row: XmlElement, splices: readonly Splice[]): string {
  return applySplices(source, [...splices, ...withoutIdentifiers(source, row), ...unbound(row)], row.from, row.to);
}

/** The same column in another row of its table: `body.3.r2.c1` in row 4 is `body.3.r4.c1`. */
function placeInRow(place: TemplatePlace, firstRow: number, row: number): TemplatePlace {
  if (row === firstRow) return place;
  const address = place.address.replace(/\.r\d+(\.c\d+)$/u, `.r${row}$1`);
  const paragraph = `${address}${place.range.paragraph.slice(place.address.length)}`;
  return { ...place, address, range: { ...place.range, paragraph } };
}

function placeSplices(
  document: DocumentTemplate,
  template: CheckedTemplate,
  values: readonly (readonly [TemplatePlace, PlaceValue | undefined])[],
): Changes {
  const byParagraph = new Map<string, TextChange[]>();
  const change = (paragraph: string, changes: readonly TextChange[]): void => {
    byParagraph.set(paragraph, [...(byParagraph.get(paragraph) ?? []), ...changes]);
  };
  for (const [place, value] of values) {
    if (value === undefined) continue;
    if (value.kind === 'ticks') {
      for (const index of value.ticked) {
        const box = place.boxes[index];
        const text = box === undefined ? '' : (textOf(document, box.paragraph).slice(box.from, box.to) ?? '');
        if (box) change(box.paragraph, [{ from: box.from, to: box.to, text: tickedBox(text) }]);
      }
    } else {
      change(place.range.paragraph, changesFor(place, value, textOf(document, place.range.paragraph)));
    }
  }
  const splices: Changes = new Map();
  for (const [address, changes] of byParagraph) {
    const paragraph = document.paragraphs.get(address);
    if (paragraph === undefined || changes.length === 0) continue;
    const own = paragraphSplices(template.xml(paragraph.part).source, paragraph, changes);
    splices.set(paragraph.part, [...(splices.get(paragraph.part) ?? []), ...own]);
  }
  return splices;
}

function textOf(document: DocumentTemplate, address: string): string {
  return (
    document.paragraphs
      .get(address)
      ?.pieces.map(({ text }) => text)
      .join('') ?? ''
  );
}

/** Writes changes of a paragraph's text into the elements that hold it; each new text takes the format of where it begins. */
function paragraphSplices(source: string, paragraph: SourceParagraph, changes: readonly TextChange[]): Splice[] {
  const splices: Splice[] = [];
  const texts = new Map<SourceParagraph['pieces'][number], TextChange[]>();
  for (const change of changes) {
    const touched = paragraph.pieces.filter(
      (piece) => change.from < piece.at + piece.text.length && change.to > piece.at,
    );
    const box = touched.length === 1 ? touched[0] : undefined;
    if (box?.element.name === 'w:sym') {
      splices.push(...tickedSymbol(source, box.element));
      continue;
    }
    const editable = touched.filter((piece) => piece.editable);
    const host = editable[0] ?? hostOf(paragraph, change.from);
    if (host === undefined) {
      splices.push(newRun(source, paragraph, change));
      continue;
    }
    for (const piece of editable.length === 0 ? [host] : editable) {
      const from = Math.max(0, Math.min(piece.text.length, change.from - piece.at));
      const to = Math.max(from, Math.min(piece.text.length, change.to - piece.at));
      texts.set(piece, [...(texts.get(piece) ?? []), { from, to, text: piece === host ? change.text : '' }]);
    }
    splices.push(...tickedControl(source, paragraph.element, host.element, change));
  }
  for (const [piece, own] of texts) splices.push(...textSplices(source, piece.element, applySplices(piece.text, own)));
  return splices;
}

/** The text that ends where something is to be written, or begins there. */
function hostOf({ pieces }: SourceParagraph, at: number): SourceParagraph['pieces'][number] | undefined {
  const editable = pieces.filter((piece) => piece.editable);
  return (
    editable.findLast((piece) => piece.at + piece.text.length === at) ??
    editable.find((piece) => piece.at <= at && piece.at + piece.text.length >= at)
  );
}

/** New text of a `w:t`; line breaks become Word's. */
function textSplices(source: string, element: XmlElement, text: string): Splice[] {
  const tag = tagName(source, element);
  const prefix = tag.slice(0, -1);
  const inner = escapeXml(text)
    .replaceAll('\n', `</${tag}><${prefix}br/><${tag} xml:space="preserve">`)
    .replaceAll('\t', `</${tag}><${prefix}tab/><${tag} xml:space="preserve">`);
  if (element.openEnd === element.to) {
    return [{ from: element.from, to: element.to, text: `<${tag} xml:space="preserve">${inner}</${tag}>` }];
  }
  const isKept = element.attributes.get('xml:space') === 'preserve' || !/^\s|\s$|[\n\t]/u.test(text);
  const afterName = element.from + 1 + tag.length;
  return [
    ...(isKept ? [] : [{ from: afterName, to: afterName, text: ' xml:space="preserve"' }]),
    { from: element.openEnd, to: element.closeStart, text: inner },
  ];
}

/** Text for a paragraph that has none: in the format of its last run, or of its mark, as if somebody had typed it there. */
function newRun(source: string, { element }: SourceParagraph, change: TextChange): Splice {
  const tag = tagName(source, element);
  const prefix = tag.slice(0, -1);
  const properties =
    childElement(childElements(element, 'w:r').at(-1), 'w:rPr') ?? childElement(element, 'w:pPr', 'w:rPr');
  const tracked = new Set(['w:ins', 'w:del', 'w:moveFrom', 'w:moveTo', 'w:rPrChange']);
  const kept = properties === undefined ? [] : childElements(properties).filter(({ name }) => !tracked.has(name));
  const format = kept.map(({ from, to }) => source.slice(from, to)).join('');
  const lines = escapeXml(change.text)
    .split('\n')
    .map((line) => `<${prefix}t xml:space="preserve">${line}</${prefix}t>`)
    .join(`<${prefix}br/>`);
  const run = `<${prefix}r>${format === '' ? '' : `<${prefix}rPr>${format}</${prefix}rPr>`}${lines}</${prefix}r>`;
  return insertLast(source, element, run);
}

/** Something as the last child of an element, which may have closed itself. */
function insertLast(source: string, element: XmlElement, text: string): Splice {
  if (element.openEnd < element.to) return { from: element.closeStart, to: element.closeStart, text };
  return { from: element.to - 2, to: element.to, text: `>${text}</${tagName(source, element)}>` };
}

/** Something as the first child of an element. */
function insertFirst(source: string, element: XmlElement, text: string): Splice {
  if (element.openEnd < element.to) return { from: element.openEnd, to: element.openEnd, text };
  return { from: element.to - 2, to: element.to, text: `>${text}</${tagName(source, element)}>` };
}

/** The name as the source writes it. */
function tagName(source: string, { from }: XmlElement): string {
  return /^<([^\s/>]+)/u.exec(source.slice(from, from + 200))?.[1] ?? '';
}

/** A box that is a sign of a symbol font becomes the ticked sign of that font. */
function tickedSymbol(source: string, element: XmlElement): Splice[] {
  const ticked = boxSymbols.get(symbolKey(element) ?? '');
  const match = /(:char\s*=\s*["'])([0-9A-Fa-f]*)(?=["'])/u.exec(source.slice(element.from, element.to));
  if (ticked === undefined || !match) return [];
  const [, before = '', code = ''] = match;
  const from = element.from + match.index + before.length;
  return [{ from, to: from + code.length, text: `${code.slice(0, -2)}${ticked}` }];
}

/** A box that is a control of Word is also told that it is ticked. */
function tickedControl(source: string, paragraph: XmlElement, text: XmlElement, change: TextChange): Splice[] {
  if (change.text !== '☑') return [];
  const control = [...everyElement(paragraph)].findLast(
    (each) => each.name === 'w:sdt' && each.from < text.from && each.to >= text.to,
  );
  const checked = childElement(control, 'w:sdtPr', 'w14:checkbox', 'w14:checked');
  if (checked === undefined) return [];
  const match = /(:val\s*=\s*["'])(\w*)(?=["'])/u.exec(source.slice(checked.from, checked.openEnd));
  if (!match) return [];
  const [, before = '', value = ''] = match;
  const from = checked.from + match.index + before.length;
  return [{ from, to: from + value.length, text: '1' }];
}

interface Separation {
  /** In every copy: its pages begin anew and are counted from 1. */
  readonly inside: readonly Splice[];
  /** In every copy but the last: its last paragraph ends the section. */
  readonly between: readonly Splice[];
  /** Behind a copy that has no such paragraph. */
  readonly after: string;
}

/** How copies of a body are kept apart without adding a line to any of them. */
function separation(source: string, body: XmlElement, section: XmlElement | undefined): Separation {
  const prefix = tagName(source, body).slice(0, -'body'.length);
  if (section === undefined) {
    const pageBreak = `<${prefix}p><${prefix}r><${prefix}br ${prefix}type="page"/></${prefix}r></${prefix}p>`;
    return { inside: [], between: [], after: pageBreak };
  }
  const first = [...everyElement(body)].find(({ name }) => name === 'w:sectPr') ?? section;
  const inside = newPages(source, first, prefix);
  const properties =
    first === section ? applySplices(source, inside, section.from, section.to) : source.slice(section.from, section.to);
  const blocks = childElements(body);
  const last = blocks[blocks.indexOf(section) - 1];
  const format = last === undefined ? undefined : childElement(last, 'w:pPr');
  if (last?.name === 'w:p' && childElement(format, 'w:sectPr') === undefined) {
    const change = childElement(format, 'w:pPrChange');
    const end =
      format === undefined
        ? insertFirst(source, last, `<${prefix}pPr>${properties}</${prefix}pPr>`)
        : change === undefined
          ? insertLast(source, format, properties)
          : { from: change.from, to: change.from, text: properties };
    return { inside, between: [end], after: '' };
  }
  // Behind a table a section can only end in a paragraph; this one is a point high.
  const line = `<${prefix}spacing ${prefix}before="0" ${prefix}after="0" ${prefix}line="20" ${prefix}lineRule="exact"/>`;
  return { inside, between: [], after: `<${prefix}p><${prefix}pPr>${line}${properties}</${prefix}pPr></${prefix}p>` };
}

const afterPageNumbers = new Set([
  'w:cols',
  'w:formProt',
  'w:vAlign',
  'w:noEndnote',
  'w:titlePg',
  'w:textDirection',
  'w:bidi',
  'w:rtlGutter',
  'w:docGrid',
  'w:printerSettings',
  'w:sectPrChange',
]);

function newPages(source: string, section: XmlElement, prefix: string): Splice[] {
  const splices: Splice[] = [];
  const type = childElement(section, 'w:type');
  if (type !== undefined && type.attributes.get('w:val') === 'continuous') {
    splices.push({ from: type.from, to: type.to, text: `<${prefix}type ${prefix}val="nextPage"/>` });
  }
  if (childElement(section, 'w:pgNumType') === undefined) {
    const numbers = `<${prefix}pgNumType ${prefix}start="1"/>`;
    const next = childElements(section).find(({ name }) => afterPageNumbers.has(name));
    splices.push(
      next === undefined ? insertLast(source, section, numbers) : { from: next.from, to: next.from, text: numbers },
    );
  }
  return splices;
}

const references = new Set(['w:footnoteReference', 'w:endnoteReference', 'w:commentReference', 'w:commentRangeStart']);

/** A note or comment stands in a part of its own and belongs to one reference: copies of that would share it. */
function refuseReferences(body: XmlElement): void {
  if ([...everyElement(body)].some(({ name }) => references.has(name))) {
    throw new AppError('invalid', '表样里有脚注、尾注或批注，不能合在一个文件里，请选“每人一个文件”');
  }
}

/** In a further copy: names that a document may hold only once go, numbers of drawings become others. */
function uniqueNames(source: string, body: XmlElement, copy: number): Splice[] {
  return [
    ...withoutIdentifiers(source, body),
    ...[...everyElement(body)].flatMap((element): Splice[] => {
      if (element.name === 'w:bookmarkStart' || element.name === 'w:bookmarkEnd') {
        return [{ from: element.from, to: element.to, text: '' }];
      }
      if (element.name !== 'wp:docPr') return [];
      const match = /(\sid\s*=\s*["'])(\d+)(?=["'])/u.exec(source.slice(element.from, element.openEnd));
      if (!match) return [];
      const [, before = '', number = ''] = match;
      const from = element.from + match.index + before.length;
      return [{ from, to: from + number.length, text: String((Number(number) % 100_000) + copy * 100_000) }];
    }),
  ];
}

/** Word's own names of paragraphs and rows, which are unique in a document. */
function withoutIdentifiers(source: string, within: XmlElement): Splice[] {
  return [...everyElement(within)].flatMap((element): Splice[] => {
    if (!element.attributes.has('w14:paraId') && !element.attributes.has('w14:textId')) return [];
    const tag = source.slice(element.from, element.openEnd);
    return [...tag.matchAll(/\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')/gu)].map((match) => ({
      from: element.from + match.index,
      to: element.from + match.index + match[0].length,
      text: '',
    }));
  });
}
