import { Index, MetricKind, ScalarKind } from 'usearch';
import type { PrincipalAxes } from './principalAxes';
import { lowHalves } from './vectorCodes';

/**
 * Hierarchical navigable small worlds (Malkov and Yashunin 2016, arXiv:1603.09320): links per node, and candidates
 * kept.
 */
const GRAPH = { connectivity: 10, expansion_add: 128, expansion_search: 48 };
/** A key that no product has. */
const NOBODY = 2n ** 40n;

/**
 * An approximate nearest neighbour graph of products' vectors along the principal axes, so that a search compares few
 * of many, by few numbers each. A product is its row.
 */
export class VectorGraph {
  private readonly index: Index;

  /** Empty, or from a file. */
  constructor(
    readonly axes: PrincipalAxes,
    file: string | null = null,
  ) {
    this.index = new Index({
      dimensions: axes.count,
      // For unit vectors, at half the cost of their cosine.
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

  /** Adds a new product with its vector [D]. */
  add(row: number, vector: Float32Array): void {
    this.index.add(BigInt(row), this.axes.project(vector), 1);
  }

  /** Removes a product, also from memory. */
  remove(row: number): void {
    this.index.remove(BigInt(row));
    // The graph reuses the place for the next addition.
    this.index.add(NOBODY, new Float32Array(this.axes.count).fill(1), 1);
    this.index.remove(NOBODY);
  }

  /** Rows of `count` products that are approximately nearest to a vector [D], in no particular order. */
  near(vector: Float32Array, count: number): Int32Array {
    return lowHalves(this.index.search(this.axes.project(vector), count, 1).keys);
  }

  /** Writes the graph; a million products take about a second. */
  save(file: string): void {
    this.index.save(file);
  }
}
