import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/contract/result.ts';
import { attachmentFormat, type ImageFormat, maxPixels, withoutMetadata } from '../../../shared/rules/imageMetadata.ts';
import {
  jpegPieces,
  jpegSegment,
  type Pieces,
  pngChunk,
  pngPieces,
  riffChunk,
  webpFile,
  webpPieces,
} from '../../fixtures/images/buildImages.ts';
import { refusal } from '../refusal.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const headed = (heads: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...heads), bytes(60))
    .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]));

/** Notes as cameras, telephones and editors leave them in JPEGs, with fill bytes before some. */
const jpegNote = fc
  .tuple(
    fc.oneof(
      fc.tuple(
        fc.constantFrom(0xe1, 0xe2, 0xe3, 0xeb, 0xed, 0xef, 0xe0, 0xee),
        headed(['Exif\0\0', 'http://ns.adobe.com/xap/1.0/\0', 'Photoshop 3.0\0', 'MPF\0', 'JFXX\0', 'JP', '']).filter(
          (payload) => !/^(JFIF\0|ICC_PROFILE\0|Adobe)/u.test(Buffer.from(payload).toString('latin1')),
        ),
      ),
      fc.tuple(fc.constant(0xfe), bytes(60)),
    ),
    fc.nat(3),
  )
  .map(([[marker, payload], fill]) => Buffer.concat([Buffer.alloc(fill, 0xff), jpegSegment(marker, payload)]));
const needed = new Set('PLTE IDAT tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs'.split(' '));
const pngNote = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'dSIG', 'caBX', 'acTL', 'fdAT'),
      fc.stringMatching(/^[a-z][A-Za-z]{3}$/u).filter((name) => !needed.has(name)),
    ),
    bytes(60),
  )
  .map(([name, data]) => pngChunk(name, data));
const webpNote = fc
  .tuple(fc.constantFrom('EXIF', 'XMP ', 'META', 'abcd', '    '), bytes(60))
  .map(([name, data]) => riffChunk(name, data));

/** The pieces with notes put in front of those that are not the first. */
function withNotes(pieces: Pieces, notes: readonly { readonly at: number; readonly note: Uint8Array }[]): Uint8Array[] {
  return pieces.flatMap((piece, index) => [
    ...notes.filter(({ at }) => index > 0 && 1 + (at % (pieces.length - 1)) === index).map(({ note }) => note),
    piece,
  ]);
}
const placed = (note: fc.Arbitrary<Uint8Array>) =>
  fc.array(fc.record({ at: fc.nat(50), note }), { minLength: 1, maxLength: 8 });
const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.from(left).equals(right);

const size = { width: 4000, height: 3000 };
const clean = {
  jpeg: Buffer.concat(jpegPieces(size.width, size.height)),
  png: Buffer.concat(pngPieces(size.width, size.height, Buffer.alloc(200, 3))),
  webp: webpFile(webpPieces(size.width, size.height)),
} as const satisfies Record<ImageFormat, Uint8Array>;
const formats = ['jpeg', 'png', 'webp'] as const;

describe('metadata', () => {
  test.each(formats)('of a %s without any changes nothing', (format) => {
    const image = withoutMetadata(format, clean[format]);
    expect(image).toMatchObject({ ...size, hadExif: false });
    expect(same(image.bytes, clean[format])).toBe(true);
  });

  test('is taken out of a JPEG wherever it stands, and the rest stays byte by byte', () => {
    fc.assert(
      fc.property(placed(jpegNote), bytes(40), (notes, trailer) => {
        const file = Buffer.concat([...withNotes(jpegPieces(size.width, size.height), notes), trailer]);
        const image = withoutMetadata('jpeg', file);
        expect(same(image.bytes, clean.jpeg)).toBe(true);
        const isExif = /^\xff+\xe1..Exif\0/su;
        expect(image.hadExif).toBe(notes.some(({ note }) => isExif.test(Buffer.from(note).toString('latin1'))));
      }),
    );
  });

  test('is taken out of a PNG wherever it stands, and the rest stays byte by byte', () => {
    fc.assert(
      fc.property(placed(pngNote), bytes(40), (notes, trailer) => {
        // Nothing may stand between the signature and IHDR.
        const [signature, ...chunks] = pngPieces(size.width, size.height, Buffer.alloc(200, 3));
        const file = Buffer.concat([signature ?? Buffer.alloc(0), ...withNotes(chunks, notes), trailer]);
        const image = withoutMetadata('png', file);
        expect(same(image.bytes, clean.png)).toBe(true);
        expect(image.hadExif).toBe(notes.some(({ note }) => Buffer.from(note).toString('latin1', 4, 8) === 'eXIf'));
      }),
    );
  });

  test('is taken out of a WebP wherever it stands, with its flags', () => {
    fc.assert(
      fc.property(placed(webpNote), fc.constantFrom(0x08, 0x04, 0x0c, 0xcd), bytes(40), (notes, flags, trailer) => {
        const chunks = withNotes(webpPieces(size.width, size.height, 0x30 | flags), notes);
        const image = withoutMetadata('webp', Buffer.concat([webpFile([...chunks]), trailer]));
        expect(same(image.bytes, clean.webp)).toBe(true);
        expect(image.hadExif).toBe(notes.some(({ note }) => Buffer.from(note).toString('latin1', 0, 4) === 'EXIF'));
      }),
    );
  });

  test('that the file’s own preview is goes too, and the resolution stays', () => {
    const [start, jfif, ...rest] = jpegPieces(size.width, size.height);
    const preview = Buffer.concat([
      jfif?.subarray(4, 16) ?? Buffer.alloc(0),
      Buffer.from([2, 2]),
      Buffer.alloc(12, 99),
    ]);
    const file = Buffer.concat([start ?? Buffer.alloc(0), jpegSegment(0xe0, preview), ...rest]);
    expect(same(withoutMetadata('jpeg', file).bytes, clean.jpeg)).toBe(true);
  });
});

