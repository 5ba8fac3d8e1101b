/** An address down to its village or community, the house hidden, as lists show it; without one, its first six characters. */
export function maskAddress(address: string): string {
  const end = /^.*(?:村|社区|居委会)/u.exec(address)?.[0] ?? [...address].slice(0, 6).join('');
  return end.length < address.length ? `${end}***` : address;
}
