import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ownCopy } from '../common/ownCopy';

/** Words cached: several times the vocabulary of a shop's catalog. */
const MOST_WORDS = 32_768;
const LONGEST_WORD = 32;

const typed = z.looseObject({ type: z.string() });
const bertJson = z.looseObject({
  normalizer: typed.nullish(),
  pre_tokenizer: z.looseObject({ type: z.string(), pretokenizers: z.array(typed).optional() }),
  model: typed,
  added_tokens: z.array(z.looseObject({ content: z.string() })).optional(),
});

const unigramJson = z.looseObject({
  normalizer: z.looseObject({ type: z.literal('Sequence'), normalizers: z.array(typed) }),
  pre_tokenizer: z.looseObject({ type: z.literal('Metaspace'), prepend_scheme: z.literal('always') }),
  model: z.looseObject({ type: z.literal('Unigram') }),
});
/** Those of SentencePiece's steps that look only within a word. */
const WITHIN_WORDS = ['NFKC', 'Lowercase', 'Replace', 'Strip'];

/**
 * Whether a text's tokens are those of its words, one after the other, split at spaces. It holds with BERT's own
 * normalizer, which looks at characters, and its pre-tokenizer, which first splits at white space. It also holds with
 * SentencePiece if every word begins with a space and no piece spans two words.
 */
export function wordsAreApart(tokenizerJson: object): boolean {
  return isWordPiece(tokenizerJson) || isUnigram(tokenizerJson);
}

function isUnigram(tokenizerJson: object): boolean {
  const read = unigramJson.safeParse(tokenizerJson);
  return read.success && read.data.normalizer.normalizers.every(({ type }) => WITHIN_WORDS.includes(type));
}

function isWordPiece(tokenizerJson: object): boolean {
  const read = bertJson.safeParse(tokenizerJson);
  if (!read.success) return false;
  const { normalizer, pre_tokenizer, model, added_tokens = [] } = read.data;
  const first = pre_tokenizer.pretokenizers?.[0] ?? pre_tokenizer;
  return (
    (normalizer?.type ?? 'BertNormalizer') === 'BertNormalizer' &&
    first.type === 'BertPreTokenizer' &&
    model.type === 'WordPiece' &&
    added_tokens.every(({ content }) => !/\s/.test(content))
  );
}

/** Token ids of recently seen words: a catalog repeats the same words. */
export class WordMemo {
  private readonly known = new LRUCache<string, readonly number[]>({ max: MOST_WORDS });

  /** `encode` gives a word's token ids, without special tokens. */
  constructor(private readonly encode: (word: string) => readonly number[]) {}

  /** Token ids of the text, without special tokens. */
  tokens(text: string): number[] {
    const ids: number[] = [];
    for (const word of text.split(' ')) {
      if (word === '') continue;
      const own = this.known.get(word) ?? this.learn(word);
      for (let at = 0; at < own.length; at++) ids.push(own[at]);
    }
    return ids;
  }

  private learn(word: string): readonly number[] {
    const ids = this.encode(word);
    if (word.length <= LONGEST_WORD) this.known.set(ownCopy(word), ids);
    return ids;
  }
}
