import { AppError } from '../../shared/contract/result.ts';
import { refusal } from './workbookRefusals.ts';

/**
 * The text of a file that does not say how it is encoded: by its byte order mark (UTF-8, UTF-16), else UTF-8 where all
 * of it is valid, else GB18030, which takes in GBK and GB 2312 and is what Excel and WPS write in China.
 * @throws AppError refused when it is none of these
 */
export function decodeText(file: Buffer): string {
  const text = decodeAs(file, [encodingByMark(file) ?? 'utf-8', 'gb18030']);
  // Zero characters are left where UTF-16 without a mark, or no text at all, was taken for text.
  if (text.includes('\0')) throw refusal('unknown');
  return text;
}

function encodingByMark(file: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le';
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be';
  return undefined;
}

function decodeAs(file: Buffer, encodings: readonly string[]): string {
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(file);
    } catch {
      // Bytes that this encoding does not have: the next one is tried.
    }
  }
  throw new AppError('refused', '文件里有读不出的文字，请在原电脑用WPS或Excel打开，另存为“.xlsx”后再导入');
}
