import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const UNSPACED = new Set(['zh']);
const TOKEN = /[a-z][a-z'-]*[a-z]|[a-z]|[^a-z]+/g;
/** Words of the longest phrase, and the spaces between them. */
const MOST_TOKENS = 7;

/**
 * English product texts in another language, word by word, by the lists of `words.txt`. Adjectives are not bent, and words that
 * the lists lack stay English.
 */
export class WordTranslator {
  private readonly others: Map<string, string>;
  words = 0;
  /** Of these words, those that the lists lack. */
  unknown = 0;

  constructor(private readonly language: string) {
    const [head, ...rows] = readFileSync(join(__dirname, 'words.txt'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('|'));
    const column = head.indexOf(language);
    if (column < 0) throw new Error(`words.txt has no '${language}', only ${head.join(', ')}`);
    this.others = new Map(rows.map((row) => [row[0], row[column]]));
  }

  /** The longest phrases of the lists go first; no spaces are left around words of a script that has none. */
  translate(text: string): string {
    const tokens = text.toLowerCase().trim().match(TOKEN) ?? [];
    const parts: string[] = [];
    for (let at = 0; at < tokens.length;) {
      const { length, other } = this.phraseAt(tokens, at);
      parts.push(other);
      at += length;
    }
    const joined = parts.join('').replace(/\s+/g, ' ').trim();
    return UNSPACED.has(this.language) ? joined.replace(/ (?=[^a-z])|(?<=[^a-z]) /g, '') : joined;
  }

  private phraseAt(tokens: string[], at: number): { length: number; other: string } {
    const word = tokens[at];
    if (!/[a-z]/.test(word)) return { length: 1, other: word };
    for (let length = Math.min(MOST_TOKENS, tokens.length - at); length > 1; length--) {
      const other = this.others.get(tokens.slice(at, at + length).join(''));
      if (other === undefined) continue;
      this.words += (length + 1) / 2;
      return { length, other };
    }
    const other = this.others.get(word) ?? this.others.get(word.replace(/s$/, ''));
    this.words += 1;
    if (other === undefined) this.unknown += 1;
    return { length: 1, other: other ?? word };
  }
}
