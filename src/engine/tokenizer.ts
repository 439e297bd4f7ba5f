import { Tokenizer } from '@huggingface/tokenizers';
import { ByteFallback } from './byteFallback';
import { unknownToken } from './unknownToken';
import { WordMemo, wordsAreApart } from './wordMemo';

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

/** Turns texts into token ids, cut as the reference does: the first tokens that fit, then the closing special token. */
export class TextTokenizer {
  private readonly tokenizer: Tokenizer;
  private readonly fallback: ByteFallback | null;
  /** Token ids of a text, without special tokens. */
  private readonly tokens: (text: string) => number[];
  /** Special tokens before and after the text. */
  private readonly opening: number[];
  private readonly closing: number[];
  /** Id of what it has no piece for; null where there is none such. */
  readonly unknown: number | null;

  /** `json` and `config` are the parsed tokenizer.json and tokenizer_config.json of a hub directory. */
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

  /** Whether a text is a word that the encoder learnt whole. */
  readonly isWord = (text: string): boolean => {
    const tokens = this.tokens(text);
    return tokens.length === 1 && tokens[0] !== this.unknown;
  };

  /** At least the first `wanted` tokens of the text, or all of them; never reads much more of it than it must. */
  private firstTokens(text: string, wanted: number): number[] {
    for (let characters = wanted * CHARACTERS_PER_TOKEN; characters < text.length; characters *= 2) {
      const end = text.lastIndexOf(' ', characters);
      if (end <= 0) continue;
      const ids = this.tokens(text.slice(0, end));
      if (ids.length >= wanted) return ids;
    }
    return this.tokens(text);
  }

  /** Characters of the text (without the prefix) up to the last word that fits whole, or a cut within the first. */
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

/** So many UTF-16 units, or one less where that would part a character that has two. */
function wholeCharacters(text: string, end: number): number {
  const parted = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && /[\udc00-\udfff]/.test(text.charAt(end));
  return parted ? end - 1 : end;
}
