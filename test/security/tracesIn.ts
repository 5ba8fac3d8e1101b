import { execFileSync } from 'node:child_process';

/** The words and bytes that must not be readable, by the names under which they are told. */
export type Traces = readonly (readonly [name: string, bytes: Buffer])[];

/**
 * Looks for traces in the names and contents of all files under some folders, in a process of its own: reading an open database
 * file in the process that has it open would drop SQLite's lock on it.
 */
export function tracesIn(
  folders: readonly string[],
  traces: Traces,
): { readonly files: number; readonly found: string[] } {
  const program = `
    const { readdirSync, readFileSync } = require('node:fs');
    const { folders, traces } = JSON.parse(readFileSync(0, 'utf8'));
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()));
    const found = files.flatMap((entry) => {
      const bytes = Buffer.concat([Buffer.from(entry.name), readFileSync(entry.parentPath + '/' + entry.name)]);
      return traces.filter(([, hex]) => bytes.includes(Buffer.from(hex, 'hex'))).map(([name]) => entry.name + ': ' + name);
    });
    console.log(JSON.stringify({ files: files.length, found }));`;
  const input = JSON.stringify({ folders, traces: traces.map(([name, bytes]) => [name, bytes.toString('hex')]) });
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', input }));
}
