import type { CheckedTemplate } from './checkTemplateFile.ts';
import { applySplices, childElement, childElements, everyElement, type Splice, type XmlElement } from './parseXml.ts';

/**
 * Lists of a document that number themselves, for further copies of its body: left alone, the second copy would go on at 4 where
 * the first ended at 3. Each copy gets lists of its own that look the same and begin anew. Lists that a paragraph has by its style
 * alone go on.
 */
export function restartLists(template: CheckedTemplate, body: XmlElement) {
  const { source } = template.xml(template.main);
  const part = [...template.relations(template.main).values()].find(({ type }) => type === 'numbering')?.target;
  const numbering = part !== undefined && template.parts.has(part) ? template.xml(part) : undefined;
  const lists = new Map(
    (numbering === undefined ? [] : childElements(numbering.root, 'w:num')).map(
      (list) => [list.attributes.get('w:numId') ?? '', list] as const,
    ),
  );
  const marks = [...everyElement(body)].filter(
    ({ name, attributes }) => name === 'w:numId' && lists.has(attributes.get('w:val') ?? ''),
  );
  const last = [...lists.values()].at(-1);
  let lastId = Math.max(0, ...[...lists.keys()].map(Number).filter(Number.isSafeInteger));
  let added = '';

  return {
    /** Changes of a further copy of the body. */
    forCopy(): Splice[] {
      const own = new Map<string, string>();
      return marks.flatMap((mark) => {
        const old = mark.attributes.get('w:val') ?? '';
        const list = lists.get(old);
        if (numbering === undefined || list === undefined) return [];
        let id = own.get(old);
        if (id === undefined) {
          lastId += 1;
          id = String(lastId);
          own.set(old, id);
          added += restarted(numbering.source, numbering.root, list, id);
        }
        return valueSplice(source, mark, id);
      });
    },

    /** The part with the lists of all copies; nothing when no copy needs one. */
    changed(): ReadonlyMap<string, Buffer> {
      if (part === undefined || numbering === undefined || last === undefined || added === '') return new Map();
      const splice = { from: last.to, to: last.to, text: added };
      return new Map([[part, Buffer.from(applySplices(numbering.source, [splice]))]]);
    },
  };
}

/** A list like another one that begins each of its levels anew. */
function restarted(source: string, root: XmlElement, list: XmlElement, id: string): string {
  const prefix = /^<([\w.-]+:)?/u.exec(source.slice(list.from, list.openEnd))?.[1] ?? '';
  const abstract = childElement(list, 'w:abstractNumId');
  const kind = abstract?.attributes.get('w:val');
  const pattern = childElements(root, 'w:abstractNum').find((each) => each.attributes.get('w:abstractNumId') === kind);
  const overrides = new Map(
    childElements(list, 'w:lvlOverride').map((each) => [each.attributes.get('w:ilvl') ?? '', each] as const),
  );
  const starts = new Map(
    (pattern === undefined ? [] : childElements(pattern, 'w:lvl')).map((level) => [
      level.attributes.get('w:ilvl') ?? '',
      childElement(level, 'w:start')?.attributes.get('w:val') ?? '0',
    ]),
  );
  for (const [level, override] of overrides) {
    const start = childElement(override, 'w:startOverride') ?? childElement(override, 'w:lvl', 'w:start');
    const value = start?.attributes.get('w:val');
    if (value !== undefined) starts.set(level, value);
  }
  const levels = [...starts].map(([level, start]) => {
    const look = childElement(overrides.get(level), 'w:lvl');
    const inner = look === undefined ? '' : source.slice(look.from, look.to);
    return `<${prefix}lvlOverride ${prefix}ilvl="${level}"><${prefix}startOverride ${prefix}val="${start}"/>${inner}</${prefix}lvlOverride>`;
  });
  const reference = abstract === undefined ? '' : source.slice(abstract.from, abstract.to);
  return `<${prefix}num ${prefix}numId="${id}">${reference}${levels.join('')}</${prefix}num>`;
}

function valueSplice(source: string, element: XmlElement, value: string): Splice[] {
  const match = /([\s:]val\s*=\s*["'])([^"']*)/u.exec(source.slice(element.from, element.openEnd));
  if (!match) return [];
  const [, before = '', old = ''] = match;
  const from = element.from + match.index + before.length;
  return [{ from, to: from + old.length, text: value }];
}
