import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { copiedForMs, createClipboardGuard } from '../../../electron/server/clipboardGuard.ts';

const number = '439981201503070024';
const digest = createHash('sha256').update(number).digest('hex');

function desk(content: string) {
  let text = content;
  let run: (() => void) | null = null;
  let waited = 0;
  const guard = createClipboardGuard(
    {
      readText: async () => text,
      clear: async () => {
        text = '';
      },
    },
    (work, milliseconds) => {
      run = work;
      waited = milliseconds;
      return () => {
        run = null;
      };
    },
  );
  return {
    guard,
    text: () => text,
    copy: (next: string) => {
      text = next;
    },
    waited: () => waited,
    pass: async () => {
      run?.();
      await Promise.resolve();
      await new Promise(setImmediate);
    },
  };
}

test('a copied number is taken off the clipboard after ten seconds', async () => {
  const clipboard = desk(number);
  clipboard.guard.copied(digest);
  expect([clipboard.waited(), copiedForMs]).toEqual([10_000, 10_000]);
  expect(clipboard.text()).toBe(number);
  await clipboard.pass();
  expect(clipboard.text()).toBe('');
});

test('what was copied since stays', async () => {
  const clipboard = desk(number);
  clipboard.guard.copied(digest);
  clipboard.copy('别的内容');
  await clipboard.pass();
  expect(clipboard.text()).toBe('别的内容');
});

test('a lock clears it at once, and clears nothing where nothing was copied', async () => {
  const clipboard = desk(number);
  await clipboard.guard.clearNow();
  expect(clipboard.text()).toBe(number);
  clipboard.guard.copied(digest);
  await clipboard.guard.clearNow();
  expect(clipboard.text()).toBe('');
});

test('a clipboard that cannot be read harms nothing', async () => {
  const guard = createClipboardGuard({
    readText: () => Promise.reject(new Error('held by another program')),
    clear: () => Promise.reject(new Error('held by another program')),
  });
  guard.copied(digest);
  await expect(guard.clearNow()).resolves.toBeUndefined();
});
