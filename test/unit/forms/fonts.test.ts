import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fontFile } from '../../../electron/server/fonts.ts';
import { textWidth } from '../../../shared/forms/breakLines.ts';
import { sheetFontStyleSheets } from '../../../shared/forms/fonts.ts';
import { isPrintable } from '../../../shared/forms/printableText.ts';

describe('serving fonts', () => {
  it('finds every file that the style sheets name', () => {
    const addresses = [...sheetFontStyleSheets, '/fonts/fonts.css', '/fonts/sans/index.css'];
    for (const address of addresses) {
      const css = readFileSync(fontFile(address)?.path ?? '', 'utf8');
      const named = [...css.matchAll(/url\(['"]?([^)'"]+\.(?:woff2|css))['"]?\)/gu)].map((match) => match[1] ?? '');
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) {
        const { pathname } = new URL(name, `https://core${address}`);
        expect(() => readFileSync(fontFile(pathname)?.path ?? '')).not.toThrow();
      }
    }
  });

  it.each([
    '/fonts/',
    '/fonts/serif/',
    '/fonts/serif/package.json',
    '/fonts/serif/../../better-sqlite3/package.json',
    '/fonts/serif/files/../package.json',
    '/fonts/serif/files/noto-serif-sc-4-400-normal.woff2/..',
    '/fonts/serif/files%2f..%2fpackage.json',
    '/fonts/rare/README.md',
    '/fonts/rare/noto-serif-sc-rare-01.woff2\0.css',
    '/fonts/constructor/400.css',
    '/fonts/__proto__/400.css',
  ])('has nothing at %s', (address) => {
    expect(fontFile(address)).toBeUndefined();
  });
});

/** Glyphs of a font by code point, with their advance widths in em; reads the tables of a woff2 file. */
function readGlyphs(file: string): Map<number, number> {
  const bytes = readFileSync(file);
  const tableCount = bytes.readUInt16BE(12);
  let at = 48;
  const base128 = (): number => {
    for (let value = 0; ; ) {
      const byte = bytes.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if ((byte & 128) === 0) return value;
    }
  };
  // Numbers of the tags that matter here, in the list of known tags of the WOFF2 specification (5.1).
  const tags = new Map([
    [0, 'cmap'],
    [1, 'head'],
    [2, 'hhea'],
    [3, 'hmtx'],
    [10, 'glyf'],
    [11, 'loca'],
  ]);
  const directory = Array.from({ length: tableCount }, () => {
    const flags = bytes.readUInt8(at++);
    if ((flags & 63) === 63) at += 4;
    const tag = tags.get(flags & 63) ?? '';
    const plainLength = base128();
    const transformed = tag === 'glyf' || tag === 'loca' ? flags >> 6 !== 3 : flags >> 6 !== 0;
    return { tag, transformed, length: transformed ? base128() : plainLength };
  });
  const data = brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)));
  const tables = new Map<string, { readonly data: Buffer; readonly transformed: boolean }>();
  let offset = 0;
  for (const { tag, transformed, length } of directory) {
    tables.set(tag, { data: data.subarray(offset, offset + length), transformed });
    offset += length;
  }
  const table = (tag: string): Buffer => tables.get(tag)?.data ?? Buffer.alloc(0);
  const unitsPerEm = table('head').readUInt16BE(18);
  const metricCount = table('hhea').readUInt16BE(34);
  const metrics = table('hmtx');
  // A transformed table leaves side bearings out and puts one byte before the advances (5.4).
  const packed = tables.get('hmtx')?.transformed === true;
  const advance = (glyph: number): number => {
    const index = Math.min(glyph, metricCount - 1);
    return metrics.readUInt16BE(packed ? 1 + 2 * index : 4 * index) / unitsPerEm;
  };
  const glyphs = new Map<number, number>();
  const cmap = table('cmap');
  for (let entry = 0; entry < cmap.readUInt16BE(2); entry += 1) {
    const start = cmap.readUInt32BE(8 + 8 * entry);
    const format = cmap.readUInt16BE(start);
    if (format === 12) {
      for (let group = 0; group < cmap.readUInt32BE(start + 12); group += 1) {
        const from = start + 16 + 12 * group;
        const [first, last, glyph] = [0, 4, 8].map((each) => cmap.readUInt32BE(from + each)) as [
          number,
          number,
          number,
        ];
        for (let code = first; code <= last; code += 1) glyphs.set(code, advance(glyph + code - first));
      }
    } else if (format === 4) {
      const segments = cmap.readUInt16BE(start + 6) / 2;
      for (let segment = 0; segment < segments; segment += 1) {
        const read = (part: number): number => cmap.readUInt16BE(start + 14 + part + 2 * segment);
        const [last, first] = [read(0), read(2 + 2 * segments)];
        const [delta, range] = [read(2 + 4 * segments), read(2 + 6 * segments)];
        for (let code = first; code <= last && code < 0xffff; code += 1) {
          const place = start + 16 + 6 * segments + 2 * segment + range + 2 * (code - first);
          const glyph = range === 0 ? code + delta : cmap.readUInt16BE(place) + delta;
          if ((glyph & 0xffff) !== 0) glyphs.set(code, advance(glyph & 0xffff));
        }
      }
    }
  }
  return glyphs;
}

describe('what the bundled fonts draw', () => {
  const project = fileURLToPath(new URL('../../../', import.meta.url));
  const glyphs = new Map<number, number>();
  for (const folder of ['node_modules/@fontsource/noto-serif-sc/files', 'resources/fonts']) {
    const files = readdirSync(join(project, folder)).filter((name) => /(?:-400-normal|-rare-\d\d)\.woff2$/u.test(name));
    for (const name of files)
      for (const [code, width] of readGlyphs(join(project, folder, name))) glyphs.set(code, width);
  }
  const printable = Array.from({ length: 0x32000 }, (_, code) => code).filter(isPrintable);

  it('has a glyph for every character that is printed as it is', () => {
    const missing = printable.filter((code) => !glyphs.has(code)).map((code) => code.toString(16));
    expect(missing).toEqual([]);
    expect(printable.length).toBeGreaterThan(30_000);
  });

  it('covers the rare characters of names', () => {
    for (const character of '𫖯𬱖䶮㛃犇𬸣䲟鿍㭎㙍𬍛') expect(isPrintable(character.codePointAt(0) ?? 0)).toBe(true);
  });

  it('draws no character wider than the line breaking reckons', () => {
    const wider = printable.filter((code) => (glyphs.get(code) ?? 0) > textWidth(String.fromCodePoint(code)) + 1e-9);
    expect(wider.map((code) => String.fromCodePoint(code)).join('')).toBe('');
  });
});
