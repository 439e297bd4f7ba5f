import { groupedBy } from '../../src/common/groupedBy';

test('items are by their key, both in the order in which they came', () => {
  const groups = groupedBy(['pear', 'apple', 'plum', 'apricot', 'fig'], ([first]) => first);
  expect([...groups]).toEqual([
    ['p', ['pear', 'plum']],
    ['a', ['apple', 'apricot']],
    ['f', ['fig']],
  ]);
});
