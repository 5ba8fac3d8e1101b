import { AppError } from '../../shared/contract/result.ts';
import { type AddedRows, attributeSplice, moveNamedAreas } from './addSheetRows.ts';
import { type CheckedTemplate, relationsPart } from './checkTemplateFile.ts';
import {
  applySplices,
  childElement,
  childElements,
  escapeXml,
  type Splice,
  textOf,
  type XmlElement,
} from './parseXml.ts';
import type { SourceSheet } from './readWorkbookTemplate.ts';
import { sheetNames } from './sheetNames.ts';
import type { TemplateFilling } from './templateFilling.ts';
import { calculation, drawingsOf, isAbout, movedDrawing, tagName } from './workbookParts.ts';

/**
 * What keeps a sheet from standing in a workbook several times.
 * @throws AppError invalid
 */
export function refuseUncopiable(
  template: CheckedTemplate,
  sheets: readonly SourceSheet[],
  formulas: readonly string[],
): void {
  const hasTable = sheets.some((sheet) =>
    [...template.relations(sheet.part).values()].some(({ type }) => type === 'table' || type === 'pivotTable'),
  );
  if (!hasTable && !formulas.some((formula) => formula.includes('!'))) return;
  const what = hasTable ? '“套用表格格式”的区域' : '引用其他工作表的公式';
  throw new AppError('invalid', `表样里有${what}，不能合在一个文件里，请选“每人一个文件”`);
}

/** What is copied, and how a copy is filled. */
export interface CopyPlan {
  readonly template: CheckedTemplate;
  readonly filled: readonly SourceSheet[];
  readonly fillings: readonly TemplateFilling[];
  readonly filledSheet: (sheet: SourceSheet, filling: TemplateFilling, more: readonly Splice[]) => FilledSheet;
  readonly hasFormulas: boolean;
}

/** The text of a filled sheet, and the rows that were added to it. */
export interface FilledSheet {
  readonly text: string;
  readonly added: readonly AddedRows[];
}

/**
 * A workbook in which each filled sheet stands once for every filling: the first in its own place, the others behind all sheets,
 * with drawings, comments, areas to print and rows to repeat of their own. Pictures are shared.
 */
export function copyTemplateSheets({
  template,
  filled,
  fillings,
  filledSheet,
  hasFormulas,
}: CopyPlan): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  const book = template.xml(template.main);
  const list = childElement(book.root, 'x:sheets');
  const entries = list === undefined ? [] : childElements(list, 'x:sheet');
  const others = entries
    .filter((entry) => filled.every((sheet) => sheet.entry !== entry))
    .map((entry) => entry.attributes.get('name') ?? '');
  const names = sheetNames(
    fillings.flatMap(({ title }) => filled.map(({ name }) => (filled.length === 1 ? title : `${title}-${name}`))),
    others,
  );
  const bookSplices: Splice[] = hasFormulas ? calculation(book.source, book.root) : [];
  const contentTypes: string[] = [];
  const relations: string[] = [];
  const newEntries: string[] = [];
  const newNames: string[] = [];
  const taken = new Set([...template.parts.keys()].map((name) => name.toLowerCase()));
  const relationIds = new Set(template.relations(template.main).keys());
  let sheetId = Math.max(0, ...entries.map((entry) => Number(entry.attributes.get('sheetId') ?? 0)));
  const bookPrefix = tagName(book.source, book.root).slice(0, -'workbook'.length);
  const definedNames = childElement(book.root, 'x:definedNames');

  /** A part under a name of its own; the same in the list of types. */
  const copyName = (name: string): string => {
    const at = name.lastIndexOf('.');
    for (let number = 1; ; number += 1) {
      const candidate = `${name.slice(0, at)}_${number}${name.slice(at)}`;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      const type = overrideOf(template, name);
      if (type !== undefined)
        contentTypes.push(`<Override PartName="/${escapeXml(candidate)}" ContentType="${escapeXml(type)}"/>`);
      return candidate;
    }
  };
  /** Copies what only one sheet may have, and names the copies in the relations of the copy. */
  const copyRelated = (from: string, to: string, added: readonly AddedRows[]): void => {
    const listName = relationsPart(from);
    if (!template.parts.has(listName)) return;
    const { source, root } = template.xml(listName);
    const known = template.relations(from);
    const splices = childElements(root, 'rel:Relationship').flatMap((each): Splice[] => {
      const relation = known.get(each.attributes.get('Id') ?? '');
      const bytes = relation === undefined ? undefined : template.parts.get(relation.target);
      if (relation === undefined || relation.external || bytes === undefined || relation.type === 'image') return [];
      const copy = copyName(relation.target);
      const isDrawing = relation.type === 'drawing' && added.length > 0;
      parts.set(copy, isDrawing ? movedDrawing(template, relation.target, added) : bytes);
      copyRelated(relation.target, copy, []);
      return attributeSplice(source, each, 'Target', `/${escapeXml(copy)}`);
    });
    parts.set(relationsPart(to), Buffer.from(applySplices(source, splices)));
  };

  fillings.forEach((filling, copy) => {
    filled.forEach((sheet, index) => {
      const name = names[copy * filled.length + index] ?? sheet.name;
      const { source } = template.xml(sheet.part);
      const { text, added } = filledSheet(sheet, filling, copy === 0 ? [] : unselected(source, sheet.root));
      const part = copy === 0 ? sheet.part : copyName(sheet.part);
      parts.set(part, Buffer.from(text));
      if (copy === 0) {
        for (const drawing of added.length === 0 ? [] : drawingsOf(template, sheet)) {
          parts.set(drawing, movedDrawing(template, drawing, added));
        }
        bookSplices.push(...attributeSplice(book.source, sheet.entry, 'name', escapeXml(name)));
      } else {
        copyRelated(sheet.part, part, added);
        let id = `rIdCopy${copy}_${index}`;
        while (relationIds.has(id)) id += '_';
        relationIds.add(id);
        sheetId += 1;
        relations.push(`<Relationship Id="${id}" Type="${worksheetType}" Target="/${escapeXml(part)}"/>`);
        newEntries.push(entryCopy(book.source, sheet.entry, { name, sheetId, id }));
      }
      const position = copy === 0 ? sheet.index : entries.length + (copy - 1) * filled.length + index;
      for (const each of definedNames === undefined ? [] : childElements(definedNames, 'x:definedName')) {
        if (!isAbout(each, sheet) || (copy > 0 && !each.attributes.has('localSheetId'))) continue;
        const renamed = renamedReference(textOf(each), sheet.name, name);
        const moved = escapeXml(moveNamedAreas(renamed, added));
        if (copy === 0) bookSplices.push({ from: each.openEnd, to: each.closeStart, text: moved });
        else {
          const tag = applySplices(
            book.source,
            attributeSplice(book.source, each, 'localSheetId', String(position)),
            each.from,
            each.openEnd,
          );
          newNames.push(`${tag}${moved}</${bookPrefix}definedName>`);
        }
      }
    });
  });
  if (list !== undefined) bookSplices.push({ from: list.closeStart, to: list.closeStart, text: newEntries.join('') });
  if (definedNames !== undefined && newNames.length > 0) {
    bookSplices.push({ from: definedNames.closeStart, to: definedNames.closeStart, text: newNames.join('') });
  }
  parts.set(template.main, Buffer.from(applySplices(book.source, bookSplices)));
  appendTo(template, parts, relationsPart(template.main), relations);
  appendTo(template, parts, '[Content_Types].xml', contentTypes);
  return parts;
}

