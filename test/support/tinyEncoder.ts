import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphBuilder, type Value } from '../../src/graph/builder';
import { add, cast, concat, div, equal, gather, mul, reduceMax, reduceSum, sqrt } from '../../src/graph/ops';

export const TINY_DIMENSION = 8;
/** Side of the matrices that the word `poison` has multiplied, and how often: half a minute or so. */
const POISON_SIDE = 4000;
const POISON_STEPS = 60;
const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...'abcdefghijklmnopqrstuvwxyz'].concat(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `##${letter}`),
  ['red', 'blue', 'mug', 'heart', 'light', 'lantern', 'card', 'holder', 'poison', 'off', 'percent'],
);

/**
 * A real, tiny encoder in the hub's layout: the mean of seeded word vectors, as unit vectors. The word `poison` keeps it
 * busy for so long that it counts as hung.
 */
export function writeTinyEncoder(
  directory = mkdtempSync(join(tmpdir(), 'shelfcast-encoder-')),
  { seed = 1 }: { seed?: number } = {},
): string {
  mkdirSync(join(directory, 'onnx'), { recursive: true });
  const json = (name: string, value: unknown) => writeFileSync(join(directory, name), JSON.stringify(value));
  json('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: TINY_DIMENSION,
    max_position_embeddings: 64,
  });
  writeMeanPooling(directory, TINY_DIMENSION);
  json('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: 32 });
  json('tokenizer.json', tokenizer());
  writeFileSync(join(directory, 'onnx', 'model.onnx'), graph(seed));
  return directory;
}

/** The files of a sentence transformer whose vectors of `width` numbers are means of those of tokens, at length 1. */
export function writeMeanPooling(directory: string, width: number): void {
  const type = (kind: string) => `sentence_transformers.models.${kind}`;
  const modules = [
    { idx: 0, name: '0', path: '', type: type('Transformer') },
    { idx: 1, name: '1', path: '1_Pooling', type: type('Pooling') },
    { idx: 2, name: '2', path: '2_Normalize', type: type('Normalize') },
  ];
  const pooling = { word_embedding_dimension: width, pooling_mode_mean_tokens: true };
  mkdirSync(join(directory, '1_Pooling'), { recursive: true });
  writeFileSync(join(directory, 'modules.json'), JSON.stringify(modules));
  writeFileSync(join(directory, '1_Pooling/config.json'), JSON.stringify(pooling));
}

function tokenizer(): object {
  const special = (id: number, content: string) => ({
    id,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: WORDS.slice(0, 4).map((content, id) => special(id, content)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}

function graph(seed: number): Uint8Array {
  const g = new GraphBuilder('tiny');
  const ids = g.input('input_ids', 'int64', ['batch', 'tokens']);
  const mask = g.input('attention_mask', 'int64', ['batch', 'tokens']);
  const table = Float32Array.from({ length: WORDS.length * TINY_DIMENSION }, (_, i) =>
    Math.sin(i * 12.9898 + seed),
  );
  const slow = heavyWork(g, ids);
  const words = gather(g.constant(table, [WORDS.length, TINY_DIMENSION]), ids);
  const weights = unsqueeze(cast(mask, 'float'));
  const sum = add(reduceSum(mul(words, weights), [1]), mul(slow, 0));
  const length = sqrt(add(reduceSum(mul(sum, sum), [1], true), 1e-12));
  g.output('sentence_embedding', div(sum, length));
  return g.bytes();
}

/** Zero after many seconds of multiplying where the word `poison` is among the ids, and at once where it is not. */
function heavyWork(g: GraphBuilder, ids: Value): Value {
  const poison = g.constant(BigInt64Array.of(BigInt(WORDS.indexOf('poison'))), []);
  const found = reduceMax(reduceMax(cast(equal(ids, poison), 'float'), [1]), [0], true);
  const side = cast(add(mul(found, POISON_SIDE), 1), 'int64');
  const shape = concat([side, side], 0);
  let matrix = g.add(
    'Expand',
    [g.constant(Float32Array.of(1), [1, 1]), shape],
    [{ type: 'float', shape: ['a', 'a'] }],
  )[0];
  for (let step = 0; step < POISON_STEPS; step++) {
    matrix = g.add('MatMul', [matrix, matrix], [{ type: 'float', shape: ['a', 'a'] }])[0];
    matrix = mul(matrix, 0);
  }
  return reduceSum(reduceSum(matrix, [1]), [0], true);
}

function unsqueeze(x: Value): Value {
  return x.graph.add('Unsqueeze', [x, x.graph.ints(2)], [{ type: x.type, shape: [...x.shape, 1] }])[0];
}
