/** Where a record was opened from, other than its list; kept with the page's place in the history, so it names nobody. */
export interface CameFrom {
  readonly back: { readonly label: string; readonly to: string; readonly state: unknown };
}

/** The way back that a page was opened with. */
export function backOf(state: unknown): CameFrom['back'] | undefined {
  return (state as Partial<CameFrom> | null)?.back;
}
