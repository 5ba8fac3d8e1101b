/** Where the core serves an attachment of the open vault; the address names nobody. */
export function attachmentAddress(id: string, part: 'whole' | 'thumbnail'): string {
  return part === 'whole' ? `/attachment/${id}` : `/attachment/${id}/thumbnail`;
}
