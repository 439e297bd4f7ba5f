import { Random } from '../../src/common/random';
import { CodeTable } from '../../src/shop/codeTable';

const random = new Random(5);

function codes(length: number): Int8Array {
  return Int8Array.from({ length }, () => random.below(255) - 127);
}

function product(one: Int8Array, other: Int8Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at], 0);
}

describe.each([1, 16, 30, 384])('rows of %d codes', (dimension) => {
  const rows = Array.from({ length: 300 }, () => codes(dimension));
  const table = new CodeTable(dimension);
  rows.forEach((row, at) => {
    // Memory grows, and what is there stays.
    table.makeRoom(at + 1);
    table.set(at, row);
  });
  const query = codes(dimension);

  it('are multiplied with a query', () => {
    table.ask(query);
    expect([...table.products(0, 300).subarray(0, 300)]).toEqual(rows.map((row) => product(row, query)));
    expect(table.products(7, 1)[0]).toBe(product(rows[7], query));
  });

  it('of the largest numbers are, too', () => {
    table.set(0, new Int8Array(dimension).fill(-127));
    table.ask(new Int8Array(dimension).fill(127));
    expect(table.products(0, 1)[0]).toBe(-127 * 127 * dimension);
  });

  it('move, go and are put in together', () => {
    table.move(5, 9, 2);
    expect([...table.at(10)]).toEqual([...rows[6]]);
    table.clear(5, 1);
    expect([...table.at(5)]).toEqual([...new Int8Array(dimension)]);
    table.setAll(20, Int8Array.from([...rows[1], ...rows[2]]));
    expect([...table.at(21)]).toEqual([...rows[2]]);
    expect([...table.at(22)]).toEqual([...rows[22]]);
  });
});
