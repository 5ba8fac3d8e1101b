import { useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** What a page does with the keys of somebody who is quicker than it. */
interface KeysAhead {
  /** From now on keys wait: they are meant for what comes next. False when they wait already. */
  hold(): boolean;
  /** Gives what has waited to what has the focus now, in order. Where a key cannot be given, nothing has the focus after it. */
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
  let isHeld = false;
  let waiting: KeyboardEvent[] = [];
  const drop = (): void => {
    isHeld = false;
    waiting = [];
  };
  return {
    hold: () => {
      if (isHeld) return false;
      isHeld = true;
      return true;
    },
    give: () => {
      isHeld = false;
      // One of them may begin the next storing; the others go on waiting then.
      while (!isHeld) {
        const event = waiting.shift();
        if (!event) return;
        if (press(event)) continue;
        // Each key after it would be out of step, those not pressed yet too: without the cursor they answer nothing.
        drop();
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }
    },
    drop,
    onKeyDown: (event) => {
      if (!isHeld || modifiers.has(event.key)) return;
      // Ctrl+S held down, or pressed twice, means what is being stored.
      if (event.ctrlKey && waiting.length === 0) return;
      waiting.push(event);
      if (!canWait(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'NumLock']);

/** What leads elsewhere, such as Ctrl+L, acts at once, and what an input method takes cannot be taken from it. */
function canWait({ ctrlKey, altKey, metaKey, isComposing, keyCode }: KeyboardEvent): boolean {
  // The key that begins a composition tells so by this code alone.
  return !ctrlKey && !altKey && !metaKey && !isComposing && keyCode !== 229;
}

/** Presses a key once more; false when what it does on its own could not be done. */
function press(event: KeyboardEvent): boolean {
  if (!canWait(event)) return false;
  const { key, code, shiftKey, repeat } = event;
  const target = document.activeElement ?? document.body;
  // Drawn after each, as between two keys of a person.
  return flushSync(() => {
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, repeat, bubbles: true, cancelable: true });
    return !target.dispatchEvent(again) || edit(event) || (target instanceof HTMLButtonElement && isIdle(key));
  });
}

/** A browser writes nothing for an event that was made, so it is told to. */
function edit({ key, shiftKey }: KeyboardEvent): boolean {
  if (key.length === 1) return document.execCommand('insertText', false, key);
  if (key === 'Backspace') return document.execCommand('delete');
  return key === 'Delete' && !shiftKey && document.execCommand('forwardDelete');
}

/** Whether a key does nothing on a button. */
function isIdle(key: string): boolean {
  return key !== ' ' && (key.length === 1 || key === 'Backspace' || key === 'Delete');
}
