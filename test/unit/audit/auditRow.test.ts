import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmac } from '../../../electron/vault/auditRow.ts';

test('rows are bound by HMAC-SHA256, as node:crypto has it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
      expect(hmac(key, message)).toEqual(createHmac('sha256', key).update(message).digest());
    }),
  );
});
