import { childElement, childElements, type XmlElement } from './parseXml.ts';

/** How text looks, as far as the page shows it. Sizes are points. */
export interface TextFormat {
  readonly bold: boolean;
  readonly underlined: boolean;
  readonly size: number;
  readonly hidden: boolean;
}

export type Alignment = 'left' | 'center' | 'right' | 'justify';

export interface DocumentStyles {
  paragraph(properties: XmlElement | undefined): { readonly align: Alignment; readonly format: TextFormat };
  run(properties: XmlElement | undefined, around: TextFormat): TextFormat;
  /** Whether a table with these properties draws lines between its cells. */
  tableLines(properties: XmlElement | undefined): boolean;
}

interface Style {
  readonly basedOn: string | undefined;
  readonly element: XmlElement;
}

/** A style that rests on more others than this rests on itself. */
const longestChain = 20;

/** What the styles of a document make of its text; without a part of styles, Word's own. */
export function documentStyles(root: XmlElement | undefined): DocumentStyles {
  const styles = new Map<string, Style>();
  let standard: string | undefined;
  for (const element of root === undefined ? [] : childElements(root, 'w:style')) {
    const id = element.attributes.get('w:styleId') ?? '';
    styles.set(id, { basedOn: attributeValue(childElement(element, 'w:basedOn')), element });
    const isDefault = isOn(element.attributes.get('w:default') ?? '0');
    if (isDefault && element.attributes.get('w:type') === 'paragraph') standard = id;
  }
  const defaults = childElement(root, 'w:docDefaults');
  const plain: TextFormat = { bold: false, underlined: false, size: 10, hidden: false };
  const base = changed(plain, childElement(defaults, 'w:rPrDefault', 'w:rPr'));

  /** The style and those it rests on, the farthest first. */
  function chain(id: string | undefined): XmlElement[] {
    const found: XmlElement[] = [];
    for (let at = id; at !== undefined && found.length < longestChain; ) {
      const style = styles.get(at);
      if (style === undefined) break;
      found.unshift(style.element);
      at = style.basedOn;
    }
    return found;
  }

  return {
    paragraph(properties) {
      const named = attributeValue(childElement(properties, 'w:pStyle')) ?? standard;
      const elements = chain(named);
      const direct = childElement(properties, 'w:jc');
      const aligns = [...elements.map((element) => childElement(element, 'w:pPr', 'w:jc')), direct];
      const format = elements.reduce((at, element) => changed(at, childElement(element, 'w:rPr')), base);
      return { align: alignment(aligns.findLast((each) => each !== undefined)), format };
    },
    run(properties, around) {
      const styled = chain(attributeValue(childElement(properties, 'w:rStyle')));
      const format = styled.reduce((at, element) => changed(at, childElement(element, 'w:rPr')), around);
      return changed(format, properties);
    },
    tableLines(properties) {
      const styled = chain(attributeValue(childElement(properties, 'w:tblStyle')));
      const borders = [
        ...styled.map((element) => childElement(element, 'w:tblPr', 'w:tblBorders')),
        childElement(properties, 'w:tblBorders'),
      ].findLast((each) => each !== undefined);
      return hasLines(borders);
    },
  };
}

/** Whether one of the borders is drawn. */
export function hasLines(borders: XmlElement | undefined): boolean {
  return (
    borders !== undefined &&
    childElements(borders).some((border) => !['nil', 'none', undefined].includes(border.attributes.get('w:val')))
  );
}

function changed(format: TextFormat, properties: XmlElement | undefined): TextFormat {
  if (properties === undefined) return format;
  const size = Number(attributeValue(childElement(properties, 'w:sz')));
  const underline = attributeValue(childElement(properties, 'w:u'));
  return {
    bold: toggled(childElement(properties, 'w:b'), format.bold),
    hidden: toggled(childElement(properties, 'w:vanish'), format.hidden),
    underlined: underline === undefined ? format.underlined : underline !== 'none',
    size: size > 0 ? size / 2 : format.size,
  };
}

function toggled(element: XmlElement | undefined, before: boolean): boolean {
  return element === undefined ? before : isOn(attributeValue(element) ?? '1');
}

function isOn(value: string): boolean {
  return !['0', 'false', 'off', 'none'].includes(value);
}

function attributeValue(element: XmlElement | undefined): string | undefined {
  return element?.attributes.get('w:val');
}

function alignment(element: XmlElement | undefined): Alignment {
  switch (attributeValue(element)) {
    case 'center':
      return 'center';
    case 'right':
    case 'end':
      return 'right';
    case 'both':
    case 'distribute':
      return 'justify';
    default:
      return 'left';
  }
}
