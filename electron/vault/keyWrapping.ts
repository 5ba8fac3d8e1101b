import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * Suite "a1": X25519, HKDF-SHA256 and AES-256-GCM. Only what node:crypto has in Electron's BoringSSL too.
 */

/** A 32-byte secret under AES-256-GCM: nonce, and ciphertext followed by the 16-byte tag. Both base64. */
export interface Wrapped {
  readonly nonce: string;
  readonly data: string;
}

/** A 32-byte secret sealed to a public key: whoever holds it needs nobody's password. */
export interface Sealed extends Wrapped {
  readonly ephemeralKey: string;
}

const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const spkiPrefix = Buffer.from('302a300506032b656e032100', 'hex');

/** Field values put together without ambiguity, for associated data and key derivation. */
export function context(...fields: readonly (string | number | readonly string[])[]): Buffer {
  return Buffer.from(JSON.stringify(fields), 'utf8');
}

/** Wraps `secret` (32 bytes) under `key` (32 bytes), bound to `associated`. */
export function wrap(secret: Uint8Array, key: Uint8Array, associated: Uint8Array): Wrapped {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(associated);
  const data = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), data: data.toString('base64') };
}

/** The wrapped secret, or undefined when key, associated data or ciphertext is not the one it was wrapped with. */
export function unwrap(wrapped: Wrapped, key: Uint8Array, associated: Uint8Array): Buffer | undefined {
  const data = Buffer.from(wrapped.data, 'base64');
  const nonce = Buffer.from(wrapped.nonce, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
    .setAAD(associated)
    .setAuthTag(data.subarray(-16));
  const secret = decipher.update(data.subarray(0, -16));
  try {
    decipher.final();
    return secret;
  } catch {
    secret.fill(0);
    return undefined;
  }
}

/** The X25519 public key (32 bytes) of a private one. */
export function publicKeyOf(privateKey: Uint8Array): Buffer {
  return rawPublicKey(privateKeyObject(privateKey));
}

/** Seals `secret` (32 bytes) to an X25519 public key, bound to `associated`. */
export function seal(secret: Uint8Array, publicKey: Uint8Array, associated: Uint8Array): Sealed {
  const ephemeralPrivate = randomBytes(32);
  const ephemeral = privateKeyObject(ephemeralPrivate);
  ephemeralPrivate.fill(0);
  const ephemeralKey = rawPublicKey(ephemeral);
  const key = sharedKey(ephemeral, publicKey, ephemeralKey, publicKey, associated);
  try {
    return { ephemeralKey: ephemeralKey.toString('base64'), ...wrap(secret, key, associated) };
  } finally {
    key.fill(0);
  }
}

/** The sealed secret, or undefined when private key, associated data or seal do not belong together. */
export function unseal(sealed: Sealed, privateKey: Uint8Array, associated: Uint8Array): Buffer | undefined {
  const ephemeralKey = Buffer.from(sealed.ephemeralKey, 'base64');
  const recipient = privateKeyObject(privateKey);
  let key: Buffer;
  try {
    key = sharedKey(recipient, ephemeralKey, ephemeralKey, rawPublicKey(recipient), associated);
  } catch {
    // A point of low order gives no shared secret; only a forged seal has one.
    return undefined;
  }
  try {
    return unwrap(sealed, key, associated);
  } finally {
    key.fill(0);
  }
}

/** A 32-byte key derived from a uniform secret for one purpose (HKDF-SHA256, RFC 5869, no salt). */
export function subkey(secret: Uint8Array, purpose: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, 32));
}

function sharedKey(
  ours: KeyObject,
  theirs: Uint8Array,
  ephemeralKey: Uint8Array,
  recipientKey: Uint8Array,
  associated: Uint8Array,
): Buffer {
  const publicKey = createPublicKey({ key: Buffer.concat([spkiPrefix, theirs]), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: ours, publicKey });
  try {
    return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ephemeralKey, recipientKey]), associated, 32));
  } finally {
    secret.fill(0);
  }
}

function privateKeyObject(privateKey: Uint8Array): KeyObject {
  const der = Buffer.concat([pkcs8Prefix, privateKey]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

function rawPublicKey(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length);
}
