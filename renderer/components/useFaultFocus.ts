import { type RefObject, useRef } from 'react';

/** Leads the cursor to the first box of a form that is marked as wrong, once the page shows it. */
export function useFaultFocus(): { readonly form: RefObject<HTMLFormElement | null>; readonly goToFault: () => void } {
  const form = useRef<HTMLFormElement>(null);
  return {
    form,
    goToFault: () => {
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"]:not([aria-hidden])')?.focus(),
      );
    },
  };
}
