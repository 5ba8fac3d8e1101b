import { childElement, childElements, type XmlElement } from './parseXml.ts';

/** How a cell looks, as far as the page shows it. Sizes are points. */
export interface CellFormat {
  readonly bold: boolean;
  readonly underlined: boolean;
  readonly size: number;
  readonly align: 'left' | 'center' | 'right' | 'justify';
  readonly verticalAlign: 'top' | 'center' | 'bottom';
  readonly vertical: boolean;
  readonly lines: boolean;
}

const plain: CellFormat = {
  bold: false,
  underlined: false,
  size: 11,
  align: 'left',
  verticalAlign: 'bottom',
  vertical: false,
  lines: false,
};

/** The formats of a workbook by the number that cells name them by. */
export function workbookStyles(root: XmlElement | undefined): (index: number) => CellFormat {
  const list = (name: string): XmlElement[] => {
    const element = childElement(root, name);
    return element === undefined ? [] : childElements(element);
  };
  const fonts = list('x:fonts').map((font) => fontOf(font));
  const lines = list('x:borders').map((border) =>
    childElements(border).some((side) => !['none', undefined].includes(side.attributes.get('style'))),
  );
  const formats = list('x:cellXfs').map((format): CellFormat => {
    const alignment = childElement(format, 'x:alignment');
    const rotation = alignment?.attributes.get('textRotation');
    return {
      ...plain,
      ...fonts[Number(format.attributes.get('fontId') ?? 0)],
      align: horizontal(alignment?.attributes.get('horizontal')),
      verticalAlign: verticalOf(alignment?.attributes.get('vertical')),
      vertical: rotation === '255',
      lines: lines[Number(format.attributes.get('borderId') ?? 0)] ?? false,
    };
  });
  return (index) => formats[index] ?? plain;
}

/** Bold, underline and size of a font, or of a run of rich text. */
export function fontOf(font: XmlElement | undefined): Pick<CellFormat, 'bold' | 'underlined' | 'size'> {
  const value = (name: string): string | undefined => {
    const element = childElement(font, name);
    return element === undefined ? undefined : (element.attributes.get('val') ?? '1');
  };
  return {
    bold: !['0', 'false', undefined].includes(value('x:b')),
    underlined: !['none', undefined].includes(value('x:u')),
    size: Number(value('x:sz')) || plain.size,
  };
}

function horizontal(value: string | undefined): CellFormat['align'] {
  switch (value) {
    case 'center':
    case 'centerContinuous':
      return 'center';
    case 'right':
      return 'right';
    case 'justify':
    case 'distributed':
      return 'justify';
    default:
      return 'left';
  }
}

function verticalOf(value: string | undefined): CellFormat['verticalAlign'] {
  return value === 'top' || value === 'center' ? value : value === 'distributed' ? 'center' : 'bottom';
}
