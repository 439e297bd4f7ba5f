import { GraphBuilder, type Value } from '../../src/graph/builder';
import { cast, equal, gather, mul, sub } from '../../src/graph/ops';

export const ATTENTION_WIDTH = 6;
const VOCABULARY = 40;
const POSITIONS = 24;
const HEADS = 2;
const LAYERS = 2;

export interface AttentionEncoderOptions {
  /** How places become vectors: rows cut from the table, rows looked up by ids that are cut from a list, or not at all. */
  positions?: 'cut' | 'looked up' | 'none';
  /** How scores of padding are put out: added to, kept where the mask is one, or replaced where it is zero. */
  mask?: 'added' | 'kept' | 'replaced';
  /** Neighbours in a row are mixed as well, whichever text they are of. */
  mixesNeighbours?: boolean;
}

/**
 * An encoder of two layers of attention as exporters write them, operator by operator: `input_ids` and `attention_mask`
 * int64 [N, L] to `last_hidden_state` [N, L, 6].
 */
export function attentionEncoder(options: AttentionEncoderOptions = {}): Uint8Array {
  const { positions = 'looked up', mask = 'added', mixesNeighbours = false } = options;
  const g = new GraphBuilder('attention');
  const ids = g.input('input_ids', 'int64', ['N', 'L']);
  const given = g.input('attention_mask', 'int64', ['N', 'L']);
  let seed = 0;
  const weights = (rows: number, columns: number) =>
    g.constant(
      Float32Array.from({ length: rows * columns }, () => Math.sin(++seed * 78.233)),
      [rows, columns],
    );
  const op = (name: string, inputs: Value[], attributes = {}, type: Value['type'] = 'float') =>
    g.add(name, inputs, [{ type, shape: ['N', 'L', 'X'] }], attributes)[0];
  const keys = op('Unsqueeze', [given, g.ints(1, 2)], {}, 'int64');

  const masked = (scores: Value): Value => {
    if (mask === 'added') return op('Add', [scores, mul(sub(1, cast(keys, 'float')), -10_000)]);
    if (mask === 'kept') return op('Where', [cast(keys, 'bool'), scores, g.scalar(-10_000)]);
    const none = g.constant(BigInt64Array.of(0n), []);
    const size = op('Shape', [scores], {}, 'int64');
    return op('Where', [op('Expand', [equal(keys, none), size], {}, 'bool'), g.scalar(-10_000), scores]);
  };

  const places = (): Value => {
    const table = weights(POSITIONS, ATTENTION_WIDTH);
    const length = op('Slice', [op('Shape', [ids], {}, 'int64'), g.ints(1), g.ints(2)], {}, 'int64');
    if (positions === 'cut') return op('Slice', [table, g.ints(0), length, g.ints(0)]);
    const all = g.constant(
      BigInt64Array.from({ length: POSITIONS }, (_, at) => BigInt(at)),
      [1, POSITIONS],
    );
    return op('Gather', [table, op('Slice', [all, g.ints(0), length, g.ints(1)], {}, 'int64')]);
  };

  let x = gather(weights(VOCABULARY, ATTENTION_WIDTH), ids);
  if (positions !== 'none') x = op('Add', [x, places()]);
  const heads = (value: Value, order: number[]) => {
    const split = op('Reshape', [value, g.ints(0, 0, HEADS, ATTENTION_WIDTH / HEADS)]);
    return op('Transpose', [split], { perm: order });
  };
  for (let layer = 0; layer < LAYERS; layer++) {
    const [query, key, value] = [0, 1, 2].map(() =>
      op('MatMul', [x, weights(ATTENTION_WIDTH, ATTENTION_WIDTH)]),
    );
    const scores = op('MatMul', [heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1])]);
    const shares = op('Softmax', [masked(scores)], { axis: -1 });
    const mixed = op('Transpose', [op('MatMul', [shares, heads(value, [0, 2, 1, 3])])], {
      perm: [0, 2, 1, 3],
    });
    x = op('Tanh', [op('Add', [x, op('Reshape', [mixed, g.ints(0, 0, ATTENTION_WIDTH)])])]);
  }
  if (mixesNeighbours) x = op('CumSum', [x, g.constant(BigInt64Array.of(1n), [])]);
  g.output('last_hidden_state', x);
  return g.bytes();
}
