import { DuplicateSearch } from '../../../src/serving/decisions/duplicates';

test('a pair is found where one of the two has many nearer texts', async () => {
  const degrees = { mug: 0, cup: -1, beaker: -2, tankard: -3, goblet: -4, vase: 15 };
  const search = new DuplicateSearch();
  Object.entries(degrees).forEach(([description, angle], index) => {
    const turn = (angle * Math.PI) / 180;
    search.add({ index, sku: null, description }, [Math.cos(turn), Math.sin(turn)]);
  });
  const { duplicates, duplicates_found } = await search.found();
  const pairs = duplicates.map(({ items }) => items.map(({ description }) => description).join(' '));
  expect(pairs).toContain('mug vase');
  expect(new Set(pairs).size).toBe(duplicates_found);
});
