import { compoundFileMagic } from './readCompoundFile.ts';

/** What a file is by its first bytes, whatever its name says. */
export type FileFormat =
  | 'zip'
  | 'empty'
  | 'compound'
  | 'html'
  | 'xml'
  | 'text'
  | 'archive'
  | 'pdf'
  | 'image'
  | 'unknown';

const archives = [Buffer.from('Rar!'), Buffer.from('377abcaf271c', 'hex'), Buffer.from('1f8b', 'hex')];
const images = [Buffer.from('ffd8ff', 'hex'), Buffer.from('89504e47', 'hex'), Buffer.from('GIF8')];

/** Recognises a file by its content. Villages rename files, so the extension proves nothing. */
export function recogniseFile(file: Buffer): FileFormat {
  if (file.length === 0) return 'empty';
  if (starts(file, Buffer.from('PK\u0003\u0004')) || starts(file, Buffer.from('PK\u0005\u0006'))) return 'zip';
  if (starts(file, compoundFileMagic)) return 'compound';
  if (archives.some((magic) => starts(file, magic))) return 'archive';
  if (starts(file, Buffer.from('%PDF'))) return 'pdf';
  if (images.some((magic) => starts(file, magic))) return 'image';
  const head = file.subarray(0, 4096);
  const utf16 = starts(file, Buffer.from([0xff, 0xfe])) || starts(file, Buffer.from([0xfe, 0xff]));
  const text = utf16 ? head.toString('latin1').replaceAll('\0', '') : head.toString('latin1');
  if (/^[^<]{0,16}<(?:!doctype\s+html|html|head|meta|body|table|div)/iu.test(text)) return 'html';
  if (/^[^<]{0,16}<\?xml/iu.test(text)) return /<html|<table/iu.test(text) ? 'html' : 'xml';
  return utf16 || !hasControlBytes(head) ? 'text' : 'unknown';
}

function starts(file: Buffer, magic: Buffer): boolean {
  return file.subarray(0, magic.length).equals(magic);
}

function hasControlBytes(head: Buffer): boolean {
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
