import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import type { AnswerShape } from '../../../src/training/network/answers';
import { bestWeight, type HeldOutLaunch, lean } from '../../../src/training/head/leaning';

/** Two weeks and their total, three quantiles. */
const SHAPE: AnswerShape = {
  series: 3,
  quantiles: [0.1, 0.5, 0.9],
  floor: -3,
  ceiling: 11,
};
const LATENT = [1, 2, 3, 1, 2, 2.1, 2, 3, 4];

async function leant(level: number, hasHistory: number, weight: number): Promise<number[]> {
  const graph = new GraphBuilder('leaning');
  const latent = graph.input('latent', 'float', ['N', 3, 3]);
  const similar = graph.input('level', 'float', ['N', 1]);
  const known = graph.input('known', 'float', ['N', 1]);
  graph.output('moved', lean(latent, { similar, hasHistory: known }, weight, SHAPE));
  const session = await openOnCpu(graph.bytes());
  const { moved } = await session.run({
    latent: new Tensor('float32', LATENT, [1, 3, 3]),
    level: new Tensor('float32', [level], [1, 1]),
    known: new Tensor('float32', [hasHistory], [1, 1]),
  });
  return [...(moved.data as Float32Array)];
}

test('the middle quantile goes towards the level, and never past its neighbours', async () => {
  const level = 2.6;
  const total = Math.log1p(2 * Math.expm1(level));
  const expected = [1, 2.3, 3, 1, 2.1, 2.1, 2, (3 + total) / 2, 4];
  (await leant(level, 0, 0.5)).forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
});

test('nothing moves where there is history, or nothing similar is known', async () => {
  for (const moved of [await leant(2.6, 1, 0.5), await leant(NaN, 0, 0.5), await leant(2.6, 0, 0)]) {
    moved.forEach((value, at) => expect(value).toBeCloseTo(LATENT[at], 5));
  }
});

/** Launches whose network says log1p(3) and whose analogs say log1p(15), a share of them right about each. */
function launches(count: number, analogsRight: (launch: number) => boolean): HeldOutLaunch[] {
  const own = Math.log1p(3);
  return Array.from({ length: count }, (_, launch) => {
    const sold = analogsRight(launch) ? 15 : 3;
    return {
      quantiles: Float32Array.from({ length: 9 }, (_value, at) => own + (at % 3) - 1),
      actual: Float32Array.of(sold, sold, 2 * sold),
      level: Math.log1p(15),
    };
  });
}

test('the weight is what held-out launches say, a half at most, and nothing of few of them', () => {
  expect(
    bestWeight(
      launches(40, () => false),
      SHAPE,
      0.5,
    ),
  ).toBe(0);
  expect(
    bestWeight(
      launches(40, () => true),
      SHAPE,
      0.5,
    ),
  ).toBe(0.5);
  expect(
    bestWeight(
      launches(20, () => true),
      SHAPE,
      0.5,
    ),
  ).toBe(0);
});
