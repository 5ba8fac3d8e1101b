const longestName = 120;
/** Linux stops at 255 bytes, which are 85 Chinese characters; the rest is room for a number such as " (12)". */
const longestNameBytes = 240;
/** Names that Windows gives to devices, whatever their extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\..*)?$/i;
/** Separators, wildcards and control characters; then marks that turn the reading direction or cannot be seen. */
const forbiddenCharacter = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes a file name that every supported system stores as it reads: no folder part, no device, no hidden file, at most
 * 120 characters and 240 bytes with the extension kept. A name that leaves nothing becomes 未命名.
 */
export function safeFileName(suggestedName: string): string {
  const cleaned = trimEnds(suggestedName.normalize('NFC').replace(forbiddenCharacter, '_'));
  const name = deviceName.test(cleaned) ? `_${cleaned}` : cleaned;
  const { stem, extension } = splitExtension(name === '' || /^_+$/.test(name) ? '未命名' : name);
  return `${trimEnds(shorten(stem, longestName - extension.length, longestNameBytes - extension.length))}${extension}`;
}

/** Splits the extension off: 登记表.xlsx is 登记表 and .xlsx. An extension is at most ten letters or digits. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}

function shorten(text: string, characters: number, bytes: number): string {
  let kept = '';
  for (const character of [...text].slice(0, characters)) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > bytes) break;
    kept += character;
  }
  return kept;
}

function trimEnds(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/g, '');
}
