import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(__dirname, '../../scripts/encoder/multilingual/parallel.txt');
const [LANGUAGES, ...ROWS] = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('|'));

/** Languages in which there are the same 200 product texts. */
export const PRODUCT_LANGUAGES: readonly string[] = LANGUAGES;

/** They, in their order. */
export function productTexts(language: string): string[] {
  const column = LANGUAGES.indexOf(language);
  return ROWS.map((row) => row[column]);
}
