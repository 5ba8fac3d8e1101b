/**
 * The letter before the serial numbers of a compartment's prints. Each counts its own, and no number stands for two prints; a
 * compartment without a series holds no records that go to paper.
 */
export const printSeries: Readonly<Partial<Record<string, string>>> = { children: '', watchlist: 'Z' };
