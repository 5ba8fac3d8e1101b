import { AppError } from '../../shared/contract/result.ts';
import { holdsDeclarations } from './checkWorkbookFile.ts';
import {
  childElements,
  everyElement,
  parseXml,
  textOf,
  type XmlAllowance,
  XmlError,
  type XmlPart,
  xmlAllowance,
} from './parseXml.ts';
import { readCompoundFile } from './readCompoundFile.ts';
import { keepPart, type PartRoom, withZipArchive } from './readZipParts.ts';
import { type FileFormat, recogniseFile } from './recogniseFile.ts';
import { type TemplateRefusal, templateLimits, templateRefusal } from './templateRefusals.ts';

/** An office file that was found safe to read and to fill. */
export interface CheckedTemplate {
  readonly format: 'docx' | 'xlsx';
  /** Every part in the order of the archive, as it is. */
  readonly parts: ReadonlyMap<string, Buffer>;
  /** The part that holds the document or lists the sheets. */
  readonly main: string;
  /** Reads a part that is XML. @throws AppError refused when it is missing or not well-formed */
  xml(name: string): XmlPart;
  /** Where a part points to, by the identifier of the relation. */
  relations(name: string): ReadonlyMap<string, Relation>;
}

export interface Relation {
  /** The last word of its type: `header`, `worksheet`. */
  readonly type: string;
  /** Name of a part; of an external relation its address. */
  readonly target: string;
  readonly external: boolean;
}

const largestFile = 20 * 1024 * 1024;
/** Bytes of all parts of text together, and of all pictures and fonts. */
const textBytes = 32 * 1024 * 1024;
const pictureBytes = 48 * 1024 * 1024;

const reasonOf: Readonly<Record<Exclude<FileFormat, 'zip' | 'compound' | 'text'>, TemplateRefusal>> = {
  empty: 'empty',
  html: 'web',
  xml: 'flat',
  archive: 'archive',
  pdf: 'pdf',
  image: 'image',
  unknown: 'unknown',
};

/** What has no business in an empty form. */
const forbiddenParts: readonly { readonly name: RegExp; readonly reason: TemplateRefusal }[] = [
  { name: /vbaproject|vbadata|\/macrosheets\/|\/dialogsheets\/|customui/iu, reason: 'macro' },
  { name: /(^|\/)(externallinks|querytables|webextensions)\/|(^|\/)connections\.xml$/iu, reason: 'links' },
  { name: /(^|\/)(embeddings|activex|ctrlprops|afchunk[^/]*)(\/|$)/iu, reason: 'embedded' },
  { name: /^_xmlsignatures\//iu, reason: 'signed' },
];
/** Text, pictures, fonts and what a printer was set to; anything else is a file inside the file. */
const knownPart =
  /\.(?:xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|wdp|odttf|fntdata)$|(?:^|\/)printersettings\d*\.bin$/iu;

const forbiddenRelations: Readonly<Record<string, TemplateRefusal>> = {
  attachedTemplate: 'attached',
  vbaProject: 'macro',
  xlMacrosheet: 'macro',
  xlIntlMacrosheet: 'macro',
  aFChunk: 'embedded',
  oleObject: 'embedded',
  package: 'embedded',
  control: 'embedded',
  externalLink: 'links',
  subDocument: 'links',
  frame: 'links',
  mailMergeSource: 'links',
  mailMergeHeaderSource: 'links',
  connections: 'links',
  queryTable: 'links',
};

/** Fields that show what the document itself, the clock or a form control says; any other may fetch or run something. */
const harmlessFields =
  /^(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|NUMWORDS|NUMCHARS|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|TOC|TC|HYPERLINK|REF|PAGEREF|NOTEREF|STYLEREF|SEQ|MERGEFIELD|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|TITLE|SUBJECT|AUTHOR|FILENAME|EQ|SYMBOL|ADVANCE|LISTNUM|AUTONUM|XE|INDEX|=)(?![A-Z])/iu;

/** Functions and signs by which a formula reads another file, asks the network or runs a program. */
const reachingFormula =
  /\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE|FILES|FOPEN|EVALUATE)\s*\(|\||\[[^\]]+\.xl|\\\\/iu;

/**
 * Decides whether a file can be a template, before anything of it is shown or kept (security design b9), and hands out exactly the
 * parts that were checked.
 * @throws AppError refused, with one sentence that says what to do next
 */
export async function checkTemplateFile(file: Uint8Array): Promise<CheckedTemplate> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length > largestFile) throw new AppError('refused', '文件超过20 MB，请去掉里面的大图片后另存，再重新放入');
  refuseOtherFormats(bytes);
  const parts = await unpackParts(bytes);
  const read = new Map<string, XmlPart>();
  const allowance = xmlAllowance();
  const xml = (name: string): XmlPart => {
    const part = read.get(name) ?? parsed(parts.get(name), allowance);
    read.set(name, part);
    return part;
  };
  refuseContentTypes(xml('[Content_Types].xml'));
  const relations = (name: string): ReadonlyMap<string, Relation> => {
    const list = relationsPart(name);
    return parts.has(list) ? readRelations(name, xml(list)) : new Map();
  };
  for (const name of parts.keys()) {
    if (!name.toLowerCase().endsWith('.rels')) continue;
    for (const relation of readRelations(ownerOf(name), xml(name)).values()) refuseRelation(relation);
  }
  const main = [...relations('').values()].find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined || !parts.has(main)) throw templateRefusal('damaged');
  const { root } = xml(main);
  const format = root.name === 'w:document' ? 'docx' : root.name === 'x:workbook' ? 'xlsx' : undefined;
  if (format === undefined) throw templateRefusal('damaged');
  for (const name of parts.keys()) {
    if (!/\.xml$/iu.test(name) || /^(?:customxml|docprops)\//iu.test(name)) continue;
    const part = xml(name);
    if (format === 'docx') refuseReachingText(part);
    else refuseReachingFormulas(part);
  }
  return { format, parts, main, xml, relations };
}

