import { UNSPACED } from '../../common/unspaced';
import type BetterSqlite from 'better-sqlite3';

const EACH_UNSPACED = new RegExp(UNSPACED, 'gu');

/**
 * Text in the form in which it is searched: compatibility forms and letter case are unified, accents removed, and each
 * word preceded by two spaces. In a trigram index, words are thus found by any three successive characters, and by
 * their first one or two.
 */
function searchText(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
  const words = folded.replace(EACH_UNSPACED, ' $& ').split(/\s+/u).filter(Boolean);
  return words.map((word) => `  ${word}`).join('');
}

/** The query for products that contain every word of a search; null for an empty search, which finds all. */
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

/** The function `search_text` that the triggers of the search index call. */
export function addSearchText(database: BetterSqlite.Database): void {
  database.function('search_text', { deterministic: true }, (text) => searchText(String(text)));
}

/** Whether a word may match inside other words: three characters, none of which stands alone. */
function inOneWord(text: string): boolean {
  const word = text.trim();
  return [...word].length >= 3 && !word.includes(' ');
}
