/** Addresses of the pages of a register. */
export const addresses = {
  list: (register: string): string => `/registers/${register}`,
  create: (register: string): string => `/registers/${register}/new`,
  import: (register: string): string => `/registers/${register}/import`,
  print: (register: string): string => `/registers/${register}/print`,
  record: (register: string, id: string): string => `/registers/${register}/records/${id}`,
};
