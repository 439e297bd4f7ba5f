import { roundedUp } from '../../src/engine/batchPlan';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderGraph } from '../../src/engine/encoderGraph';
import { EncoderSession } from '../../src/engine/encoderSession';
import { packTokens } from '../../src/engine/packTokens';
import { openOnCpu } from '../../src/engine/runtime';
import { writeTinyEncoder } from '../support/tinyEncoder';

test('shapes in steps leave the vectors as they are', async () => {
  const encoder = await readEncoderDirectory(writeTinyEncoder());
  const session = await openOnCpu(await encoderGraph(encoder));
  const texts = packTokens(
    [[2, 30, 31, 3], [2, 32, 3], Array(31).fill(33)].map((ids) => Int32Array.from(ids)),
  );
  const { vectors: plain } = await new EncoderSession(session, encoder).encode(texts);
  for (const steps of [
    { tokens: 16, rows: 8 },
    { tokens: 100, rows: 1 },
  ]) {
    const { vectors: stepped } = await new EncoderSession(session, encoder, steps).encode(texts);
    expect(stepped).toHaveLength(3 * encoder.dimension);
    stepped.forEach((value, at) => expect(value).toBeCloseTo(plain[at], 6));
  }
});

test('sizes are rounded up to few distinct ones, and by an eighth at most beyond eight steps', () => {
  expect([1, 16, 17, 100].map((size) => roundedUp(size, 16))).toEqual([16, 16, 32, 112]);
  expect([5, 300].map((size) => roundedUp(size, 1))).toEqual([5, 300]);
  const rounded = Array.from({ length: 4000 }, (_, at) => roundedUp(at + 1, 8));
  rounded.forEach((size, at) => {
    expect(size).toBeGreaterThanOrEqual(at + 1);
    if (at >= 64) expect(size / (at + 1)).toBeLessThanOrEqual(1.125);
  });
  expect(new Set(rounded).size).toBeLessThan(64);
});
