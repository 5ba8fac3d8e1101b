import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';

/** A part of an office file with the place of everything in its source, so that one text can be changed and nothing else. */
export interface XmlElement {
  readonly kind: 'element';
  /** With the prefix of `namespaces`, whatever the file calls it: `w:p`. */
  readonly name: string;
  /** By name; those of a known namespace with its prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Where the opening tag begins and ends. */
  readonly from: number;
  readonly openEnd: number;
  /** Where the closing tag begins and ends; both are `openEnd` when the element closes itself. */
  readonly closeStart: number;
  readonly to: number;
}

/** Text between tags, or a CDATA section. */
export interface XmlText {
  readonly kind: 'text';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export type XmlNode = XmlElement | XmlText;

export interface XmlPart {
  readonly source: string;
  readonly root: XmlElement;
}

/** Transitional and strict names of the same vocabulary are one. */
const namespaces: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'x'],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', 'x'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/officeDocument/relationships', 'r'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel'],
  ['http://schemas.openxmlformats.org/package/2006/content-types', 'ct'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.microsoft.com/office/word/2010/wordml', 'w14'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing', 'wp'],
  ['http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing', 'xdr'],
]);

const limits = { depth: 200, attributesOfElement: 200 };

/** What may still be made of the parts of one file, counted down by each: all of them are kept. */
export interface XmlAllowance {
  elements: number;
  attributes: number;
  /** References to characters, each of which the parser reads by itself. */
  references: number;
}

/** More than any office form has: the longest has 20,000 paragraphs at most, and its other parts are short. */
export function xmlAllowance(): XmlAllowance {
  return { elements: 200_000, attributes: 400_000, references: 400_000 };
}

const ampersand = 0x26;

/** Why a part is not read. */
export class XmlError extends Error {
  readonly reason: 'malformed' | 'tooLarge';
  constructor(reason: XmlError['reason']) {
    super(reason);
    this.name = 'XmlError';
    this.reason = reason;
  }
}

/**
 * Reads a part without declarations of its own (those were refused before).
 * @throws XmlError when it is not well-formed UTF-8, nested too deeply or has more than is allowed
 */
export function parseXml(bytes: Uint8Array, left = xmlAllowance()): XmlPart {
  if (!isUtf8(bytes)) throw new XmlError('malformed');
  for (let at = bytes.indexOf(ampersand); at !== -1; at = bytes.indexOf(ampersand, at + 1)) {
    left.references -= 1;
    if (left.references < 0) throw new XmlError('tooLarge');
  }
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const parser = new SaxesParser({ xmlns: true, position: false });
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let pending: string | undefined;
  let reached = 0;
  let attributes = 0;

  /** Where the markup begins that was just read: nothing before it can hold a `<`. */
  function begin(): number {
    const start = source.indexOf('<', reached);
    if (pending !== undefined) {
      stack.at(-1)?.children.push({ kind: 'text', text: pending, from: reached, to: start });
      pending = undefined;
    }
    return start;
  }

  parser.on('error', () => {
    throw new XmlError('malformed');
  });
  parser.on('doctype', () => {
    throw new XmlError('malformed');
  });
  parser.on('text', (text) => {
    pending = text;
  });
  parser.on('cdata', (text) => {
    const from = begin();
    reached = parser.position;
    stack.at(-1)?.children.push({ kind: 'text', text, from, to: reached });
  });
  for (const event of ['comment', 'processinginstruction', 'xmldecl'] as const) {
    parser.on(event, () => {
      begin();
      reached = parser.position;
    });
  }
  // Before the tag is complete: the parser takes long for the sum of them.
  parser.on('attribute', () => {
    attributes += 1;
    left.attributes -= 1;
    if (attributes > limits.attributesOfElement || left.attributes < 0) throw new XmlError('tooLarge');
  });
  parser.on('opentag', (tag) => {
    const from = begin();
    reached = parser.position;
    attributes = 0;
    left.elements -= 1;
    if (stack.length >= limits.depth || left.elements < 0) throw new XmlError('tooLarge');
    const pairs = Object.values(tag.attributes).map(
      ({ uri, local, name, value }) => [namespaces.has(uri) ? known(uri, local) : name, value] as const,
    );
    stack.push({
      kind: 'element',
      name: namespaces.has(tag.uri) ? known(tag.uri, tag.local) : tag.name,
      attributes: new Map(pairs),
      children: [],
      from,
      openEnd: reached,
      closeStart: reached,
      to: reached,
    });
  });
  parser.on('closetag', (tag) => {
    const closeStart = tag.isSelfClosing ? reached : begin();
    const element = stack.pop();
    if (element === undefined) throw new XmlError('malformed');
    reached = parser.position;
    element.closeStart = closeStart;
    element.to = reached;
    const parent = stack.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  parser.write(source).close();
  if (root === undefined) throw new XmlError('malformed');
  return { source, root };
}

type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { readonly children: XmlNode[] };

function known(uri: string, local: string): string {
  return `${namespaces.get(uri) ?? ''}:${local}`;
}

/** Child elements, of one name when it is given. */
export function childElements(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => child.kind === 'element' && (name === undefined || child.name === name),
  );
}

/** The first child of a name, or of a path of names. */
export function childElement(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (at, name) => at?.children.find((child): child is XmlElement => child.kind === 'element' && child.name === name),
    element,
  );
}

/** The text of an element and everything in it. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (child.kind === 'text' ? child.text : textOf(child))).join('');
}

/** Every element below, itself included, in the order of the source. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) if (child.kind === 'element') yield* everyElement(child);
}

/** Text as it can stand between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** One change of a source: what stands between two places becomes something else. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The source from `start` to `end` with its changes; changes at one place stand in the order they were given.
 * @throws Error when two changes overlap
 */
export function applySplices(source: string, splices: readonly Splice[], start = 0, end = source.length): string {
  const ordered = splices.toSorted((left, right) => left.from - right.from || left.to - right.to);
  let at = start;
  let changed = '';
  for (const splice of ordered) {
    if (splice.from < at || splice.to > end) throw new Error('changes of a part overlap');
    changed += source.slice(at, splice.from) + splice.text;
    at = splice.to;
  }
  return changed + source.slice(at, end);
}
