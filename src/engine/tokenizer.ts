import { Tokenizer } from '@huggingface/tokenizers';
import { ByteFallback } from './byteFallback';
import { unknownToken } from './unknownToken';
import { WordMemo, wordsAreApart } from './wordMemo';

export interface Tokens {
  /** Ids including the special tokens, at most `maxTokens`. */
  ids: Int32Array;
  /** Characters of the text that fitted; null if nothing was cut. */
  fitted: number | null;
}

export interface TokenizerOptions {
  /** Most tokens of a text, special tokens included. */
  maxTokens: number;
  /** Prepended to every text, as in the encoder's training; '' for none. */
  prefix: string;
}

/** Characters tokenized at first per token that may fit; more of a longer text is read only if needed. */
const CHARACTERS_PER_TOKEN = 8;

/**
 * Turns texts into token ids, truncated like the reference: the first tokens that fit, then the closing special token.
 */
export class TextTokenizer {
  private readonly tokenizer: Tokenizer;
  private readonly fallback: ByteFallback | null;
  /** Token ids of a text, without special tokens. */
  private readonly tokens: (text: string) => number[];
  /** Special tokens before and after the text. */
  private readonly opening: number[];
  private readonly closing: number[];
  /** Id of the unknown token; null if there is none. */
  readonly unknown: number | null;

  /** `json` and `config` are the parsed tokenizer.json and tokenizer_config.json of an encoder's directory. */
  constructor(
    json: object,
    config: object,
    private readonly options: TokenizerOptions,
  ) {
    this.tokenizer = new Tokenizer(json, config);
    this.fallback = ByteFallback.of(json);
    this.unknown = unknownToken(json);
    const encode = (text: string) => this.encode(text, false);
    const memo = wordsAreApart(json) ? new WordMemo(encode) : null;
    this.tokens = memo ? (text) => memo.tokens(text) : encode;
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
    const ids = new Int32Array(this.opening.length + inner.length + this.closing.length);
    ids.set(this.opening);
    ids.set(inner, this.opening.length);
    ids.set(this.closing, this.opening.length + inner.length);
    return { ids, fitted: cut ? this.fittedCharacters(full, room) : null };
  }

  /** Whether a text is a single token for the encoder. */
  readonly isWord = (text: string): boolean => {
    const tokens = this.tokens(text);
    return tokens.length === 1 && tokens[0] !== this.unknown;
  };

  /** At least the first `wanted` tokens of the text, or all of them; reads little more of it than needed. */
  private firstTokens(text: string, wanted: number): number[] {
    for (let characters = wanted * CHARACTERS_PER_TOKEN; characters < text.length; characters *= 2) {
      const end = text.lastIndexOf(' ', characters);
      if (end <= 0) continue;
      const ids = this.tokens(text.slice(0, end));
      if (ids.length >= wanted) return ids;
    }
    return this.tokens(text);
  }

  /** Characters of the text (without the prefix) up to the last word that fits entirely, or a cut within the first. */
  private fittedCharacters(full: string, room: number): number {
    let left = room;
    let fitted = 0;
    for (const word of full.matchAll(/\S+/g)) {
      const tokens = this.tokens(word[0]).length;
      if (tokens > left) {
        if (fitted === 0) fitted = word.index + this.fittedOfWord(word[0], left);
        break;
      }
      left -= tokens;
      fitted = word.index + word[0].length;
    }
    return Math.max(0, wholeCharacters(full, fitted) - this.options.prefix.length);
  }

  private fittedOfWord(word: string, room: number): number {
    let low = 0;
    let high = word.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.tokens(word.slice(0, middle)).length <= room) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private encode(text: string, special: boolean): number[] {
    const { ids, tokens } = this.tokenizer.encode(text, { add_special_tokens: special });
    return this.fallback?.spell(ids, tokens) ?? ids;
  }
}

/** This many UTF-16 units, or one less if that would split a surrogate pair. */
function wholeCharacters(text: string, end: number): number {
  const parted = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && /[\udc00-\udfff]/.test(text.charAt(end));
  return parted ? end - 1 : end;
}
