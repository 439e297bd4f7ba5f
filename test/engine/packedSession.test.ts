import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bertGraph } from '../../scripts/bench/gpu/bertGraph';
import { openEncoder } from '../../src/engine/openEncoder';
import { packTokens } from '../../src/engine/packTokens';

const LONGEST = 400;
const SHAPE = {
  name: 'small',
  layers: 1,
  width: 64,
  heads: 1,
  inner: 64,
  vocabulary: 50,
  positions: LONGEST,
};

test('beside a text too long to share a row, short ones share theirs as they do without it', async () => {
  const graph = bertGraph(SHAPE, 'fp32');
  const modelFile = join(mkdtempSync(join(tmpdir(), 'shelfcast-packed-')), 'model.onnx');
  writeFileSync(modelFile, graph);
  const hash = createHash('sha256').update(graph).digest('hex');
  const { encoder } = await openEncoder(
    { modelFile, hash, dimension: 64, pooling: 'mean', normalize: true, maxTokens: LONGEST, prefix: '' },
    { provider: 'cpu', threads: 1, deviceId: 0, packed: true },
  );
  const text = (length: number, first: number) =>
    Int32Array.from({ length }, (_, at) => 1 + ((first + at) % 49));
  const long = text(300, 7);
  const short = Array.from({ length: 60 }, (_, first) => text(8, first));
  const alone = await encoder.encode(packTokens([long]));
  const without = await encoder.encode(packTokens(short));
  const together = await encoder.encode(packTokens([...short.slice(0, 20), long, ...short.slice(20)]));
  expect(together.cells).toBe(alone.cells + without.cells);
  expect(together.vectors.subarray(20 * 64, 21 * 64)).toEqual(alone.vectors);
  expect(together.vectors.subarray(0, 20 * 64)).toEqual(without.vectors.subarray(0, 20 * 64));
  expect(together.vectors.subarray(21 * 64)).toEqual(without.vectors.subarray(20 * 64));
});
