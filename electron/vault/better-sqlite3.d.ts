/**
 * The part of better-sqlite3-multiple-ciphers 13 that the vault uses; the package's own types are hidden by its export map.
 * What would write clear text (its backup, its memory image) is left out on purpose; the key is changed of copies alone.
 */
declare module 'better-sqlite3' {
  namespace Database {
    interface Statement<Parameters extends readonly unknown[] = readonly unknown[]> {
      readonly readonly: boolean;
      run(...parameters: Parameters): { readonly changes: number };
      get(...parameters: Parameters): unknown;
      all(...parameters: Parameters): unknown[];
    }
    interface Database {
      readonly open: boolean;
      readonly inTransaction: boolean;
      key(key: Buffer): number;
      rekey(key: Buffer): number;
      pragma(source: string, options?: { readonly simple?: boolean }): unknown;
      exec(source: string): this;
      function(name: string, work: () => number): this;
      prepare<Parameters extends readonly unknown[] = readonly unknown[]>(source: string): Statement<Parameters>;
      close(): this;
    }
  }
  const Database: new (
    path: string,
    options: { readonly timeout: number; readonly fileMustExist?: boolean; readonly readonly?: boolean },
  ) => Database.Database;
  export = Database;
}
