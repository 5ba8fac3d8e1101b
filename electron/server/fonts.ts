import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const resolve = createRequire(import.meta.url).resolve;
const bundledFolder = fileURLToPath(new URL('../../resources/fonts/', import.meta.url));
/** Declares all that the screen needs; the renderer's page links it. */
const screenStyleSheet = '/fonts/fonts.css';

/** The folders behind `/fonts/<name>/`, and the only file names that are served from each. */
const folders: Readonly<Record<string, { readonly folder: string; readonly files: RegExp }>> = {
  // Common characters in regular (400) and, for titles, bold (700); each slice is loaded only when a sheet needs it.
  serif: {
    folder: dirname(resolve('@fontsource/noto-serif-sc/package.json')),
    files: /^(?:[47]00\.css|files\/noto-serif-sc-[a-z0-9-]+-[47]00-normal\.woff2?)$/u,
  },
  sans: {
    folder: dirname(resolve('@fontsource-variable/noto-sans-sc/package.json')),
    files: /^(?:index\.css|files\/noto-sans-sc-[a-z0-9-]+\.woff2)$/u,
  },
  // The characters of names that the slices lack; see resources/fonts/README.md.
  rare: {
    folder: bundledFolder,
    files: /^noto-serif-sc-rare(?:-\d\d\.woff2|\.css)$/u,
  },
};

/**
 * The file behind an address of a bundled font, or undefined when there is none. Names are matched whole against a list of
 * patterns without `..` or separators to climb with, so nothing outside the folders can be reached.
 */
export function fontFile(pathname: string): { readonly path: string } | undefined {
  if (pathname === screenStyleSheet) return { path: join(bundledFolder, 'fonts.css') };
  const match = /^\/fonts\/([a-z]+)\/(.+)$/u.exec(pathname);
  const [name = '', file = ''] = match?.slice(1) ?? [];
  const source = Object.hasOwn(folders, name) ? folders[name] : undefined;
  return source?.files.test(file) ? { path: join(source.folder, file) } : undefined;
}
