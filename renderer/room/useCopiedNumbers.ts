import { useEffect } from 'react';
import { useApi } from '../api/ApiContext.ts';

/** A whole ID number, also with the blanks of a form between its digits. */
const wholeNumber = /(?<!\d)\d(?:\s?\d){16}\s?[\dXx](?!\d)/u;

/**
 * Tells the core when a whole ID number is copied: it is entered in the records of use, and the clipboard is cleared ten seconds later
 * unless something else has been copied.
 */
export function useCopiedNumbers(): void {
  const api = useApi();
  useEffect(() => {
    const onCopy = (): void => {
      const text = copiedText();
      if (!wholeNumber.test(text)) return;
      void digestOf(text).then((sha256) => api.call('reveal.copied', { sha256 }).catch(() => undefined));
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
    };
  }, [api]);
}

function copiedText(): string {
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) {
    const { selectionStart, selectionEnd, value } = activeElement;
    if (selectionStart !== null && selectionEnd !== null && selectionStart !== selectionEnd) {
      return value.slice(selectionStart, selectionEnd);
    }
  }
  return document.getSelection()?.toString() ?? '';
}

/** SHA-256 of a text, hexadecimal. */
async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
