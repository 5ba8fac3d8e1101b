/**
 * The first place of a list, from 0, whose row number is at least `row`; `total` when there is none. The rows stand in the
 * order of the sheet, so a few looks suffice however long the list is.
 */
export async function firstPlaceFrom(
  rowAt: (place: number) => Promise<number>,
  total: number,
  row: number,
): Promise<number> {
  let from = 0;
  let to = total;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((await rowAt(middle)) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}
