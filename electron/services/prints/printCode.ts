import { createHmac, hash } from 'node:crypto';
import type { PrintFact } from '../../../shared/contract/printMethods.ts';
import type { AuditRow } from '../../vault/auditRow.ts';

/** Crockford's alphabet: no letter that a clerk takes for a digit when reading it from paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a code; 40 bits, so that nobody guesses one for a paper of his own. */
const codeLength = 8;

/** What a code stands for: all that is known when the print goes out. */
export type CodedPrint = Omit<PrintFact, 'code' | 'outcome' | 'outcomeAt' | 'outcomeBy' | 'file'>;

/**
 * The code at the foot of a print, from the row of the audit chain that tells of it: a paper can be told from an invented one, and
 * each paper is an anchor of the chain outside of the computer.
 */
export function printCode(row: Pick<AuditRow, 'mac'>): string {
  return codeOf(row.mac);
}

/** The code of a print from before there was an audit chain: what the vault's key makes of its entry (HMAC-SHA256). */
export function formerPrintCode(key: Uint8Array, print: CodedPrint): string {
  return codeOf(createHmac('sha256', key).update(factsOf(print), 'utf8').digest());
}

/** What the row of the audit chain binds of a print (SHA-256, hexadecimal), so that the entry cannot be changed without it. */
export function printDigest(print: CodedPrint): string {
  return hash('sha256', factsOf(print), 'hex');
}

function factsOf({
  id,
  serial,
  form,
  title,
  way,
  records,
  pages,
  copies,
  numbers,
  reason,
  at,
  by,
}: CodedPrint): string {
  return JSON.stringify([id, serial, form, title, way, records, pages, copies, numbers, reason, at, by]);
}

function codeOf(mac: Uint8Array): string {
  const bits = Buffer.from(mac).readBigUInt64BE() >> 24n;
  return Array.from(
    { length: codeLength },
    (_, place) => alphabet[Number((bits >> BigInt(5 * (codeLength - 1 - place))) & 31n)],
  ).join('');
}

/** A code as it is stored, from what a clerk reads off a paper: O is zero, I and L are one. Undefined when it is none. */
export function readPrintCode(text: string): string | undefined {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-·]/gu, '')
    .replace(/O/gu, '0')
    .replace(/[IL]/gu, '1');
  return code.length === codeLength && [...code].every((character) => alphabet.includes(character)) ? code : undefined;
}

/** 2026-000123, or Z2026-000123 of a series that has a letter. */
export function printSerial(series: string, year: number, number: number): string {
  return `${series}${year}-${String(number).padStart(6, '0')}`;
}

/** A serial number in its parts. */
export interface PrintSerial {
  readonly series: string;
  readonly year: number;
  readonly number: number;
}

/** What a clerk reads off a paper: 2026-000123, 2026-123, 2026000123 or Z2026-123. Undefined when it is none. */
export function readPrintSerial(text: string): PrintSerial | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s·]/gu, '')
    .replace(/[－—–]/gu, '-');
  const match = /^([A-Z]?)(\d{4})-0*(\d{1,9})$/iu.exec(plain) ?? /^([A-Z]?)(\d{4})(\d{6})$/iu.exec(plain);
  return match
    ? { series: (match[1] ?? '').toUpperCase(), year: Number(match[2]), number: Number(match[3]) }
    : undefined;
}
