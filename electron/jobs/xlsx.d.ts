import type { ParsingOptions, WorkBook } from '@e965/xlsx';

declare module '@e965/xlsx' {
  /** What `parse_zip` gives beside what the library's types name. */
  export interface ParsedWorkbook extends WorkBook {
    /** The shared texts, and each as it stands in the file. */
    readonly Strings: readonly { readonly t?: string; r?: string }[];
    /** The cell formats; none where the workbook has no styles. */
    readonly Styles: { readonly CellXf?: readonly { readonly numFmtId?: number }[] };
    /** Number formats by their number. */
    readonly SSF: Readonly<Record<number, string | undefined>>;
  }

  /** Parses the parts of a workbook that are unpacked already; exported by the library, missing in its types. */
  export function parse_zip(
    container: {
      readonly FullPaths: readonly string[];
      /** `asBinary` gives the bytes as latin1, each time the part is read. */
      readonly FileIndex: readonly { readonly name: string; readonly asBinary: () => string }[];
    },
    options?: ParsingOptions,
  ): ParsedWorkbook;
}
