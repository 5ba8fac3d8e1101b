import { useRouteError } from 'react-router';

/** Hands an error of a page on to the one boundary of the program. */
export function ErrorBoundaryPage(): never {
  throw useRouteError();
}
