import type { ParsingOptions, WorkBook } from '@e965/xlsx';

declare module '@e965/xlsx' {
  /** Parses the parts of a workbook that are unpacked already; exported by the library, missing in its types. */
  export function parse_zip(
    container: {
      readonly FullPaths: readonly string[];
      readonly FileIndex: readonly { readonly name: string; readonly type: number; readonly content: Uint8Array }[];
    },
    options?: ParsingOptions,
  ): WorkBook;
}
