import type { CheckedTemplate } from './checkTemplateFile.ts';
import { applySplices, childElement, childElements, everyElement, type Splice, type XmlElement } from './parseXml.ts';
import { type StyledNumber, styledNumbers } from './styledLists.ts';

/**
 * Lists of a document that number themselves, for further copies of its body: left alone, the second copy would go on at 4 where
 * the first ended at 3. Each copy gets lists of its own that look the same and begin anew; a paragraph that is numbered by its
 * style alone gets a number of its own for that.
 */
export function restartLists(template: CheckedTemplate, body: XmlElement) {
  const { source } = template.xml(template.main);
  const related = (kind: string): string | undefined => {
    const name = [...template.relations(template.main).values()].find(({ type }) => type === kind)?.target;
    return name !== undefined && template.parts.has(name) ? name : undefined;
  };
  const [part, stylesPart] = [related('numbering'), related('styles')];
  const numbering = part === undefined ? undefined : template.xml(part);
  const styles = stylesPart === undefined ? undefined : template.xml(stylesPart);
  const lists = new Map(
    (numbering === undefined ? [] : childElements(numbering.root, 'w:num')).map(
      (list) => [list.attributes.get('w:numId') ?? '', list] as const,
    ),
  );
  const marks = [...everyElement(body)].filter(
    ({ name, attributes }) => name === 'w:numId' && lists.has(attributes.get('w:val') ?? ''),
  );
  const styled =
    numbering === undefined || styles === undefined
      ? []
      : styledNumbers(styles.root, (list) => patternOf(numbering.root, lists.get(list)), body).filter(({ list }) =>
          lists.has(list),
        );
  const last = [...lists.values()].at(-1);
  let lastId = Math.max(0, ...[...lists.keys()].map(Number).filter(Number.isSafeInteger));
  let added = '';

  return {
    /** Changes of a further copy of the body. */
    forCopy(): Splice[] {
      const own = new Map<string, string>();
      const ownList = (old: string): string => {
        const known = own.get(old);
        const list = lists.get(old);
        if (known !== undefined || numbering === undefined || list === undefined) return known ?? old;
        lastId += 1;
        const id = String(lastId);
        own.set(old, id);
        added += restarted(numbering.source, numbering.root, list, id);
        return id;
      };
      return [
        ...marks.flatMap((mark) => valueSplice(source, mark, ownList(mark.attributes.get('w:val') ?? ''))),
        ...styled.flatMap((number) => numberSplices(source, styles?.source ?? '', number, ownList(number.list))),
      ];
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
  const prefix = prefixOf(source, list);
  const abstract = childElement(list, 'w:abstractNumId');
  const pattern = patternOf(root, list);
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

/** The pattern that a list follows. */
function patternOf(root: XmlElement, list: XmlElement | undefined): XmlElement | undefined {
  const kind = childElement(list, 'w:abstractNumId')?.attributes.get('w:val');
  return childElements(root, 'w:abstractNum').find((each) => each.attributes.get('w:abstractNumId') === kind);
}

/** Gives a paragraph a number of its own, and the indent that its style gave it until now. */
function numberSplices(
  source: string,
  styles: string,
  { numberAfter, level, indent }: StyledNumber,
  id: string,
): Splice[] {
  const prefix = prefixOf(source, numberAfter);
  const number = `<${prefix}numPr><${prefix}ilvl ${prefix}val="${level}"/><${prefix}numId ${prefix}val="${id}"/></${prefix}numPr>`;
  const own = indent === undefined ? '' : styles.slice(indent.element.from, indent.element.to);
  if (indent === undefined || indent.after === numberAfter) return [insertion(numberAfter, number + own)];
  return [insertion(numberAfter, number), insertion(indent.after, own)];
}

function insertion({ to }: XmlElement, text: string): Splice {
  return { from: to, to, text };
}

/** The prefix of the namespace of Word as an element writes it, with its colon. */
function prefixOf(source: string, element: XmlElement): string {
  return /^<([\w.-]+:)?/u.exec(source.slice(element.from, element.openEnd))?.[1] ?? '';
}

function valueSplice(source: string, element: XmlElement, value: string): Splice[] {
  const match = /([\s:]val\s*=\s*["'])([^"']*)/u.exec(source.slice(element.from, element.openEnd));
  if (!match) return [];
  const [, before = '', old = ''] = match;
  const from = element.from + match.index + before.length;
  return [{ from, to: from + old.length, text: value }];
}
