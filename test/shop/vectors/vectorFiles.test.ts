import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../src/common/random';
import { finish } from '../../../src/common/steps';
import type { PrincipalAxes } from '../../../src/shop/vectors/principalAxes';
import { unit } from '../../../src/shop/vectors/vectorCodes';
import { keepVectors, readVectors } from '../../../src/shop/vectors/vectorFiles';
import { VectorGraph } from '../../../src/shop/vectors/vectorGraph';
import { EXACT_UP_TO, VectorIndex } from '../../../src/shop/vectors/vectorIndex';

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

/** As the graph of neighbours has a vector's components along its axes. */
function graphBytes(vector: Float32Array, axes: PrincipalAxes): Buffer {
  return Buffer.from(Int8Array.from(unit(axes.project(vector)), (value) => Math.trunc(value * 127)).buffer);
}

describe('vectors that are kept while others are served', () => {
  const index = largeIndex();
  const hashes = new Map(Array.from(index.rows(), (row) => [row, row + 0.5]));
  const file = join(mkdtempSync(join(tmpdir(), 'vectors-')), 'shop-vectors.bin');
  const options = { encoder: 'e', hashOf: (row: number) => hashes.get(row) ?? NaN, served: true };
  const graphs = () => readdirSync(join(file, '..')).filter((name) => name.endsWith('.graph'));

  it('have a graph that a process of its own makes', async () => {
    const save = jest.spyOn(VectorGraph.prototype, 'save');
    await keepVectors(file, index, options);
    expect(save).not.toHaveBeenCalled();
    const kept = await readVectors(file, 'e');
    expect(kept!.index.graph!.axes).toEqual(index.graph!.axes);
    expect(kept!.index.size).toBe(index.size);
    for (let query = 0; query < 20; query++) {
      const vector = unitVector();
      const found = [...kept!.index.nearest(vector, 10).rows];
      const exact = new Set(index.exactNearest(vector, 10).rows);
      expect(found.filter((row) => exact.has(row)).length).toBeGreaterThan(6);
    }
  });

  it('follow what came, changed and went, and leave nothing of it behind', async () => {
    const [gone, moved, added] = [index.vector(7)!, unitVector(), unitVector()];
    index.remove(7);
    hashes.delete(7);
    index.set(8, moved);
    hashes.set(8, 8.75);
    index.set(100_000, added);
    hashes.set(100_000, 1);
    const [before] = graphs();
    const trace = graphBytes(gone, index.graph!.axes);
    const holds = (name: string) => readFileSync(join(file, '..', name)).includes(trace.subarray(4, 20));
    const heldIt = holds(before);
    await keepVectors(file, index, options);
    const { index: kept } = (await readVectors(file, 'e'))!;
    expect(kept.nearest(moved, 1).rows[0]).toBe(8);
    expect(kept.nearest(added, 1).rows[0]).toBe(100_000);
    expect(kept.has(7)).toBe(false);
    expect(graphs()).toHaveLength(1);
    expect(graphs()).not.toContain(before);
    expect([heldIt, holds(graphs()[0])]).toEqual([true, false]);
  });
});
