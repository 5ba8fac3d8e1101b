import type { ComponentProps } from 'react';

/**
 * What every button of the page is made of. One that is disabled, such as while its work goes on, takes no clicks and no Tab stops at it,
 * but it keeps the focus that it has: the browser would take that from a `disabled` button, and the keyboard's place would be lost.
 */
export function KeptButton({ disabled = false, tabIndex, type = 'button', ...rest }: ComponentProps<'button'>) {
  return <button {...rest} type={type} aria-disabled={disabled || undefined} tabIndex={disabled ? -1 : tabIndex} />;
}
