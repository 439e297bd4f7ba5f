import { Random } from '../../../src/common/random';
import { PrincipalAxes } from '../../../src/shop/vectors/principalAxes';

const DIMENSION = 24;
const random = new Random(3);

function randomVector(): Float32Array {
  return Float32Array.from({ length: DIMENSION }, () => random.uniform() - 0.5);
}

function fitted(vectors: readonly Float32Array[], count: number): PrincipalAxes {
  const steps = PrincipalAxes.fitting(vectors, { dimension: DIMENSION, count, size: vectors.length });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at], 0);
}

describe('principal axes', () => {
  const basis = Array.from({ length: 4 }, randomVector);
  /** Vectors that differ along four directions alone. */
  const flat = Array.from({ length: 300 }, () => {
    const shares = basis.map(() => random.uniform() - 0.5);
    return new Float32Array(DIMENSION).map((_, at) =>
      basis.reduce((sum, direction, along) => sum + shares[along] * direction[at], 0),
    );
  });
  const axes = fitted(flat, 4);

  it('keep the products of vectors that lie among them', () => {
    for (let at = 1; at < 40; at++) {
      const kept = dot(axes.project(flat[at]), axes.project(flat[at - 1]));
      expect(kept).toBeCloseTo(dot(flat[at], flat[at - 1]), 4);
    }
  });

  it('are unit vectors at right angles', () => {
    for (let one = 0; one < axes.count; one++)
      for (let other = 0; other < axes.count; other++) {
        const [a, b] = [one, other].map((at) => axes.table.subarray(at * DIMENSION, (at + 1) * DIMENSION));
        expect(dot(a, b)).toBeCloseTo(one === other ? 1 : 0, 5);
      }
  });

  it('project a vector that is part of a longer array as they do alone', () => {
    const longer = Float32Array.from([...randomVector(), ...flat[7]]);
    expect(axes.project(longer.subarray(DIMENSION))).toEqual(axes.project(flat[7]));
  });

  it('beyond what vectors differ along are none', () => {
    const more = fitted(flat, 8);
    expect(more.count).toBe(8);
    expect(dot(more.project(flat[3]), more.project(flat[4]))).toBeCloseTo(dot(flat[3], flat[4]), 4);
    expect([...more.table].every(Number.isFinite)).toBe(true);
  });

  it('are told apart', () => {
    expect(axes.equals(PrincipalAxes.of(DIMENSION, axes.table.slice(), 300))).toBe(true);
    expect(axes.equals(fitted(flat, 3))).toBe(false);
  });
});
