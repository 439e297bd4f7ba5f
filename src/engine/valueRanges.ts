import type { PackedTokens } from '../contract/messages';
import { type ModelProto, writeModel } from '../graph/proto';
import type { Range } from '../graph/quantize/quantizeEncoder';
import { batchShape, tokenFeeds } from './encoderSession';
import { openOnCpu } from './runtime';

/**
 * Share of a value's numbers clipped at each end: measured in scripts/encoder; clipping none or fewer gives coarser
 * steps.
 */
const OUTSIDE = 1e-4;
/** Axes of a value per token; after the pooling there are fewer. */
const TOKEN_AXES = 3;

/**
 * Ranges of an encoder's values over batches of texts, for those `names` with a token axis. Values are counted by the
 * upper half of their bits, which gives a precision of one percent.
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

/** Padding tokens are not counted. */
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
  // Bit patterns from the smallest number to the largest: for negative numbers the order is reversed.
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

/** The number of this pattern that is furthest from zero. */
function numberOf(pattern: number): number {
  return new Float32Array(Uint32Array.of(((pattern << 16) | 0xffff) >>> 0).buffer)[0];
}
