/** Who else has the person or thing of a row, and that a change will show there too. */
export function sharedInWords(names: readonly string[], changed: boolean): string {
  const others = names.join('、');
  return changed ? `与${others}共用，这次修改保存后在${others}那里也会改` : `与${others}共用`;
}
