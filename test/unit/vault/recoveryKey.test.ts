import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { formatRecoveryKey, parseRecoveryKey } from '../../../electron/vault/recoveryKey.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keys = fc.uint8Array({ minLength: 20, maxLength: 20 });

test('a key is printed as nine groups of four', () => {
  expect(formatRecoveryKey(Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex'))).toMatch(
    /^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/,
  );
});

test('the first groups are plain Crockford base 32', () => {
  expect(formatRecoveryKey(Buffer.from('0000000000ffffffffff08421084210000000000', 'hex')).slice(0, 29)).toBe(
    '0000-0000-ZZZZ-ZZZZ-1111-1111',
  );
});

test('what is printed is read back', () => {
  fc.assert(
    fc.property(keys, (key) => {
      expect([...parseRecoveryKey(formatRecoveryKey(key))]).toEqual([...key]);
    }),
  );
});

test('lower case, full width, other spacing, and O, I, L for 0, 1, 1 are forgiven', () => {
  fc.assert(
    fc.property(keys, fc.constantFrom(' ', '', '—', '－', '　', '\n'), (key, separator) => {
      const written = [
        ...formatRecoveryKey(key).toLowerCase().replaceAll('-', separator).replaceAll('0', 'o').replaceAll('1', 'l'),
      ]
        .map((character) =>
          /[a-z2-9]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character,
        )
        .join('');
      expect([...parseRecoveryKey(written)]).toEqual([...key]);
    }),
  );
});

test('one wrong character is always found, with its group', () => {
  fc.assert(
    fc.property(keys, fc.nat(35), fc.integer({ min: 1, max: 31 }), (key, position, shift) => {
      const characters = [...formatRecoveryKey(key).replaceAll('-', '')];
      const right = alphabet.indexOf(characters[position] ?? '');
      characters[position] = alphabet.charAt((right + shift) % 32);
      expect(() => parseRecoveryKey(characters.join(''))).toThrow(`检查第${Math.floor(position / 4) + 1}组`);
    }),
  );
});

test('two exchanged neighbours are never accepted', () => {
  fc.assert(
    fc.property(keys, fc.nat(34), (key, position) => {
      const text = formatRecoveryKey(key).replaceAll('-', '');
      const exchanged =
        text.slice(0, position) + text.charAt(position + 1) + text.charAt(position) + text.slice(position + 2);
      fc.pre(exchanged !== text);
      expect(() => parseRecoveryKey(exchanged)).toThrow('抄写有误');
    }),
  );
});

test('too few or too many characters are counted for the user', () => {
  const text = formatRecoveryKey(Buffer.alloc(20, 7));
  expect(() => parseRecoveryKey(text.slice(1))).toThrow('现在共有35个字符');
  expect(() => parseRecoveryKey(`${text}0`)).toThrow('现在共有37个字符');
  expect(() => parseRecoveryKey('')).toThrow('现在共有0个字符');
});

test('a character that no key has is named by its group', () => {
  const text = formatRecoveryKey(Buffer.alloc(20, 7));
  expect(() => parseRecoveryKey(`${text.slice(0, 6)}U${text.slice(7)}`)).toThrow('检查第2组');
  expect(() => parseRecoveryKey('恢复'.repeat(10_000))).toThrow('检查第1组');
});

/** The key with other characters at the given places; the rest of the alphabet is equally likely there. */
function miscopied(key: Uint8Array, changes: readonly (readonly [position: number, shift: number])[]): string {
  const characters = [...formatRecoveryKey(key).replaceAll('-', '')];
  for (const [position, shift] of changes) {
    characters[position] = alphabet.charAt((alphabet.indexOf(characters[position] ?? '') + shift) % 32);
  }
  return characters.join('');
}

function sentenceFor(text: string): string {
  try {
    parseRecoveryKey(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

/** How many of so many miscopied keys blame a group that is right. */
function wronglyBlamed(runs: number, miscopy: () => { readonly text: string; readonly groups: readonly number[] }) {
  let wrong = 0;
  for (let run = 0; run < runs; run += 1) {
    const { text, groups } = miscopy();
    const blamed = /检查第(\d)组/u.exec(sentenceFor(text))?.[1];
    if (blamed !== undefined && !groups.includes(Number(blamed) - 1)) wrong += 1;
  }
  return wrong;
}

test('several wrong characters seldom blame a group that is right', () => {
  const random = repeatableRandom(18);
  const whole = (limit: number): number => Math.floor(random() * limit);
  const key = (): Uint8Array => Uint8Array.from({ length: 20 }, () => whole(256));
  for (const count of [2, 3, 4, 8]) {
    const wrong = wronglyBlamed(3000, () => {
      const places = new Set<number>();
      while (places.size < count) places.add(whole(36));
      const changes = [...places].map((position): [number, number] => [position, 1 + whole(31)]);
      return { text: miscopied(key(), changes), groups: [...places].map((position) => position >> 2) };
    });
    expect(wrong / 3000, `${count} characters`).toBeLessThan(0.02);
  }
  const exchanged = wronglyBlamed(3000, () => {
    const text = formatRecoveryKey(key()).replaceAll('-', '');
    const characters = [...text];
    const a = whole(35);
    const b = a + 1;
    [characters[a], characters[b]] = [characters[b] ?? '', characters[a] ?? ''];
    return { text: characters.join(''), groups: [a >> 2, b >> 2] };
  });
  expect(exchanged / 3000, 'exchanged neighbours').toBeLessThan(0.05);
});

test('a whole group that is miscopied does not blame another one', () => {
  const text = formatRecoveryKey(Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex'));
  const third = `${text.slice(0, 10)}ZZZZ${text.slice(14)}`;
  expect(sentenceFor(third)).toBe('恢复密钥抄写有误，请逐组对照。');
});
