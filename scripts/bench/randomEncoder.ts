import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder, type Shape, type Value } from '../../src/graph/builder';
import { cast, mul, sub } from '../../src/graph/ops';
import { writeMeanPooling } from '../../test/support/tinyEncoder';

/** Shape of all-MiniLM-L6-v2. */
const WIDTH = 384;
const HEADS = 12;
const INNER = 1536;
const LAYERS = 6;
const POSITIONS = 512;
const HIDDEN: Shape = ['batch', 'tokens', WIDTH];

/**
 * Writes an encoder of MiniLM-L6's shape in fp32 with random weights, which cost as much as trained ones, in the hub's
 * layout with the tokenizer of another encoder.
 */
export function writeRandomEncoder(directory: string, tokenizerOf: string): void {
  mkdirSync(join(directory, 'onnx'), { recursive: true });
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(tokenizerOf, file), join(directory, file));
  const tokenizer = JSON.parse(readFileSync(join(tokenizerOf, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
  };
  const vocabulary = Math.max(...Object.values(tokenizer.model.vocab)) + 1;
  const json = (file: string, value: unknown) => writeFileSync(join(directory, file), JSON.stringify(value));
  json('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: WIDTH,
    intermediate_size: INNER,
    num_attention_heads: HEADS,
    num_hidden_layers: LAYERS,
    max_position_embeddings: POSITIONS,
    vocab_size: vocabulary,
  });
  writeMeanPooling(directory, WIDTH);
  json('sentence_bert_config.json', { max_seq_length: 256 });
  writeFileSync(join(directory, 'onnx/model.onnx'), new BertGraph(vocabulary).bytes());
}

class BertGraph {
  private readonly g = new GraphBuilder('bert');
  private seed = 1;

  constructor(private readonly vocabulary: number) {}

  bytes(): Uint8Array {
    const ids = this.g.input('input_ids', 'int64', ['batch', 'tokens']);
    const mask = this.g.input('attention_mask', 'int64', ['batch', 'tokens']);
    const types = this.g.input('token_type_ids', 'int64', ['batch', 'tokens']);
    const penalty = this.op(
      'Unsqueeze',
      [mul(sub(1, cast(mask, 'float')), -10000), this.g.ints(1, 2)],
      ['batch', 1, 1, 'tokens'],
    );
    let x = this.embeddings(ids, types);
    for (let layer = 0; layer < LAYERS; layer++) x = this.layer(x, penalty);
    this.g.output('last_hidden_state', x);
    return this.g.bytes();
  }

  private embeddings(ids: Value, types: Value): Value {
    const words = this.op('Gather', [this.weights(this.vocabulary, WIDTH), ids], HIDDEN);
    const kinds = this.op('Gather', [this.weights(2, WIDTH), types], HIDDEN);
    const shape = this.g.add('Shape', [ids], [{ type: 'int64', shape: [2] }])[0];
    const length = this.g.add(
      'Slice',
      [shape, this.g.ints(1), this.g.ints(2)],
      [{ type: 'int64', shape: [1] }],
    )[0];
    const places = this.op(
      'Slice',
      [this.weights(POSITIONS, WIDTH), this.g.ints(0), length, this.g.ints(0)],
      ['tokens', WIDTH],
    );
    return this.normalised(this.sum(this.sum(words, kinds), places));
  }

  private layer(x: Value, penalty: Value): Value {
    const heads = (value: Value, order: number[]) => {
      const split = this.op(
        'Reshape',
        [value, this.g.ints(0, 0, HEADS, WIDTH / HEADS)],
        ['batch', 'tokens', HEADS, 32],
      );
      return this.op('Transpose', [split], ['batch', HEADS, 'tokens', 'tokens'], { perm: order });
    };
    const [query, key, value] = [0, 1, 2].map(() => this.linear(x, WIDTH, WIDTH));
    const raw = this.op(
      'MatMul',
      [heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1])],
      ['b', HEADS, 't', 't'],
    );
    const scaled = this.op('Div', [raw, this.g.scalar(Math.sqrt(WIDTH / HEADS))], raw.shape);
    const weights = this.op('Softmax', [this.sum(scaled, penalty)], raw.shape, { axis: -1 });
    const mixed = this.op('MatMul', [weights, heads(value, [0, 2, 1, 3])], ['b', HEADS, 't', 32]);
    const back = this.op('Transpose', [mixed], ['b', 't', HEADS, 32], { perm: [0, 2, 1, 3] });
    const joined = this.op('Reshape', [back, this.g.ints(0, 0, WIDTH)], HIDDEN);
    const attended = this.normalised(this.sum(this.linear(joined, WIDTH, WIDTH), x));
    const inner = this.gelu(this.linear(attended, WIDTH, INNER));
    return this.normalised(this.sum(this.linear(inner, INNER, WIDTH), attended));
  }

  private gelu(x: Value): Value {
    const erf = this.op('Erf', [this.op('Div', [x, this.g.scalar(Math.SQRT2)], x.shape)], x.shape);
    const gate = this.op('Add', [erf, this.g.scalar(1)], x.shape);
    return this.op('Mul', [this.op('Mul', [x, gate], x.shape), this.g.scalar(0.5)], x.shape);
  }

  private linear(x: Value, from: number, to: number): Value {
    const product = this.op('MatMul', [x, this.weights(from, to)], ['batch', 'tokens', to]);
    return this.op('Add', [product, this.g.constant(this.random(to, 0.02), [to])], product.shape);
  }

  private normalised(x: Value): Value {
    const scale = this.g.constant(new Float32Array(WIDTH).fill(1), [WIDTH]);
    const shift = this.g.constant(new Float32Array(WIDTH), [WIDTH]);
    return this.op('LayerNormalization', [x, scale, shift], HIDDEN, { axis: -1, epsilon: { float: 1e-12 } });
  }

  private sum(a: Value, b: Value): Value {
    return this.op('Add', [a, b], a.shape);
  }

  private weights(rows: number, columns: number): Value {
    return this.g.constant(this.random(rows * columns, 0.05), [rows, columns]);
  }

  private random(count: number, scale: number): Float32Array {
    let state = this.seed++;
    return Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state / 2147483648) * scale;
    });
  }

  private op(
    name: string,
    inputs: Value[],
    shape: Shape,
    attributes: Parameters<GraphBuilder['add']>[3] = {},
  ): Value {
    return this.g.add(name, inputs, [{ type: 'float', shape }], attributes)[0];
  }
}
