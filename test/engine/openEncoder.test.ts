import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEncoder } from '../../src/engine/openEncoder';
import { packTokens } from '../../src/engine/packTokens';
import { attentionEncoder } from '../support/attentionEncoder';
import { filesOf } from '../support/encoderFiles';

const ON_CPU = { provider: 'cpu', threads: 1, deviceId: 0 } as const;
const TEXTS = packTokens([Int32Array.of(7, 8, 9), Int32Array.of(3, 4), Int32Array.of(9, 1, 2, 3, 4, 5, 6)]);

test('texts share rows where that is asked for and the graph allows it', async () => {
  const files = filesOf(attentionEncoder());
  const packed = await openEncoder(files, { ...ON_CPU, packed: true });
  const padded = await openEncoder(files, ON_CPU);
  expect(packed.paddingReason).toBeNull();
  expect(padded.paddingReason).toBe('packing is off here');
  const [shared, apart] = [await packed.encoder.encode(TEXTS), await padded.encoder.encode(TEXTS)];
  expect([shared.cells, apart.cells]).toEqual([14, 24]);
  shared.vectors.forEach((value, at) => expect(value).toBeCloseTo(apart.vectors[at], 5));
});

test.each([
  ['cannot be packed', { positions: 'none' }, 'no table of positions'],
  ['answers otherwise when it is packed', { mixesNeighbours: true }, 'answer otherwise than alone'],
] as const)('an encoder that %s is padded, and says why', async (_, options, reason) => {
  const { encoder, paddingReason } = await openEncoder(filesOf(attentionEncoder(options)), {
    ...ON_CPU,
    packed: true,
  });
  expect(paddingReason).toContain(reason);
  expect((await encoder.encode(TEXTS)).cells).toBe(24);
});

test('so is one whose attention goes by distance within the row', async () => {
  const graph = readFileSync(join(__dirname, '../graph/exports/mpnet.onnx'));
  const { encoder, paddingReason } = await openEncoder(filesOf(graph, 8), { ...ON_CPU, packed: true });
  expect(paddingReason).toContain('answer otherwise than alone');
  expect((await encoder.encode(TEXTS)).cells).toBe(24);
});
