/** As many fields beside each other as fit. */
export const formGrid = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(244px, 1fr))',
  columnGap: 2.5,
  rowGap: 1.25,
} as const;
