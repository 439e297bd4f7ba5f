/** A part of a text holds on to all of it, in V8; its copy does not. */
export function ownCopy(part: string): string {
  return Buffer.from(part, 'utf16le').toString('utf16le');
}