describe('a picture is refused', () => {
  test.each(formats)('as %s when it ends anywhere before its end', (format) => {
    const whole = clean[format];
    for (let length = 0; length < whole.length; length += 1) {
      expect(refusal(() => withoutMetadata(format, whole.subarray(0, length))).code).toBe('refused');
    }
  });

  test.each([
    ['jpeg', Buffer.concat(jpegPieces(65_000, 65_000))],
    ['png', Buffer.concat(pngPieces(100_000, 100_000, Buffer.alloc(20)))],
    ['webp', webpFile(webpPieces(16_383, 16_383))],
  ] as const)('as %s when it unfolds to more than the limit', (format, file) => {
    expect(refusal(() => withoutMetadata(format, file)).message).toContain('尺寸太大');
  });

  test('when its two declared sizes differ, as a small one for the check and a large one for the decoder', () => {
    const [small] = webpPieces(10, 10);
    const [, , large] = webpPieces(5_000, 5_000);
    const file = webpFile([small ?? Buffer.alloc(0), large ?? Buffer.alloc(0)]);
    expect(refusal(() => withoutMetadata('webp', file)).code).toBe('refused');
    const [start, , , , , frame, ...rest] = jpegPieces(10, 10);
    const two = Buffer.concat([start ?? Buffer.alloc(0), frame ?? Buffer.alloc(0), frame ?? Buffer.alloc(0), ...rest]);
    expect(refusal(() => withoutMetadata('jpeg', two)).code).toBe('refused');
  });

  test('when it moves, with what to do instead', () => {
    expect(refusal(() => withoutMetadata('webp', webpFile(webpPieces(9, 9, 0x02)))).message).toContain('截一张');
  });

  test('or cleaned, whatever single bytes are wrong, and never beyond the limit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (format, changes) => {
          const file = Buffer.from(clean[format]);
          for (const [at, value] of changes) file[at % file.length] = value;
          try {
            const image = withoutMetadata(format, file);
            expect(image.width * image.height).toBeLessThanOrEqual(maxPixels);
            // What is clean is left as it is.
            expect(same(withoutMetadata(format, image.bytes).bytes, image.bytes)).toBe(true);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.code).toBe('refused');
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const mebibytes = 20;
  const filled = (head: Uint8Array, pattern: Uint8Array): Buffer =>
    Buffer.concat([head, Buffer.alloc(mebibytes * 1024 * 1024, pattern)]);
  test.each([
    ['jpeg of fill bytes', 'jpeg', filled(Buffer.from('ffd8', 'hex'), Buffer.from([0xff]))],
    ['jpeg of empty tables', 'jpeg', filled(Buffer.from('ffd8', 'hex'), Buffer.from('ffc40002', 'hex'))],
    ['jpeg of empty notes', 'jpeg', filled(Buffer.from('ffd8', 'hex'), Buffer.from('fffe0002', 'hex'))],
    [
      'jpeg of scans',
      'jpeg',
      filled(Buffer.concat(jpegPieces(9, 9).slice(0, 7)), jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]))),
    ],
    ['jpeg of restarts', 'jpeg', filled(Buffer.concat(jpegPieces(9, 9).slice(0, 8)), Buffer.from('ffd1', 'hex'))],
    [
      'png of empty chunks',
      'png',
      filled(Buffer.concat(pngPieces(9, 9).slice(0, 4)), pngChunk('IDAT', Buffer.alloc(0))),
    ],
    ['webp of empty chunks', 'webp', webpFile([filled(Buffer.alloc(0), riffChunk('abcd', Buffer.alloc(0)))])],
  ] as const)('within three seconds when it is a hostile %s', (_, format, file) => {
    const started = performance.now();
    expect(refusal(() => withoutMetadata(format, file)).code).toBe('refused');
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('a file is recognised by its content', () => {
  test.each([
    ['jpeg', clean.jpeg],
    ['png', clean.png],
    ['webp', clean.webp],
    ['pdf', Buffer.from('%PDF-1.4')],
    ['heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
    ['heic', Buffer.from('\0\0\0\x18ftypmif1', 'latin1')],
    ['otherImage', Buffer.from('\0\0\0\x18ftypavif', 'latin1')],
    ['otherImage', Buffer.from('GIF89a')],
    ['otherImage', Buffer.from('BM6\0')],
    ['otherImage', Buffer.from('II*\0', 'latin1')],
    ['otherImage', Buffer.from('MM\0*', 'latin1')],
    ['unknown', Buffer.from('PK\x03\x04', 'latin1')],
    ['damaged', Buffer.alloc(0)],
    ['damaged', Buffer.alloc(4_096)],
  ] as const)('as %s', (format, file) => {
    expect(attachmentFormat(file)).toBe(format);
  });
});
