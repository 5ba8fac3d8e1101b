import type { RecordValues } from '../../../shared/registers/register.ts';
import { context, seal, unseal } from '../../vault/keyWrapping.ts';

/** What a ciphertext is bound to: put into another row it opens no more. */
export interface SealedPlace {
  readonly id: string;
  readonly register: string;
  /** The record for which it was entered. */
  readonly sealedFor: string;
  readonly matter: string;
  /** How many times it was sealed, from 1. */
  readonly generation: number;
}

const ephemeralLength = 32;
const nonceLength = 12;

/**
 * Seals an entry to the public half of the sealed key (X25519, 32 bytes): whoever has that reads nothing with it.
 * @returns the bytes to store: ephemeral public key, nonce, ciphertext and tag
 */
export function sealContent(values: RecordValues, publicKey: Uint8Array, place: SealedPlace): Buffer {
  const plain = Buffer.from(JSON.stringify(values), 'utf8');
  try {
    return sealBytes(plain, publicKey, place);
  } finally {
    plain.fill(0);
  }
}

/** What was sealed, as JSON in a buffer that the caller wipes; undefined when key, row and bytes do not belong together. */
export function openContent(content: Buffer, privateKey: Uint8Array, place: SealedPlace): Buffer | undefined {
  const [ephemeral, nonce] = [ephemeralLength, ephemeralLength + nonceLength];
  if (content.length < nonce + 16) return undefined;
  const parts = {
    ephemeralKey: content.subarray(0, ephemeral).toString('base64'),
    nonce: content.subarray(ephemeral, nonce).toString('base64'),
    data: content.subarray(nonce).toString('base64'),
  };
  return unseal(parts, privateKey, placeContext(place));
}

/** Seals bytes as they are, for a key that is made anew. */
export function sealBytes(plain: Uint8Array, publicKey: Uint8Array, place: SealedPlace): Buffer {
  const { ephemeralKey, nonce, data } = seal(plain, publicKey, placeContext(place));
  return Buffer.concat([ephemeralKey, nonce, data].map((part) => Buffer.from(part, 'base64')));
}

function placeContext({ id, register, sealedFor, matter, generation }: SealedPlace): Buffer {
  return context('sealed_value', register, sealedFor, matter, id, generation);
}
