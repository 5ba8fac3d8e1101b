import { childElement, childElements, everyElement, type XmlElement } from './parseXml.ts';

/** A paragraph that is numbered by its style alone. */
export interface StyledNumber {
  readonly list: string;
  readonly level: string;
  /** Behind which element of the paragraph's properties its own number is written. */
  readonly numberAfter: XmlElement;
  /** The indent that the style gives, where the paragraph has none: a number of its own would bring the list's. */
  readonly indent: { readonly element: XmlElement; readonly after: XmlElement } | undefined;
}

/** A style that rests on more others than this rests on itself. */
const longestChain = 20;

/** What stands before the number, and before the indent, in the properties of a paragraph (ECMA-376, CT_PPrBase). */
const beforeNumber = ['pStyle', 'keepNext', 'keepLines', 'pageBreakBefore', 'framePr', 'widowControl'];
const beforeIndent = [
  ...beforeNumber,
  ...['numPr', 'suppressLineNumbers', 'pBdr', 'shd', 'tabs', 'suppressAutoHyphens', 'kinsoku', 'wordWrap'],
  ...['overflowPunct', 'topLinePunct', 'autoSpaceDE', 'autoSpaceDN', 'bidi', 'adjustRightInd', 'snapToGrid', 'spacing'],
];

/**
 * The paragraphs of a body that their styles number.
 * @param patternOf the pattern of a list, whose levels may be bound to styles
 */
export function styledNumbers(
  styles: XmlElement,
  patternOf: (list: string) => XmlElement | undefined,
  body: XmlElement,
): StyledNumber[] {
  const byId = new Map(
    childElements(styles, 'w:style').map((each) => [each.attributes.get('w:styleId'), each] as const),
  );

  /** The style and those it rests on, the nearest first. */
  function chain(id: string | undefined): XmlElement[] {
    const found: XmlElement[] = [];
    for (let at = byId.get(id); at !== undefined && found.length < longestChain; ) {
      found.push(at);
      at = byId.get(attributeOf(childElement(at, 'w:basedOn')));
    }
    return found;
  }

  return [...everyElement(body)].flatMap((paragraph): StyledNumber[] => {
    if (paragraph.name !== 'w:p') return [];
    const properties = childElement(paragraph, 'w:pPr');
    const named = childElement(properties, 'w:pStyle');
    if (properties === undefined || named === undefined || childElement(properties, 'w:numPr')) return [];
    const worn = chain(attributeOf(named));
    const numbered = worn.find((style) => childElement(style, 'w:pPr', 'w:numPr', 'w:numId') !== undefined);
    const number = childElement(numbered, 'w:pPr', 'w:numPr');
    const list = attributeOf(childElement(number, 'w:numId'));
    if (list === undefined || list === '0') return [];
    const levels = childElements(patternOf(list) ?? styles, 'w:lvl');
    const bound = worn.flatMap(
      (style) =>
        levels.find((each) => attributeOf(childElement(each, 'w:pStyle')) === style.attributes.get('w:styleId')) ?? [],
    )[0];
    const level = bound?.attributes.get('w:ilvl') ?? attributeOf(childElement(number, 'w:ilvl')) ?? '0';
    const indent = worn.map((style) => childElement(style, 'w:pPr', 'w:ind')).find((each) => each !== undefined);
    const hasOwn = childElement(properties, 'w:ind') !== undefined;
    return [
      {
        list,
        level,
        numberAfter: lastOf(properties, beforeNumber) ?? named,
        indent: indent && !hasOwn ? { element: indent, after: lastOf(properties, beforeIndent) ?? named } : undefined,
      },
    ];
  });
}

function lastOf(properties: XmlElement, names: readonly string[]): XmlElement | undefined {
  return childElements(properties).findLast(({ name }) => names.includes(name.slice('w:'.length)));
}

function attributeOf(element: XmlElement | undefined): string | undefined {
  return element?.attributes.get('w:val');
}
