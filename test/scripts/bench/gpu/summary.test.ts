import { floorOf, operations, type BertShape } from '../../../../scripts/bench/gpu/shapes';
import { summarise } from '../../../../scripts/bench/gpu/summary';

const figure = (tokens: number, textsPerSecond: number) => ({
  tokens,
  textsPerSecond,
  rows: 1,
  budget: tokens,
  latency: { p50: 1, p99: 1 },
  floor: null,
  ofFloor: null,
});
const torch = (encoder: string, masked: boolean, textsPerSecond: number) => ({
  ...{ encoder, tokens: 128, rows: 1, budget: 128, masked, textsPerSecond },
});
const server = (servers: number, ofBare: number) => ({
  ...{ servers, processes: 1, oneGraph: 'on' as const, items: 1, clients: 1, perSecond: 1, ofBare },
  ...{ mainMicroseconds: 1, p50: 1, p99: 1, failed: 0 },
});

test('the best of all ways to mask stands beside the best of PyTorch that masks', () => {
  const encoders = [
    {
      encoder: 'BERT-base',
      precision: 'fp16',
      mask: 'raw' as const,
      figures: [figure(128, 60), figure(16, 999)],
    },
    { encoder: 'BERT-base', precision: 'fp16', mask: 'starts' as const, figures: [figure(128, 70)] },
  ];
  const { ofTorch } = summarise({
    encoders: { rates: { precision: 'fp16', matrixPerSecond: 1, bytesPerSecond: 1 }, encoders, failed: [] },
    torch: {
      figures: [
        torch('BERT-base', true, 80),
        torch('BERT-base', true, 100),
        torch('BERT-base', false, 200),
        torch('MiniLM-L6', true, 50),
      ],
    },
  });
  expect(ofTorch).toEqual([{ encoder: 'BERT-base', tokens: 128, ratio: 0.7 }]);
});

test('one server and several on the device are told apart', () => {
  const about = { precision: 'fp16', barePerSecond: 1 };
  const { servedOfBare } = summarise({
    server: [
      { encoder: 'shipped', ...about, servers: [server(1, 0.5), server(1, 0.6), server(4, 0.9)] },
      { encoder: 'BERT-base', ...about, servers: [server(1, 0.85)] },
    ],
  });
  expect(servedOfBare).toEqual([
    { encoder: 'shipped', oneServer: 0.6, severalServers: 0.9 },
    { encoder: 'BERT-base', oneServer: 0.85, severalServers: null },
  ]);
});

test('parts that failed or were left out have no part in it', () => {
  const nothing = { servedOfBare: [], ofTorch: [] };
  expect(summarise({})).toEqual(nothing);
  const error = { error: 'out of memory' };
  expect(summarise({ encoders: error, torch: { skipped: 'no torch', figures: [] }, server: error })).toEqual(
    nothing,
  );
});

describe('the floor of one layer of width 4', () => {
  const shape: BertShape = {
    name: 'one',
    layers: 1,
    width: 4,
    heads: 1,
    inner: 8,
    vocabulary: 9,
    positions: 9,
  };
  // Weights: 4 of 4 x 4 and 2 of 4 x 8. Tokens: 2.
  const weights = 128;
  const work = 2 * weights * 2 + 2 * (2 * 2 * 2 * 4);

  test('counts two operations for each weight and token, and the two products of attention', () => {
    expect(operations(shape, 2)).toBe(work);
  });

  test('is set by the matrix rate where memory is fast, and by the bytes where it is slow', () => {
    const rates = { precision: 'fp16' as const, matrixPerSecond: work * 10, bytesPerSecond: Infinity };
    expect(floorOf(shape, 2, 3, rates)).toBeCloseTo(10, 9);
    // Each token's 4 inputs and 4 outputs of width 4 and the 8 between, in and out, of 2 bytes each.
    const bytes = weights * 2 + 3 * (2 * (8 * 4 + 2 * 8) * 2);
    const slow = { ...rates, matrixPerSecond: Infinity, bytesPerSecond: bytes };
    expect(floorOf(shape, 2, 3, slow)).toBeCloseTo(3, 9);
  });
});
