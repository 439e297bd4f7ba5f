/** A copy of a part of a text: in V8 the part itself would keep the whole text in memory. */
export function ownCopy(part: string): string {
  return Buffer.from(part, 'utf16le').toString('utf16le');
}
