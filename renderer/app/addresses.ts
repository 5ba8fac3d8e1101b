/** Addresses of the pages. */
export const addresses = {
  list: (register: string): string => `/registers/${register}`,
  create: (register: string): string => `/registers/${register}/new`,
  import: (register: string): string => `/registers/${register}/import`,
  print: (register: string): string => `/registers/${register}/print`,
  duplicates: (register: string): string => `/registers/${register}/duplicates`,
  /** The first record is the one that stays. */
  merge: (register: string, keep: string, drop: string): string => `/registers/${register}/merge/${keep}/${drop}`,
  recycle: (register: string): string => `/registers/${register}/recycle`,
  batches: (register: string): string => `/registers/${register}/batches`,
  record: (register: string, id: string): string => `/registers/${register}/records/${id}`,
  /** The villages of a month (YYYY-MM), this month when it is left out. */
  screening: (month?: string): string => (month === undefined ? '/screening' : `/screening/${month}`),
  screeningRound: (round: string): string => `/screening/rounds/${round}`,
  screeningPrint: (kind: 'sheet' | 'round' | 'month', of: string): string => `/screening/print/${kind}/${of}`,
  /** What was printed and saved as files. */
  prints: (): string => '/forms/prints',
  /** What was printed of one record. */
  printsOf: (register: string, id: string): string => `/forms/prints/${register}/${id}`,
  forms: (): string => '/forms',
  /** A form without entries. */
  form: (form: string): string => `/forms/${form}`,
  /** A form that is filled in about a record. */
  paper: (register: string, id: string, form: string): string => `/registers/${register}/records/${id}/papers/${form}`,
};
