import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A package that ships, with its licence as it states it. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The text of its licence file; empty where it brings none. */
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What the page is built from: development dependencies that end in the bundle. Electron and its Chromium bring their own list. */
export const bundledRoots = [
  '@emotion/cache',
  '@emotion/react',
  '@emotion/styled',
  '@mui/icons-material',
  '@mui/material',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'react',
  'react-dom',
  'react-router',
] as const;

/** Everything that ships, by name: the production dependencies and what the page is built from, with all that they depend on. */
export function shippedPackages(): ShippedPackage[] {
  const program = readManifest(root);
  const found = new Map<string, ShippedPackage>();
  const visit = (name: string, from: string, isOptional: boolean): void => {
    const folder = locate(name, from);
    if (folder === null) {
      // Libraries of other systems are not installed here; their licence is that of the package that lists them.
      if (isOptional) return;
      throw new Error(`${name} is not installed`);
    }
    const manifest = readManifest(folder);
    const key = `${manifest.name} ${manifest.version}`;
    if (found.has(key)) return;
    found.set(key, {
      name: manifest.name,
      version: manifest.version,
      licence: manifest.license ?? 'UNKNOWN',
      text: licenceText(folder),
    });
    for (const next of Object.keys(manifest.dependencies ?? {})) visit(next, folder, false);
    for (const next of Object.keys(manifest.optionalDependencies ?? {})) visit(next, folder, true);
    for (const next of Object.keys(manifest.peerDependencies ?? {})) visit(next, folder, true);
  };
  for (const name of [...Object.keys(program.dependencies ?? {}), ...bundledRoots]) visit(name, root, false);
  return [...found.values()]
    .filter(({ name }) => !name.startsWith('@types/') && name !== 'csstype')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** The list as it is printed and shown in the settings: a line for each package, then every licence text once. */
export function licenceList(): string {
  const packages = shippedPackages();
  const texts = new Map<string, string[]>();
  for (const { name, text } of packages) {
    if (text !== '') texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  return [
    `护蕾台账所用的软件，共${packages.length}个。`,
    '',
    ...packages.map(({ name, version, licence }) => `${name} ${version}　${licence}`),
    '',
    ...[...texts].flatMap(([text, names]) => [`──── ${names.join('、')}`, '', text, '']),
  ].join('\n');
}

function locate(name: string, from: string): string | null {
  for (let folder = from; ; folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === '/') return null;
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.(md|txt))?$/iu.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
