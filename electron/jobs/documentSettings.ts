import { neutralProperties } from './neutralArchive.ts';

/** The official fonts (GB/T 9704—2012); a computer without one of them puts its 宋体 in its place. */
export const fonts = { title: '方正小标宋简体', body: '仿宋', box: 'Segoe UI Symbol' } as const;

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/**
 * Paragraphs as the layout sets them: no white between hanzi and digits, no sign beyond the edge of a line, no line put on a
 * grid. The library has no words for these.
 */
const styles = `${declaration}<w:styles xmlns:w="${main}"><w:docDefaults>\
<w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="${fonts.body}" w:eastAsia="${fonts.body}" w:hAnsi="${fonts.body}" w:cs="${fonts.body}"/>\
<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>\
</w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/>\
<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>\
</w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>\
<w:semiHidden/><w:unhideWhenUsed/></w:style>\
</w:styles>`;

/** Under which other names a computer may have a font. */
const fontTable = `${declaration}<w:fonts xmlns:w="${main}">\
<w:font w:name="${fonts.title}"><w:altName w:val="方正小标宋_GBK"/></w:font>\
<w:font w:name="${fonts.body}"><w:altName w:val="仿宋_GB2312"/></w:font>\
</w:fonts>`;

/** Parts of a .docx that take the place of the library's own. */
export const documentSettings: readonly (readonly [path: string, text: string])[] = [
  ['word/styles.xml', styles],
  ['word/fontTable.xml', fontTable],
  ['docProps/core.xml', neutralProperties],
];
