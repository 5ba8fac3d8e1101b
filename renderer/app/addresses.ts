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
  screeningPrint: (kind: 'sheet' | 'round' | 'month' | 'fourLacks', of: string): string =>
    `/screening/print/${kind}/${of}`,
  /** The route sheets that are out. */
  routes: (): string => '/routes',
  /** The entry of one of them, at a place on the paper; at the first that waits when it is left out. */
  route: (sheet: string, position?: number): string =>
    position === undefined ? `/routes/${sheet}` : `/routes/${sheet}/${position}`,
  routePrint: (sheet: string): string => `/routes/${sheet}/print`,
  /** What was printed and saved as files. */
  prints: (): string => '/forms/prints',
  /** What was printed of one record. */
  printsOf: (register: string, id: string): string => `/forms/prints/${register}/${id}`,
  /** What was done with the program. */
  audit: (): string => '/audit',
  /** Which role may do what. */
  rights: (): string => '/rights',
  forms: (): string => '/forms',
  /** A form without entries. */
  form: (form: string): string => `/forms/${form}`,
  addOwnForm: (): string => '/forms/own/new',
  /** A form that the office brought along. */
  ownForm: (template: string): string => `/forms/own/${template}`,
  /** Fills such a form for chosen records; without one it is chosen there. */
  fillOwnForms: (template?: string): string =>
    template === undefined ? '/forms/own/fill' : `/forms/own/${template}/fill`,
  /** The entries of a form about a record. */
  paper: (register: string, id: string, form: string): string => `/registers/${register}/records/${id}/papers/${form}`,
  /** One of them; a new one when it is left out. */
  paperEntry: (register: string, id: string, form: string, paper?: string): string =>
    `/registers/${register}/records/${id}/papers/${form}/${paper ?? 'new'}`,
  paperPrint: (register: string, id: string, form: string, paper: string): string =>
    `/registers/${register}/records/${id}/papers/${form}/${paper}/print`,
  /** What is sealed of a record, and its entry. */
  sealed: (register: string, id: string): string => `/registers/${register}/records/${id}/sealed`,
  sealedEntry: (register: string, id: string): string => `/registers/${register}/records/${id}/sealed/new`,
  /** A form that is filled in for printing only. */
  fill: (form: string): string => `/forms/${form}/fill`,
};
