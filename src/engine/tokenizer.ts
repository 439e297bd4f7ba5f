import { Tokenizer } from '@huggingface/tokenizers';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

export interface Tokens {
  /** Ids with the special tokens, at most `maxTokens`. */
  ids: Int32Array;
  /** Characters of the text that fitted; null when nothing was cut. */
  fitted: number | null;
}

export interface TokenizerOptions {
  /** Most tokens of a text, special tokens counted. */
  maxTokens: number;
  /** Put before every text, as the encoder was trained with; '' for none. */
  prefix: string;
}

/** Characters tokenized at first for each token that may fit; longer texts are read on only when needed. */
const CHARACTERS_PER_TOKEN = 8;

/** Words kept with their ids, and the longest that is. */
const WORDS_KEPT = 50_000;
const LONGEST_KEPT = 64;

/** Turns texts into token ids, cut as the reference does: the first tokens that fit, then the closing special token. */
export class TextTokenizer {
  private readonly tokenizer: Tokenizer;
  /** Special tokens before and after the text. */
  private readonly opening: number[];
  private readonly closing: number[];
  /** Ids of words, which recur in product texts; null where a word's ids depend on its neighbours. */
  private readonly words: LRUCache<string, number[]> | null;

  /** `json` and `config` are the parsed tokenizer.json and tokenizer_config.json of a hub directory. */
  constructor(
    json: object,
    config: object,
    private readonly options: TokenizerOptions,
  ) {
    this.tokenizer = new Tokenizer(json, config);
    this.words = readsWordByWord(json, config) ? new LRUCache({ max: WORDS_KEPT }) : null;
    const probe = this.encode('a', false);
    const framed = this.encode('a', true);
    const start = framed.findIndex((_, at) => probe.every((id, offset) => framed[at + offset] === id));
    this.opening = framed.slice(0, Math.max(0, start));
    this.closing = framed.slice(Math.max(0, start) + probe.length);
  }

  tokenize(text: string): Tokens {
    const full = this.options.prefix + text;
    const room = this.options.maxTokens - this.opening.length - this.closing.length;
    const inner = this.firstTokens(full, room + 1);
    const cut = inner.length > room;
    if (cut) inner.length = room;
    const ids = Int32Array.from([...this.opening, ...inner, ...this.closing]);
    return { ids, fitted: cut ? this.fittedCharacters(full, room) : null };
  }

  /** At least the first `wanted` tokens of the text, or all of them; never reads much more of it than it must. */
  private firstTokens(text: string, wanted: number): number[] {
    for (let characters = wanted * CHARACTERS_PER_TOKEN; characters < text.length; characters *= 2) {
      const end = text.lastIndexOf(' ', characters);
      if (end <= 0) continue;
      const ids = this.encode(text.slice(0, end), false);
      if (ids.length >= wanted) return ids;
    }
    return this.encode(text, false);
  }

  /** Characters of the text (without the prefix) up to the last word that fits whole, or a cut within the first. */
  private fittedCharacters(full: string, room: number): number {
    let left = room;
    let fitted = 0;
    for (const word of full.matchAll(/\S+/g)) {
      const tokens = this.encode(word[0], false).length;
      if (tokens > left) {
        if (fitted === 0) fitted = word.index + this.fittedOfWord(word[0], left);
        break;
      }
      left -= tokens;
      fitted = word.index + word[0].length;
    }
    return Math.max(0, fitted - this.options.prefix.length);
  }

  private fittedOfWord(word: string, room: number): number {
    let low = 0;
    let high = word.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.encode(word.slice(0, middle), false).length <= room) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private encode(text: string, special: boolean): number[] {
    if (special || !this.words) return this.tokenizer.encode(text, { add_special_tokens: special }).ids;
    const ids: number[] = [];
    for (const word of text.split(' ')) if (word !== '') ids.push(...this.encodeWord(word, this.words));
    return ids;
  }

  private encodeWord(word: string, words: LRUCache<string, number[]>): number[] {
    const known = words.get(word);
    if (known) return known;
    const { ids } = this.tokenizer.encode(word, { add_special_tokens: false });
    if (word.length <= LONGEST_KEPT) words.set(word, ids);
    return ids;
  }
}

const wordByWord = z.looseObject({
  normalizer: z.looseObject({ type: z.literal('BertNormalizer') }).nullish(),
  pre_tokenizer: z.looseObject({ type: z.literal('BertPreTokenizer') }),
  model: z.looseObject({ type: z.literal('WordPiece') }),
  added_tokens: z.array(
    z.looseObject({ content: z.string().regex(/^\S+$/), lstrip: z.literal(false), rstrip: z.literal(false) }),
  ),
});
const plainConfig = z.looseObject({
  remove_space: z.literal(false).nullish(),
  do_lowercase_and_remove_accent: z.literal(false).nullish(),
});

/** True when a space always parts words and no word's ids depend on another, as in BERT's own tokenizer. */
function readsWordByWord(json: object, config: object): boolean {
  return wordByWord.safeParse(json).success && plainConfig.safeParse(config).success;
}
