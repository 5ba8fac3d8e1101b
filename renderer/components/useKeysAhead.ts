import { useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** What a page does with the keys of somebody who is quicker than it. */
interface KeysAhead {
  /** From now on plain keys wait: they are meant for what comes next. */
  hold(): void;
  /** Gives what has waited to what has the focus now, in order. */
  give(): void;
  /** Forgets what has waited: what comes next has not come. */
  drop(): void;
}

/** Keys pressed while one thing is stored and the next is not there yet, so that a series of them is never out of step by one. */
export function useKeysAhead(): KeysAhead {
  const [keys] = useState(createKeysAhead);
  useLayoutEffect(() => {
    // Before anything on the page has them.
    window.addEventListener('keydown', keys.onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', keys.onKeyDown, true);
      keys.drop();
    };
  }, [keys]);
  return keys;
}

function createKeysAhead(): KeysAhead & { readonly onKeyDown: (event: KeyboardEvent) => void } {
  let waiting: KeyboardEvent[] | null = null;
  return {
    hold: () => {
      waiting ??= [];
    },
    give: () => {
      const given = waiting ?? [];
      waiting = null;
      for (const event of given) press(event);
    },
    drop: () => {
      waiting = null;
    },
    onKeyDown: (event) => {
      if (waiting === null || !isPlain(event)) return;
      event.preventDefault();
      event.stopPropagation();
      waiting.push(event);
    },
  };
}

/** A key that answers or moves on. What leads elsewhere, such as Ctrl+L, and what an input method takes never wait. */
function isPlain({ key, ctrlKey, altKey, metaKey, isComposing }: KeyboardEvent): boolean {
  return (
    !ctrlKey && !altKey && !metaKey && !isComposing && (key.length === 1 || key === 'Enter' || key.startsWith('Arrow'))
  );
}

/** Presses a key once more. A browser writes nothing for an event that was made, so a character is put in by itself. */
function press({ key, code, shiftKey, repeat }: KeyboardEvent): void {
  const target = document.activeElement ?? document.body;
  // Drawn after each, as between two keys of a person.
  flushSync(() => {
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, repeat, bubbles: true, cancelable: true });
    if (target.dispatchEvent(again) && key.length === 1) document.execCommand('insertText', false, key);
  });
}
