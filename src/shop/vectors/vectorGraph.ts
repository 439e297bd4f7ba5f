import { Index, MetricKind, ScalarKind } from 'usearch';
import type { PrincipalAxes } from './principalAxes';
import { lowHalves } from './vectorCodes';

/** Hierarchical navigable small worlds (Malkov and Yashunin 2016, arXiv:1603.09320): links a node, and candidates kept. */
const GRAPH = { connectivity: 10, expansion_add: 128, expansion_search: 48 };
/** A key that no product has. */
const NOBODY = 2n ** 40n;

/**
 * Which products' vectors are near each other along the principal axes, so that a search compares few of many, by few
 * numbers each. A product is its row.
 */
export class VectorGraph {
  private readonly index: Index;

  /** Empty, or as it was kept in a file. */
  constructor(
    readonly axes: PrincipalAxes,
    file: string | null = null,
  ) {
    this.index = new Index({
      dimensions: axes.count,
      // Of unit vectors, which costs half of what their cosine does.
      metric: MetricKind.IP,
      quantization: ScalarKind.I8,
      multi: false,
      ...GRAPH,
    });
    if (file !== null) this.index.load(file);
  }

  has(row: number): boolean {
    return this.index.contains(BigInt(row)) as boolean;
  }

  /** A product that the graph does not have; its vector is [D]. */
  add(row: number, vector: Float32Array): void {
    this.index.add(BigInt(row), this.axes.project(vector), 1);
  }

  /** Forgets a product, in memory as well. */
  remove(row: number): void {
    this.index.remove(BigInt(row));
    // The graph puts what comes next in the place of what went.
    this.index.add(NOBODY, new Float32Array(this.axes.count).fill(1), 1);
    this.index.remove(NOBODY);
  }

  /** Rows of `count` products that are nearly the nearest to a vector [D], in no order that counts. */
  near(vector: Float32Array, count: number): Int32Array {
    return lowHalves(this.index.search(this.axes.project(vector), count, 1).keys);
  }

  /** Writes the graph; a million products take about a second. */
  save(file: string): void {
    this.index.save(file);
  }
}
