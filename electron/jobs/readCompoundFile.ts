import { refusal } from './workbookRefusals.ts';

/** The first bytes of every OLE compound file: .xls, .et, Word 97 documents, and the envelope of locked workbooks. */
export const compoundFileMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const limits = { entries: 4_000 };
/** Sector numbers from here on mean something else: end of a chain, free, or a sector of the table itself. */
const firstSpecialSector = 0xffff_fffa;
const endOfChain = 0xffff_fffe;
const noStream = 0xffff_ffff;
const headerBytes = 512;
const entryBytes = 128;
const smallSectorBytes = 64;
const smallStreamBelow = 4096;

/** What a compound file holds: the names of all its storages and streams, and the bytes of a stream on demand. */
export interface CompoundFile {
  readonly names: readonly string[];
  /** A copy of the stream directly under the root; undefined when there is none. Throws AppError refused. */
  readonly stream: (name: string) => Buffer | undefined;
}

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/**
 * Reads the container of an .xls ([MS-CFB]) that nobody has vouched for: every chain of sectors ends, stays within the
 * file and uses no sector twice; no stream is longer than its chain; the directory is a tree.
 * @throws AppError refused
 */
export function readCompoundFile(file: Buffer): CompoundFile {
  if (file.length < headerBytes || !file.subarray(0, 8).equals(compoundFileMagic)) throw refusal('damaged');
  const version = file.readUInt16LE(0x1a);
  const sectorShift = file.readUInt16LE(0x1e);
  const known = (version === 3 && sectorShift === 9) || (version === 4 && sectorShift === 12);
  if (!known || file.readUInt16LE(0x20) !== 6 || file.readUInt32LE(0x38) !== smallStreamBelow) {
    throw refusal('structure');
  }
  const sectorBytes = 1 << sectorShift;
  // The header takes the place of one sector; a last sector may be cut short by the program that wrote the file.
  const sectors = Math.ceil(file.length / sectorBytes) - 1;
  const sector = (number: number): Buffer => {
    if (number >= sectors) throw refusal('damaged');
    return file.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes);
  };

  const taken = new Uint8Array(sectors);
  const take = (number: number): void => {
    if (number >= sectors) throw refusal('damaged');
    if (taken[number] === 1) throw refusal('structure');
    taken[number] = 1;
  };
  const table = readTable();
  const chain = (start: number, next: Uint32Array, most: number, visit: (number: number) => void): number[] => {
    const numbers: number[] = [];
    for (let number = start; number !== endOfChain; number = next[number] ?? endOfChain) {
      if (number >= firstSpecialSector || number >= next.length || numbers.length >= most) throw refusal('damaged');
      visit(number);
      numbers.push(number);
    }
    return numbers;
  };
  const read = (start: number): Buffer => Buffer.concat(chain(start, table, sectors, take).map(sector));

  const entries = readEntries(read(file.readUInt32LE(0x30)));
  const root = entries[0];
  if (root?.kind !== 5) throw refusal('damaged');
  const top = siblings(entries, root.child);

  return {
    names: entries.filter((entry) => entry.kind !== 0).map((entry) => entry.name),
    stream: (name) => {
      const entry = top.find((each) => each.kind === 2 && each.name.toLowerCase() === name.toLowerCase());
      if (entry === undefined) return undefined;
      if (entry.size > file.length) throw refusal('damaged');
      const content = entry.size < smallStreamBelow ? readSmall(entry) : read(entry.start);
      if (content.length < entry.size) throw refusal('damaged');
      return content.subarray(0, entry.size);
    },
  };

  /** The table of chains itself, listed in the header and, for files over 7 MB, in sectors of a list. */
  function readTable(): Uint32Array {
    const count = file.readUInt32LE(0x2c);
    if (count === 0 || count > sectors) throw refusal('damaged');
    const places = [...words(file.subarray(0x4c, headerBytes))];
    const lists = file.readUInt32LE(0x48);
    let list = file.readUInt32LE(0x44);
    for (let seen = 0; seen < lists && list < firstSpecialSector; seen += 1) {
      take(list);
      const content = words(sector(list));
      places.push(...content.subarray(0, -1));
      list = content.at(-1) ?? endOfChain;
    }
    const used = places.slice(0, count);
    if (used.length < count) throw refusal('damaged');
    for (const place of used) take(place);
    return words(Buffer.concat(used.map(sector)));
  }

  /** Short streams share the sectors of the root's own stream, with a table of their own. */
  function readSmall(entry: Entry): Buffer {
    if (entry.size === 0 || root === undefined) return Buffer.alloc(0);
    const smallTable = words(read(file.readUInt32LE(0x3c)));
    const smallSectors = read(root.start);
    const seen = new Set<number>();
    const numbers = chain(entry.start, smallTable, smallTable.length, (number) => {
      if (seen.has(number)) throw refusal('structure');
      seen.add(number);
    });
    return Buffer.concat(
      numbers.map((number) => smallSectors.subarray(number * smallSectorBytes, (number + 1) * smallSectorBytes)),
    );
  }
}

function readEntries(directory: Buffer): Entry[] {
  const count = Math.floor(directory.length / entryBytes);
  if (count > limits.entries) throw refusal('structure');
  return Array.from({ length: count }, (_, index) => {
    const entry = directory.subarray(index * entryBytes, (index + 1) * entryBytes);
    const nameBytes = entry.readUInt16LE(64);
    if (nameBytes > 64) throw refusal('structure');
    return {
      name: entry.toString('utf16le', 0, Math.max(0, nameBytes - 2)),
      kind: entry[66] ?? 0,
      left: entry.readUInt32LE(68),
      right: entry.readUInt32LE(72),
      child: entry.readUInt32LE(76),
      start: entry.readUInt32LE(116),
      // The upper half is only defined in version 4, where no office file needs it either.
      size: entry.readUInt32LE(120),
    };
  });
}

/** The entries of one storage, which the directory keeps as a tree of siblings. */
function siblings(entries: readonly Entry[], first: number): Entry[] {
  const found: Entry[] = [];
  const seen = new Set<number>();
  const open = [first];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === noStream) continue;
    const entry = entries[index];
    if (entry === undefined || seen.has(index)) throw refusal('structure');
    seen.add(index);
    found.push(entry);
    open.push(entry.left, entry.right);
  }
  return found;
}

/** Little-endian numbers of four bytes; a rest is left out. */
function words(bytes: Buffer): Uint32Array {
  const numbers = new Uint32Array(Math.floor(bytes.length / 4));
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = bytes.readUInt32LE(index * 4);
  return numbers;
}
