import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Leads the cursor to the first box of a form that is marked as wrong, as the page comes to show it. */
export function useFaultFocus(): { readonly form: RefObject<HTMLFormElement | null>; readonly goToFault: () => void } {
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState(0);
  useLayoutEffect(() => {
    if (asked > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]:not([aria-hidden])')?.focus();
  }, [asked]);
  return { form, goToFault: () => setAsked((times) => times + 1) };
}
