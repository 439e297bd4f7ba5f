import { PassingMap } from '../../src/common/passingMap';
import { collectGarbage } from '../support/heap';

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

test('lets what has passed through be collected while it is young, which a Map does not', () => {
  const grown = (map: { set(key: number, value: object): unknown; delete(key: number): unknown }) => {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let at = 0; at < 2000; at++) {
      map.set(at, new Array<number>(1000).fill(at));
      if (at >= 8) map.delete(at - 8);
      if (at % 20 === 0) collectGarbage({ type: 'minor' });
    }
    collectGarbage({ type: 'minor' });
    return process.memoryUsage().heapUsed - before;
  };
  const plain = grown(new Map());
  expect(grown(new PassingMap())).toBeLessThan(plain / 3);
});