/** Every part in the order of the archive; what a form does not need is refused before it is unpacked. */
function unpackParts(bytes: Buffer): Promise<Map<string, Buffer>> {
  return withZipArchive(bytes, templateRefusal, async ({ names, unpack }) => {
    refuseOtherPackages(names);
    for (const name of names) {
      if (name.endsWith('/')) continue;
      const forbidden = forbiddenParts.find((part) => part.name.test(name));
      if (forbidden) throw templateRefusal(forbidden.reason);
      if (!knownPart.test(name)) throw templateRefusal('embedded');
    }
    const text: PartRoom = { left: textBytes, tooMuch: () => templateRefusal('tooLong') };
    const pictures: PartRoom = { left: pictureBytes, tooMuch: () => templateRefusal('tooBig') };
    const parts = new Map<string, Buffer>();
    await unpack((name, size) => {
      if (isText(name) && size > templateLimits.partBytes) throw templateRefusal('tooLong');
      return keepPart(size, isText(name) ? text : pictures, (part) => {
        if (isText(name) && holdsDeclarations(part)) throw templateRefusal('structure');
        parts.set(name, part);
      });
    });
    return parts;
  });
}

function refuseOtherFormats(bytes: Buffer): void {
  const format = recogniseFile(bytes);
  if (format === 'zip') return;
  if (/^\s*\{\\rtf/u.test(bytes.toString('latin1', 0, 32))) throw templateRefusal('richText');
  if (format === 'compound') throw templateRefusal(compoundReason(bytes));
  if (format === 'text') throw templateRefusal('text');
  throw templateRefusal(reasonOf[format]);
}

/** Old formats, and new ones behind a password, are the same kind of container. */
function compoundReason(bytes: Buffer): TemplateRefusal {
  try {
    const names = readCompoundFile(bytes).names.map((name) => name.toLowerCase());
    if (names.includes('encryptedpackage')) return 'password';
    if (names.includes('worddocument') || names.includes('wpsdocument')) return 'oldDocument';
    if (names.includes('workbook') || names.includes('book')) return 'oldWorkbook';
    if (names.includes('powerpoint document')) return 'slides';
    return 'unknown';
  } catch (error) {
    if (error instanceof AppError) return 'damaged';
    throw error;
  }
}

function refuseOtherPackages(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const has = (name: string): boolean => lower.includes(name);
  if (has('content.xml')) throw templateRefusal('openDocument');
  if (has('xl/workbook.bin')) throw templateRefusal('binaryWorkbook');
  if (has('ppt/presentation.xml')) throw templateRefusal('slides');
  if (has('[content_types].xml') && has('_rels/.rels')) return;
  throw templateRefusal(lower.some((name) => /\.(?:docx?|xlsx?|wps|et|pdf)$/u.test(name)) ? 'archive' : 'damaged');
}

function isText(name: string): boolean {
  return /\.(?:xml|rels|vml|svg)$/iu.test(name);
}

function parsed(part: Buffer | undefined, allowance: XmlAllowance): XmlPart {
  if (part === undefined) throw templateRefusal('damaged');
  try {
    return parseXml(part, allowance);
  } catch (error) {
    if (error instanceof XmlError) throw templateRefusal(error.reason === 'tooLarge' ? 'tooLong' : 'damaged');
    throw error;
  }
}

function refuseContentTypes({ root }: XmlPart): void {
  for (const entry of childElements(root)) {
    const type = entry.attributes.get('ContentType') ?? '';
    if (/macroenabled|vbaproject|addin/iu.test(type)) throw templateRefusal('macro');
    if (/\.template\.main\+xml/iu.test(type)) throw templateRefusal('master');
    if (/oleobject|activex|controlproperties/iu.test(type)) throw templateRefusal('embedded');
  }
}

/** `word/_rels/document.xml.rels` belongs to `word/document.xml`, `_rels/.rels` to the package, whose name is empty. */
export function relationsPart(name: string): string {
  const at = name.lastIndexOf('/') + 1;
  return `${name.slice(0, at)}_rels/${name.slice(at)}.rels`;
}

function ownerOf(relations: string): string {
  return relations.replace(/(^|\/)_rels\/([^/]*)\.rels$/iu, '$1$2');
}

function readRelations(owner: string, { root }: XmlPart): Map<string, Relation> {
  return new Map(
    childElements(root, 'rel:Relationship').map((each) => {
      const external = each.attributes.get('TargetMode')?.toLowerCase() === 'external';
      const target = each.attributes.get('Target') ?? '';
      const relation = {
        type: (each.attributes.get('Type') ?? '').replace(/^.*\//u, ''),
        target: external ? target : partName(owner, target),
        external,
      };
      return [each.attributes.get('Id') ?? '', relation] as const;
    }),
  );
}

/** The part that a target means, seen from the part that names it. */
function partName(owner: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${owner.slice(0, owner.lastIndexOf('/') + 1)}${target}`;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) throw templateRefusal('structure');
    } else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function refuseRelation({ type, target, external }: Relation): void {
  const reason = Object.hasOwn(forbiddenRelations, type) ? forbiddenRelations[type] : undefined;
  if (reason !== undefined) throw templateRefusal(reason);
  // An address that somebody may click on is only text; everything else external is fetched when the file is opened.
  if (external && !(type === 'hyperlink' && /^(?:https?:\/\/|mailto:)/iu.test(target))) throw templateRefusal('links');
}

/** Instructions of fields may be cut into any number of pieces; nested ones put each other together. */
function refuseReachingText({ root }: XmlPart): void {
  const open: { code: string; inCode: boolean }[] = [];
  for (const element of everyElement(root)) {
    switch (element.name) {
      case 'w:altChunk':
      case 'w:object':
      case 'w:control':
      case 'w:subDoc':
        throw templateRefusal('embedded');
      case 'w:fldSimple':
        refuseField(element.attributes.get('w:instr') ?? '');
        break;
      case 'w:fldChar': {
        const type = element.attributes.get('w:fldCharType');
        if (type === 'begin') open.push({ code: '', inCode: true });
        const field = open.at(-1);
        if (field !== undefined && type === 'separate') field.inCode = false;
        if (type === 'end') {
          const ended = open.pop();
          if (ended !== undefined) refuseField(ended.code);
        }
        break;
      }
      case 'w:instrText':
      case 'w:delInstrText': {
        const field = open.at(-1);
        if (field === undefined) refuseField(textOf(element));
        else field.code += textOf(element);
        break;
      }
      default:
    }
  }
  for (const field of open) refuseField(field.code);
}

function refuseField(code: string): void {
  const instruction = code.trim();
  if (instruction !== '' && !harmlessFields.test(instruction)) throw templateRefusal('field');
}

function refuseReachingFormulas({ root }: XmlPart): void {
  for (const element of everyElement(root)) {
    if (element.name === 'x:oleObjects' || element.name === 'x:controls') throw templateRefusal('embedded');
    if (!/^x:(?:f|formula\d?|definedName)$/u.test(element.name)) continue;
    if (reachingFormula.test(textOf(element))) throw templateRefusal('formula');
    if (element.attributes.has('ddeOn') || element.attributes.get('xlm') === '1') throw templateRefusal('macro');
  }
}
