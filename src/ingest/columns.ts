import { ShelfcastError } from '../contract/errors';

/** Where the wanted columns stand in the header. Throws when one is missing or there twice. */
export function placesOf(header: readonly string[], wanted: readonly string[]): Map<string, number> {
  const missing = wanted.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const names = (columns: readonly string[]): string => columns.map((column) => `'${column}'`).join(', ');
    throw new ShelfcastError(
      'invalid',
      `the schema names ${names(missing)}, but the data's columns are ${names(header)}`,
    );
  }
  const twice = wanted.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice) throw new ShelfcastError('invalid', `the data have two columns '${twice}'; rename one of them`);
  return new Map(wanted.map((column) => [column, header.indexOf(column)]));
}

/** A text without white space around it and with single blanks within. */
export function cleanText(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
