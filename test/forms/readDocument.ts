import { strFromU8, unzipSync } from 'fflate';

/** A cell of a table in a .docx; widths and heights in twips. */
export interface WordCell {
  readonly text: string;
  readonly width: number;
  readonly span: number;
  /** Where it is part of a merge over several rows. */
  readonly merge: 'restart' | 'continue' | null;
}

export interface WordRow {
  readonly height: number;
  readonly repeated: boolean;
  readonly cells: readonly WordCell[];
}

export interface WordTable {
  readonly columns: readonly number[];
  readonly rows: readonly WordRow[];
}

/** What a .docx written by the program holds, read from its XML. */
export interface WordDocument {
  readonly parts: Readonly<Record<string, string>>;
  readonly tables: readonly WordTable[];
  /** Texts of the paragraphs outside tables, in their order. */
  readonly lines: readonly string[];
}

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<w:${name}(?: [^>]*)?>.*?</w:${name}>`, 'gsu'))].map(([element]) => element);

/** The text of paragraphs; a typed line break is one here too. */
function textOf(xml: string): string {
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>|<w:tab\/>/gu)]
    .map(([element, text]) => (text === undefined ? (element === '<w:br/>' ? '\n' : '\t') : unescaped(text)))
    .join('');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

const numberIn = (xml: string, pattern: RegExp): number => Number(pattern.exec(xml)?.[1] ?? Number.NaN);

export function readDocument(file: Uint8Array): WordDocument {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(file)).map(([path, bytes]): [string, string] => [path, strFromU8(bytes)]),
  );
  const body = parts['word/document.xml'] ?? '';
  const tables = elements(body, 'tbl').map(
    (table): WordTable => ({
      columns: [...table.matchAll(/<w:gridCol w:w="(\d+)"\/>/gu)].map(([, width]) => Number(width)),
      rows: elements(table, 'tr').map(
        (row): WordRow => ({
          height: numberIn(row, /<w:trHeight w:val="(\d+)" w:hRule="atLeast"\/>/u),
          repeated: /<w:tblHeader(?: w:val="(?:on|true)")?\/>/u.test(row),
          cells: elements(row, 'tc').map((cell): WordCell => {
            const merge = /<w:vMerge w:val="(restart|continue)"\/>/u.exec(cell)?.[1];
            return {
              text: elements(cell, 'p').map(textOf).join('\n'),
              width: numberIn(cell, /<w:tcW w:type="dxa" w:w="(\d+)"\/>/u),
              span: Number(/<w:gridSpan w:val="(\d+)"\/>/u.exec(cell)?.[1] ?? 1),
              merge: merge === 'restart' || merge === 'continue' ? merge : null,
            };
          }),
        }),
      ),
    }),
  );
  const outside = body.replace(/<w:tbl>.*?<\/w:tbl>/gsu, '');
  return { parts, tables, lines: elements(outside, 'p').map(textOf) };
}
