import { Random } from '../../../src/common/random';
import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { totalWithin } from '../../../src/training/head/totalWithin';
import { boundsOfTotal, expectWithin } from '../support/coherence';

const LEVELS = [0.1, 0.5, 0.9];

/** What is answered of quantiles [N, S, 3] in units. */
async function answered(records: readonly number[][][], rounding = 0): Promise<number[][][]> {
  const series = records[0].length;
  const graph = new GraphBuilder('total');
  graph.output('within', totalWithin(graph.input('units', 'float', ['N', series, 3]), LEVELS, rounding));
  const session = await openOnCpu(graph.bytes());
  const units = new Tensor('float32', records.flat(2), [records.length, series, 3]);
  const { within } = await session.run({ units });
  await session.release();
  const values = [...(within.data as Float32Array)];
  return records.map((record, row) =>
    record.map((_, index) => values.slice((row * series + index) * 3, (row * series + index) * 3 + 3)),
  );
}

/** Ascending, of any level, often 0. */
function drawn(random: Random): number[] {
  const level = random.uniform() < 0.2 ? 0 : 10 ** (6 * random.uniform() - 1);
  return Array.from({ length: 3 }, () => (random.uniform() < 0.2 ? 0 : level * 4 ** random.uniform())).sort(
    (a, b) => a - b,
  );
}

test.each([4, 13])('totals of %i weeks agree with the weeks, whatever the network says', async (weeks) => {
  const random = new Random(weeks);
  const records = Array.from({ length: 400 }, () =>
    Array.from({ length: weeks + 1 }, (_, index) =>
      drawn(random).map((units) => (index < weeks ? units : weeks * units)),
    ),
  );
  const answers = await answered(records);
  answers.forEach((answer, row) => {
    expectWithin(answer.flat(), LEVELS, weeks);
    answer
      .slice(0, weeks)
      .forEach((week, index) =>
        week.forEach((units, at) => expect(units).toBeCloseTo(Math.fround(records[row][index][at]), 3)),
      );
  });
});

test('a total that agrees stays as it is', async () => {
  const record = [...Array.from({ length: 4 }, () => [4, 10, 30]), [30, 50, 95]];
  expect((await answered([record]))[0]).toEqual(record);
});

test('a product that sells now and then has weekly medians of 0 and a total above', async () => {
  const rare = [...Array.from({ length: 4 }, () => [0, 0, 1]), [0, 0.75, 3]];
  expect((await answered([rare]))[0]).toEqual(rare);
});

test('outer quantiles of a total reach as far as weeks do that are read in whole units', async () => {
  const weeks = Array.from({ length: 4 }, () => [0.6, 1, 1.4]);
  const free = [...weeks, [0, 4, 9]];
  const [[tight], [wide]] = [await answered([free]), await answered([free], 0.5)];
  expect(wide[4][1]).toBe(tight[4][1]);
  expect(wide[4][2]).toBeCloseTo(tight[4][2] + 2, 4);
  expect(wide[4][0]).toBe(Math.max(0, tight[4][0] - 2));
  expectWithin(wide.flat(), LEVELS, 4, 0.5);
});

test('a total far above its weeks comes down to what they say', async () => {
  const weeks = Array.from({ length: 4 }, () => [5, 13.7, 40]);
  const [answer] = await answered([[...weeks, [150, 400, 900]]]);
  const [[, low], [, middle], [, high]] = boundsOfTotal(weeks, LEVELS);
  expect(answer[4][0]).toBeCloseTo(low, 2);
  expect(answer[4][1]).toBeCloseTo(middle, 2);
  expect(answer[4][2]).toBeCloseTo(high, 2);
});
