import { type AddedRows, attributeSplice, moveAnchors, moveNamedAreas } from './addSheetRows.ts';
import type { CheckedTemplate } from './checkTemplateFile.ts';
import {
  applySplices,
  childElement,
  childElements,
  escapeXml,
  type Splice,
  textOf,
  type XmlElement,
  type XmlPart,
} from './parseXml.ts';
import type { SourceSheet } from './readWorkbookTemplate.ts';

/** The name of an element's tag with its prefix, as it is written. */
export function tagName(source: string, { from }: XmlElement): string {
  return /^<([^\s/>]+)/u.exec(source.slice(from, from + 200))?.[1] ?? '';
}

/** Names of the drawings that lie on a sheet. */
export function drawingsOf(template: CheckedTemplate, sheet: SourceSheet): string[] {
  return [...template.relations(sheet.part).values()]
    .filter(({ type, external, target }) => type === 'drawing' && !external && template.parts.has(target))
    .map(({ target }) => target);
}

/** A drawing whose anchors have moved with the rows. */
export function movedDrawing(template: CheckedTemplate, name: string, added: readonly AddedRows[]): Buffer {
  const { source, root } = template.xml(name);
  return Buffer.from(applySplices(source, moveAnchors(root, added)));
}

/** Areas to print and rows to repeat, after rows were added to their sheet. */
export function movedNames({ root }: XmlPart, sheet: SourceSheet, added: readonly AddedRows[]): Splice[] {
  const list = childElement(root, 'x:definedNames');
  return (list === undefined ? [] : childElements(list, 'x:definedName'))
    .filter((name) => isAbout(name, sheet))
    .map((name) => {
      const text = moveNamedAreas(textOf(name), added);
      return { from: name.openEnd, to: name.closeStart, text: escapeXml(text) };
    });
}

/** Whether a defined name is about a sheet. */
export function isAbout(name: XmlElement, sheet: SourceSheet): boolean {
  const own = name.attributes.get('localSheetId');
  return own === undefined ? sheetInReference(textOf(name)) === sheet.name : Number(own) === sheet.index;
}

/** 'Sheet 1'!$A$1 names Sheet 1. */
function sheetInReference(text: string): string | undefined {
  const match = /^(?:'((?:[^']|'')*)'|([^'!]+))!/u.exec(text);
  return match ? (match[1]?.replaceAll("''", "'") ?? match[2]) : undefined;
}

/** Results that were saved with the template are not those of the filled form: they are computed when it is opened. */
export function calculation(source: string, root: XmlElement): Splice[] {
  const properties = childElement(root, 'x:calcPr');
  if (properties === undefined) {
    const names = childElement(root, 'x:definedNames') ?? childElement(root, 'x:sheets');
    const prefix = tagName(source, root).slice(0, -'workbook'.length);
    return names === undefined ? [] : [{ from: names.to, to: names.to, text: `<${prefix}calcPr fullCalcOnLoad="1"/>` }];
  }
  if (properties.attributes.has('fullCalcOnLoad')) return attributeSplice(source, properties, 'fullCalcOnLoad', '1');
  const at = properties.from + 1 + tagName(source, properties).length;
  return [{ from: at, to: at, text: ' fullCalcOnLoad="1"' }];
}
