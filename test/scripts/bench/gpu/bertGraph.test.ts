import { EncoderSession } from '../../../../src/engine/encoderSession';
import { packTokens } from '../../../../src/engine/packTokens';
import { openOnCpu } from '../../../../src/engine/runtime';
import { bertGraph, type Mask } from '../../../../scripts/bench/gpu/bertGraph';
import type { Precision } from '../../../../scripts/bench/gpu/precision';

const SHAPE = { name: 'small', layers: 2, width: 32, heads: 4, inner: 64, vocabulary: 50, positions: 16 };
const TEXTS = [
  [2, 9, 11, 3],
  [2, 9, 11, 12, 13, 40, 3],
];

async function encode(precision: Precision, mask: Mask, texts: number[][]): Promise<Float32Array> {
  const graph = bertGraph(SHAPE, precision, mask);
  const session = await openOnCpu(graph);
  const encoder = new EncoderSession(session, { dimension: SHAPE.width, maxTokens: SHAPE.positions });
  return (await encoder.encode(packTokens(texts.map((ids) => Int32Array.from(ids))))).vectors;
}

/** Sums in another order, or half precision, may change so much of a unit vector's elements. */
test.each([
  ['fp32', 'raw', 1e-5],
  ['fp32', 'lengths', 1e-5],
  ['fp16', 'raw', 5e-3],
] as const)(
  '%s with %s: a text is the same beside a longer one, and another is not',
  async (precision, mask, most) => {
    const [both, alone] = [await encode(precision, mask, TEXTS), await encode('fp32', 'raw', [TEXTS[0]])];
    const [short, long] = [both.subarray(0, SHAPE.width), both.subarray(SHAPE.width)];
    const difference = (a: Float32Array, b: Float32Array) =>
      Math.max(...a.map((x, at) => Math.abs(x - b[at])));
    expect(difference(short, alone)).toBeLessThan(most);
    expect(difference(long, alone)).toBeGreaterThan(0.05);
    for (const vector of [short, long]) expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
  },
);
