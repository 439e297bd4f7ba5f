import { PassingMap } from '../../src/common/passingMap';

test('holds what was set and not deleted, in order, however much has passed through', () => {
  const map = new PassingMap<number, string>();
  for (let at = 0; at < 1000; at++) {
    map.set(at, `value ${at}`);
    if (at >= 3) map.delete(at - 3);
    expect(map.size).toBe(Math.min(at + 1, 3));
  }
  map.delete(0);
  expect([...map.values()]).toEqual(['value 997', 'value 998', 'value 999']);
  expect([map.get(998), map.has(998), map.get(0), map.has(0)]).toEqual(['value 998', true, undefined, false]);
});
