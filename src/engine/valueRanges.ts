import type { PackedTokens } from '../contract/messages';
import { type ModelProto, writeModel } from '../graph/proto';
import type { Range } from '../graph/quantize/quantizeEncoder';
import { batchShape, tokenFeeds } from './encoderSession';
import { openOnCpu } from './runtime';

/** Of a value's numbers the share cut off at each end: measured in scripts/encoder, none and less leave coarser steps. */
const OUTSIDE = 1e-4;
/** Axes of a value of tokens; past the pooling there are fewer. */
const TOKEN_AXES = 3;

/**
 * Ranges of an encoder's values over batches of texts, of those among `names` that tokens have. A value is counted by the
 * upper half of its bits, which tells it to a hundredth.
 */
export async function valueRanges(
  { graph, ...model }: ModelProto,
  names: readonly string[],
  batches: readonly PackedTokens[],
): Promise<Map<string, Range>> {
  const output = names.map((name) => ({ name }));
  const session = await openOnCpu(writeModel({ ...model, graph: { ...graph, output } }));
  const counts = new Map<string, Float64Array>();
  try {
    for (const batch of batches) {
      const shape = batchShape(batch, { tokens: 1, rows: 1 }, Infinity);
      const answers = await session.run(tokenFeeds(batch, shape, session.inputNames));
      for (const name of names) {
        const { data, dims } = answers[name];
        if (dims.length !== TOKEN_AXES || !(data instanceof Float32Array)) continue;
        const count = counts.get(name) ?? new Float64Array(2 ** 16);
        counts.set(name, count);
        countTokens(count, data, batch, shape.tokens);
      }
    }
  } finally {
    await session.release();
  }
  return new Map([...counts].map(([name, count]) => [name, rangeOf(count)]));
}

/** Padding is no token: its numbers count for nothing. */
function countTokens(
  count: Float64Array,
  data: Float32Array,
  { lengths }: PackedTokens,
  tokens: number,
): void {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  const width = data.length / (lengths.length * tokens);
  lengths.forEach((length, row) => {
    const from = row * tokens * width;
    for (let at = from; at < from + length * width; at += 1) count[bits[at] >>> 16] += 1;
  });
}

function rangeOf(count: Float64Array): Range {
  const cut = Math.max(1, Math.floor(OUTSIDE * count.reduce((sum, each) => sum + each, 0)));
  // Patterns of numbers from the least to the most: of those below zero the largest pattern comes first.
  const order = [...Array(2 ** 15).keys()].map((pattern) => 2 ** 16 - 1 - pattern);
  order.push(...Array(2 ** 15).keys());
  const limit = (ordered: Iterable<number>) => {
    let passed = 0;
    for (const pattern of ordered) {
      passed += count[pattern];
      if (passed >= cut) return numberOf(pattern);
    }
    return 0;
  };
  const low = Math.min(0, limit(order));
  const high = Math.max(0, limit(order.reverse()));
  return high > low ? { low, high } : { low: 0, high: 1 };
}

/** The number furthest from zero of a pattern. */
function numberOf(pattern: number): number {
  return new Float32Array(Uint32Array.of(((pattern << 16) | 0xffff) >>> 0).buffer)[0];
}