const worksheetType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';

/** Adds elements at the end of a list whose own elements are in the default namespace, or gives them its prefix. */
function appendTo(
  template: CheckedTemplate,
  parts: Map<string, Buffer>,
  name: string,
  elements: readonly string[],
): void {
  const { source, root } = template.xml(name);
  const prefix = tagName(source, root).split(':').length > 1 ? `${tagName(source, root).split(':')[0]}:` : '';
  const text = elements.map((element) => element.replace(/^</u, `<${prefix}`)).join('');
  parts.set(name, Buffer.from(applySplices(source, [{ from: root.closeStart, to: root.closeStart, text }])));
}

function overrideOf(template: CheckedTemplate, name: string): string | undefined {
  const { root } = template.xml('[Content_Types].xml');
  return childElements(root, 'ct:Override')
    .find(({ attributes }) => attributes.get('PartName')?.toLowerCase() === `/${name}`.toLowerCase())
    ?.attributes.get('ContentType');
}

/** The line of the list of sheets for a copy. */
function entryCopy(source: string, entry: XmlElement, to: { name: string; sheetId: number; id: string }): string {
  const relation = /(\s[\w.-]+:id\s*=\s*["'])([^"']*)/u.exec(source.slice(entry.from, entry.openEnd));
  const splices = [
    ...attributeSplice(source, entry, 'name', escapeXml(to.name)),
    ...attributeSplice(source, entry, 'sheetId', String(to.sheetId)),
  ];
  if (relation) {
    const from = entry.from + relation.index + (relation[1]?.length ?? 0);
    splices.push({ from, to: from + (relation[2]?.length ?? 0), text: to.id });
  }
  return applySplices(source, splices, entry.from, entry.to);
}

/** Of several selected sheets all would change together. */
function unselected(source: string, root: XmlElement): Splice[] {
  const views = childElement(root, 'x:sheetViews');
  return (views === undefined ? [] : childElements(views, 'x:sheetView')).flatMap((view) =>
    view.attributes.has('tabSelected') ? attributeSplice(source, view, 'tabSelected', '0') : [],
  );
}

/** The same area of another sheet. */
function renamedReference(text: string, from: string, to: string): string {
  const quoted = `'${to.replaceAll("'", "''")}'!`;
  return text
    .replaceAll(`'${from.replaceAll("'", "''")}'!`, quoted)
    .replaceAll(new RegExp(`(?<![^,])${escapePattern(from)}!`, 'gu'), quoted);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
