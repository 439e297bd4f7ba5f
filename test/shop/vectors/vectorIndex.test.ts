import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../src/common/random';
import { finish } from '../../../src/common/steps';
import { VectorGraph } from '../../../src/shop/vectors/vectorGraph';
import { EXACT_UP_TO, VectorIndex } from '../../../src/shop/vectors/vectorIndex';

const DIMENSION = 32;
const WANTED = 30;
/** As many as a forecast looks up. */
const LOOKED_UP = 56;

/** Of texts' vectors a few components tell most. */
function unitVector(random: Random): Float32Array {
  const vector = Float32Array.from(
    { length: DIMENSION },
    (_, at) => (random.uniform() + random.uniform() - 1) / (1 + at),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function indexOf(vectors: readonly Float32Array[]): VectorIndex {
  const index = new VectorIndex(DIMENSION);
  vectors.forEach((vector, row) => index.set(row, vector));
  if (index.wantsGraph) finish(index.building());
  return index;
}

/** Cosines to all, largest first. */
function compared(vectors: readonly Float32Array[], query: Float32Array) {
  return vectors
    .map((vector, row) => ({ row, cosine: vector.reduce((sum, value, at) => sum + value * query[at], 0) }))
    .sort((a, b) => b.cosine - a.cosine);
}

describe('nearest products by vector', () => {
  const random = new Random(1);
  const few = Array.from({ length: 400 }, () => unitVector(random));
  const many = Array.from({ length: EXACT_UP_TO + 1000 }, () => unitVector(random));
  const large = indexOf(many);

  it('compares few products one by one', () => {
    const index = indexOf(few);
    const query = unitVector(random);
    const { rows, similarities } = index.nearest(query, 5);
    const all = compared(few, query);
    rows.forEach((row, at) => expect(all.findIndex((one) => one.row === row)).toBeLessThan(at + 3));
    similarities.forEach((value, at) => expect(Math.abs(value - all[at].cosine)).toBeLessThan(0.01));
  });

  it('finds nearly all of the nearest among many where some more are looked up', () => {
    let found = 0;
    for (let query = 0; query < 50; query++) {
      const vector = unitVector(random);
      const rows = new Set(large.nearest(vector, LOOKED_UP).rows);
      found += compared(many, vector)
        .slice(0, WANTED)
        .filter(({ row }) => rows.has(row)).length;
    }
    expect(found / (50 * WANTED)).toBeGreaterThan(0.9);
  });

  it.each([
    ['few', () => indexOf(few)],
    ['many', () => indexOf(many)],
  ])('follows changes among %s', (_, make) => {
    const index = make();
    const { size } = index;
    const [moved, added] = [unitVector(random), unitVector(random)];
    index.set(7, moved);
    index.set(100_000, added);
    expect(index.nearest(moved, 1).rows[0]).toBe(7);
    expect(index.nearest(added, 1).rows[0]).toBe(100_000);
    expect(index.size).toBe(size + 1);
    index.remove(7);
    expect(index.has(7)).toBe(false);
    expect([...index.nearest(moved, WANTED).rows]).not.toContain(7);
    expect(index.nearest(added, 1).rows[0]).toBe(100_000);
    expect(index.size).toBe(size);
  });

  it.each([
    ['few', () => indexOf(few)],
    ['many', () => large],
  ])('gives back %s as they were kept', (_, make) => {
    const index = make();
    const file = join(mkdtempSync(join(tmpdir(), 'vectors-')), 'graph');
    index.graph?.save(file);
    const kept = VectorIndex.of(index.table(), index.graph && new VectorGraph(index.graph.axes, file));
    const query = unitVector(random);
    expect(kept.nearest(query, WANTED)).toEqual(index.nearest(query, WANTED));
    kept.set(100_001, query);
    expect(kept.nearest(query, 1).rows[0]).toBe(100_001);
  });

  it('wants no second graph while the axes of the first are sought', () => {
    const index = new VectorIndex(DIMENSION, 300);
    few.forEach((vector, row) => index.set(row, vector));
    expect(index.wantsGraph).toBe(true);
    const building = index.building();
    building.next();
    expect(index.wantsGraph).toBe(false);
    finish(building);
    expect(index.wantsGraph).toBe(false);
    expect(index.graph).not.toBeNull();
  });

  it('makes its graph anew once most products are others than those that it was made of', () => {
    const [half, wide] = [DIMENSION * 2, DIMENSION * 4];
    const index = new VectorIndex(wide, 300);
    /** Vectors of one kind differ along other components than those of the other. */
    const kind = (from: number) => {
      const vector = new Float32Array(wide);
      for (let part = from; part < from + half; part += DIMENSION) vector.set(unitVector(random), part);
      return vector.map((value) => value / Math.SQRT2);
    };
    const found = (query: Float32Array) => {
      const exact = new Set(index.exactNearest(query, WANTED).rows);
      return index.nearest(query, LOOKED_UP).rows.filter((row) => exact.has(row)).length / WANTED;
    };
    const recall = () =>
      Array.from({ length: 20 }, () => found(kind(half))).reduce((sum, one) => sum + one) / 20;
    for (let row = 0; row < 400; row++) index.set(row, kind(0));
    finish(index.building());
    expect(index.wantsGraph).toBe(false);
    for (let row = 400; row < 1601; row++) index.set(row, kind(half));
    const before = recall();
    expect(index.wantsGraph).toBe(true);
    finish(index.building());
    expect(index.wantsGraph).toBe(false);
    expect(recall()).toBeGreaterThan(Math.max(0.8, before + 0.1));
  });

  it('finds none where there is none', () => {
    expect(new VectorIndex(DIMENSION).nearest(unitVector(random), 3).rows).toHaveLength(0);
  });
});
