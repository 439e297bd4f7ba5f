import { UNSPACED } from '../../common/unspaced';
import type { Database } from './database';

const EACH_UNSPACED = new RegExp(UNSPACED, 'gu');

/**
 * Text as it is searched: compatible forms and letter cases are one, accents are dropped, and each word begins after two
 * spaces. In an index of three characters that finds words by any three that follow each other, and by their first one or two.
 */
function searchText(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
  const words = folded.replace(EACH_UNSPACED, ' $& ').split(/\s+/u).filter(Boolean);
  return words.map((word) => `  ${word}`).join('');
}

/** What finds the products that have every word of a search; null for an empty one, which finds all. */
export function searchQuery(search: string): string | null {
  const phrases = search
    .split(/\s+/u)
    .map(searchText)
    .filter(Boolean)
    .map((text) => (inOneWord(text) ? text.trim() : text));
  return phrases.length > 0
    ? phrases.map((phrase) => `"${phrase.replaceAll('"', '""')}"`).join(' AND ')
    : null;
}

/** The function `search_text` that the triggers of the search's index call. */
export function addSearchText(database: Database): void {
  database.function('search_text', { deterministic: true }, (text) => searchText(String(text)));
}

/** Whether a word may be found in the middle of others: three characters, and none that stand alone. */
function inOneWord(text: string): boolean {
  const word = text.trim();
  return [...word].length >= 3 && !word.includes(' ');
}
