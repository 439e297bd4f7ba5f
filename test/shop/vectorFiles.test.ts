import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/common/random';
import { finish } from '../../src/common/steps';
import { codesOf } from '../../src/shop/vectorCodes';
import { keepVectors, readVectors } from '../../src/shop/vectorFiles';
import { EXACT_UP_TO, VectorIndex } from '../../src/shop/vectorIndex';

const DIMENSION = 32;
const random = new Random(1);

function unitVector(): Float32Array {
  const vector = Float32Array.from({ length: DIMENSION }, (_, at) => (random.uniform() - 0.5) / (1 + at));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function largeIndex(): VectorIndex {
  const index = new VectorIndex(DIMENSION);
  for (let row = 0; row < EXACT_UP_TO + 500; row++) index.set(row, unitVector());
  finish(index.building());
  return index;
}

describe('vectors that are kept', () => {
  const index = largeIndex();
  const hashes = new Map(Array.from(index.rows(), (row) => [row, row + 0.5]));
  const file = join(mkdtempSync(join(tmpdir(), 'vectors-')), 'shop-vectors.bin');
  const options = { encoder: 'e', hashOf: (row: number) => hashes.get(row) ?? NaN, served: true };

  it('find the same as before', async () => {
    await keepVectors(file, index, options);
    const kept = (await readVectors(file, 'e'))!;
    expect(kept.index.wantsCells).toBe(false);
    expect(Array.from(kept.hashes)).toEqual(Array.from(kept.rows, (row) => hashes.get(row)));
    for (let query = 0; query < 20; query++) {
      const vector = unitVector();
      expect(kept.index.nearest(vector, 10)).toEqual(index.nearest(vector, 10));
    }
  });

  it('follow what came, changed and went, and leave nothing of it behind', async () => {
    const [gone, moved, added] = [index.vector(7)!, unitVector(), unitVector()];
    const heldIt = readFileSync(file).includes(Buffer.from(codesOf(gone).buffer));
    index.remove(7);
    hashes.delete(7);
    index.set(8, moved);
    hashes.set(8, 8.75);
    index.set(100_000, added);
    hashes.set(100_000, 1);
    writeFileSync(`${file}.0a1b.graph`, 'of an earlier version');
    await keepVectors(file, index, options);
    const { index: kept } = (await readVectors(file, 'e'))!;
    expect(kept.nearest(moved, 1).rows[0]).toBe(8);
    expect(kept.nearest(added, 1).rows[0]).toBe(100_000);
    expect(kept.has(7)).toBe(false);
    expect(readdirSync(join(file, '..'))).toEqual(['shop-vectors.bin']);
    expect([heldIt, readFileSync(file).includes(Buffer.from(codesOf(gone).buffer))]).toEqual([true, false]);
  });

  it('are read without cells where an earlier version kept them', async () => {
    const few = new VectorIndex(DIMENSION);
    for (let row = 0; row < 30; row++) few.set(row, unitVector());
    await keepVectors(file, few, options);
    const bytes = readFileSync(file);
    const line = bytes.indexOf(10);
    const { encoder, dimension, count } = JSON.parse(bytes.toString('utf8', 0, line)) as Record<
      string,
      unknown
    >;
    const header = JSON.stringify({ encoder, dimension, count, graph: null, axes: 0, axes_of: 0 });
    writeFileSync(file, Buffer.concat([Buffer.from(header), bytes.subarray(line)]));
    const query = unitVector();
    expect((await readVectors(file, 'e'))!.index.nearest(query, 5)).toEqual(few.nearest(query, 5));
    expect(await readVectors(file, 'another')).toBeNull();
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    expect(await readVectors(file, 'e')).toBeNull();
  });
});
