/** A village's name without the word for what it is: 古井 of 古井村, 古井社区 and 古井村委会 alike. */
export function villageStem(name: string): string {
  return name.replace(/(村民委员会|居民委员会|村委会|居委会|社区|村|居)$/u, '');
}
