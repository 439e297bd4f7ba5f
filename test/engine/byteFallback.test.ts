import { TextTokenizer } from '../../src/engine/tokenizer';

const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const WORDS = ['<s>', '</s>', '<unk>', '▁', '▁red', '▁mug', 's'];
const VOCAB = [...WORDS, ...BYTES];

/** A Unigram tokenizer as the multilingual encoder has it. */
function unigram(model: object = {}): object {
  const frame = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
  const special = (name: string) => ({ id: name, ids: [VOCAB.indexOf(name)], tokens: [name] });
  return {
    version: '1.0',
    added_tokens: ['<s>', '</s>', '<unk>'].map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
    })),
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: [frame('<s>'), { Sequence: { id: 'A', type_id: 0 } }, frame('</s>')],
      pair: [],
      special_tokens: { '<s>': special('<s>'), '</s>': special('</s>') },
    },
    decoder: { type: 'Metaspace' },
    model: {
      type: 'Unigram',
      unk_id: 2,
      byte_fallback: true,
      vocab: VOCAB.map((piece, id) => [piece, id < WORDS.length ? -id : -30]),
      ...model,
    },
  };
}

const tokens = (json: object, text: string) => {
  const tokenizer = new TextTokenizer(json, {}, { maxTokens: 64, prefix: '' });
  return [...tokenizer.tokenize(text).ids].map((id) => VOCAB[id]);
};

test('a character without a piece is spelled in its bytes, whatever stands beside it', () => {
  expect(tokens(unigram(), 'Red mugs')).toEqual(['<s>', '▁red', '▁mug', 's', '</s>']);
  expect(tokens(unigram(), 'red 囧')).toEqual(['<s>', '▁red', '▁', '<0xE5>', '<0x9B>', '<0xA7>', '</s>']);
  expect(tokens(unigram(), 'ab')).toEqual(['<s>', '▁', '<0x61>', '<0x62>', '</s>']);
  expect(tokens(unigram(), '𠮷')).toEqual(['<s>', '▁', '<0xF0>', '<0xA0>', '<0xAE>', '<0xB7>', '</s>']);
});

test('words are apart: several spaces and none make no tokens', () => {
  expect(tokens(unigram(), 'red  mug')).toEqual(tokens(unigram(), 'red mug'));
  expect(tokens(unigram(), '')).toEqual(['<s>', '</s>']);
});

test('without the wish for bytes the unknown piece stays', () => {
  expect(tokens(unigram({ byte_fallback: false }), '囧')).toEqual(['<s>', '▁', '<unk>', '</s>']);
});
