/** Long work in steps of about a millisecond, between which whoever drives it can let others have their turn. */
export type Steps<T> = Generator<undefined, T>;

/** Does it all at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
