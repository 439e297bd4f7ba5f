import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Random } from '../../../src/common/random';
import { DuplicateSearch } from '../../../src/serving/decisions/duplicates';
import { VectorGraph } from '../../../src/shop/vectors/vectorGraph';
import { EXACT_UP_TO } from '../../../src/shop/vectors/vectorIndex';

/** More than are compared one by one. */
const MANY = EXACT_UP_TO + 500;

test('a pair is found where one of the two has many nearer texts', async () => {
  const degrees = { mug: 0, cup: -1, beaker: -2, tankard: -3, goblet: -4, vase: 15 };
  const search = new DuplicateSearch();
  Object.entries(degrees).forEach(([description, angle], index) => {
    const turn = (angle * Math.PI) / 180;
    search.add({ index, sku: null, description }, [Math.cos(turn), Math.sin(turn)]);
  });
  const { duplicates, duplicates_found } = await search.found(new AbortController().signal);
  const pairs = duplicates.map(({ items }) => items.map(({ description }) => description).join(' '));
  expect(pairs).toContain('mug vase');
  expect(new Set(pairs).size).toBe(duplicates_found);
});

test('texts that wait to be compared take a byte a component', async () => {
  const dimension = 512;
  const vectors = Array.from({ length: 200 }, (_, index) =>
    new Float32Array(dimension).fill(1 + (index % 7) / 10),
  );
  const search = new DuplicateSearch();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = () => {
    // What the first collection finds is given back by the second.
    collect();
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = held();
  for (let index = 0; index < 4000; index++)
    search.add({ index, sku: null, description: `text ${index}` }, vectors[index % vectors.length]);
  expect((held() - before) / 4000 / dimension).toBeLessThan(2);
  await search.found(AbortSignal.abort()).catch(() => undefined);
});

test('of many texts not all are compared, and nobody waits for them once the client has gone', async () => {
  const random = new Random(0);
  const search = new DuplicateSearch();
  const add = (index: number, description: string, vector: number[]) =>
    search.add(
      { index, sku: null, description },
      vector.map((value) => value / Math.hypot(...vector)),
    );
  const vectors = Array.from({ length: MANY }, () =>
    Array.from({ length: 16 }, () => random.uniform() - 0.5),
  );
  const words = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  vectors.forEach((vector, index) => add(index, words(index), vector));
  add(
    MANY,
    'the same',
    vectors[7].map((value) => value * 1.01),
  );
  const graphs = jest.spyOn(VectorGraph.prototype, 'near');
  const { duplicates } = await search.found(new AbortController().signal);
  expect(graphs).toHaveBeenCalledTimes(MANY + 1);
  expect(duplicates[0].items.map(({ index }) => index)).toEqual([7, MANY]);
  await expect(search.found(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});

test('words in another order are the same words, also where no spaces part them', async () => {
  const search = new DuplicateSearch();
  ['红色陶瓷杯', '陶瓷红色杯'].forEach((description, index) =>
    search.add({ index, sku: null, description }, [1, 0]),
  );
  const { duplicates } = await search.found(new AbortController().signal);
  expect(duplicates).toMatchObject([{ same_words: true }]);
});
