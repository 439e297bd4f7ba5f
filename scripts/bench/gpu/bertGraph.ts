import { node, tensor, valueInfo, type Attributes } from '../../../src/graph/messages';
import {
  DATA_TYPE,
  writeModel,
  type Draft,
  type NodeProto,
  type TensorProto,
} from '../../../src/graph/proto';
import type { Precision } from './precision';
import { randomValues, weight } from './randomWeights';
import type { BertShape } from './shapes';

const OPSET = 17;
const MICROSOFT = 'com.microsoft';
const EPSILON = { epsilon: { float: 1e-12 } };

/**
 * How attention is told of padding: the mask as it comes [N, L], the texts' lengths [N], or lengths and the places where
 * texts start [3N + 2]. What the runtime has a fused kernel for differs.
 */
export const MASKS = ['raw', 'lengths', 'starts'] as const;
export type Mask = (typeof MASKS)[number];

/**
 * A BERT encoder with random weights, which cost as much as trained ones, of ONNX Runtime's fused operators as the
 * shipped encoder is: input_ids and attention_mask int64 [N, L] to sentence_embedding float [N, D], unit vectors.
 */
export function bertGraph(shape: BertShape, precision: Precision, mask: Mask = 'raw'): Uint8Array {
  return new BertGraph(shape, precision).bytes(mask);
}

class BertGraph {
  private readonly nodes: Draft<NodeProto>[] = [];
  private readonly weights: Draft<TensorProto>[] = [];
  private seed = 1;

  constructor(
    private readonly shape: BertShape,
    private readonly precision: Precision,
  ) {}

  bytes(mask: Mask): Uint8Array {
    const { layers, width, inner, heads } = this.shape;
    const padding = this.padding(mask);
    let x = this.embeddings();
    for (let layer = 0; layer < layers; layer++) {
      const inputs = [x, this.matrix(width, 3 * width), this.vector(3 * width), padding];
      const attended = this.op('Attention', inputs, { num_heads: heads }, MICROSOFT);
      x = this.residual(this.linear(attended, width, width), x);
      const up = this.op('Gelu', [this.linear(x, width, inner)], {}, MICROSOFT);
      x = this.residual(this.linear(up, inner, width), x);
    }
    this.pool(x);
    const grid = (name: string) => valueInfo(name, 'int64', ['N', 'L']);
    return writeModel({
      ir_version: 9,
      producer_name: 'shelfcast',
      opset_import: [
        { domain: '', version: OPSET },
        { domain: MICROSOFT, version: 1 },
      ],
      graph: {
        name: this.shape.name,
        node: this.nodes,
        initializer: this.weights,
        input: [grid('input_ids'), grid('attention_mask')],
        output: [valueInfo('sentence_embedding', 'float', ['N', width])],
      },
    });
  }

  private embeddings(): string {
    const { vocabulary, positions, width } = this.shape;
    const ids = this.cast('input_ids', 'int32');
    const tables = [ids, '', this.matrix(vocabulary, width), this.matrix(positions, width), ''];
    const inputs = [...tables, this.ones(width), this.vector(width)];
    return this.op('EmbedLayerNormalization', inputs, EPSILON, MICROSOFT, ['']);
  }

  private padding(mask: Mask): string {
    const raw = this.cast('attention_mask', 'int32');
    if (mask === 'raw') return raw;
    const lengths = this.op('ReduceSum', [raw, this.ints(1)], { keepdims: 0 });
    if (mask === 'lengths') return lengths;
    const texts = this.op('Shape', ['attention_mask'], { start: 0, end: 1 });
    const tokens = this.op('Shape', ['attention_mask'], { start: 1, end: 2 });
    const cells = this.op('Mul', [texts, tokens]);
    const [zero, one] = [this.scalar(0), this.scalar(1)];
    const end = this.op('Add', [this.op('Squeeze', [cells]), one]);
    const starts = this.op('Range', [zero, end, this.op('Squeeze', [tokens])]);
    const places = this.cast(starts, 'int32');
    return this.op('Concat', [lengths, places, places], { axis: 0 });
  }

  private pool(x: string): void {
    const floats = this.cast(x, 'float');
    const row = this.op('Unsqueeze', [this.cast('attention_mask', 'float'), this.ints(1)]);
    const total = this.op('Squeeze', [this.op('MatMul', [row, floats]), this.ints(1)]);
    const length = this.op('ReduceL2', [total], { axes: [1], keepdims: 1 });
    this.nodes.push(node('Div', [total, length], ['sentence_embedding']));
  }

  private linear(x: string, from: number, to: number): string {
    return this.op('Add', [this.op('MatMul', [x, this.matrix(from, to)]), this.vector(to)]);
  }

  private residual(update: string, x: string): string {
    const { width } = this.shape;
    const inputs = [update, x, this.ones(width), this.vector(width)];
    return this.op('SkipLayerNormalization', inputs, EPSILON, MICROSOFT);
  }

  private cast(x: string, type: 'int32' | 'float'): string {
    return this.op('Cast', [x], { to: DATA_TYPE[type] });
  }

  private op(
    kind: string,
    inputs: string[],
    attributes: Attributes = {},
    domain = '',
    further: string[] = [],
  ) {
    const name = `${kind}_${this.nodes.length}`;
    this.nodes.push({ ...node(kind, inputs, [name, ...further], attributes), domain });
    return name;
  }

  private matrix(rows: number, columns: number): string {
    return this.constant([rows, columns], randomValues(this.seed++, 0.05));
  }

  private vector(length: number): string {
    return this.constant([length], randomValues(this.seed++, 0.02));
  }

  private ones(length: number): string {
    return this.constant([length], Float32Array.of(1));
  }

  private ints(...values: number[]): string {
    return this.keep(tensor(this.fresh(), 'int64', [values.length], BigInt64Array.from(values, BigInt)));
  }

  private scalar(value: number): string {
    return this.keep(tensor(this.fresh(), 'int64', [], BigInt64Array.of(BigInt(value))));
  }

  private constant(dims: number[], values: Float32Array): string {
    return this.keep(weight(this.fresh(), this.precision, dims, values));
  }

  private keep(draft: Draft<TensorProto>): string {
    this.weights.push(draft);
    return draft.name!;
  }

  private fresh(): string {
    return `weight_${this.weights.length}`;
  }
}
