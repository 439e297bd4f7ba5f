import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { cast, matmul, mul, topK } from '../../graph/ops';

/** Vectors of the products with which a text is compared, as int8 codes with one scale per product. */
export interface Bank {
  /** Row-major [S, D]. */
  codes: Int8Array;
  /** [S]: value = code * scale. */
  scales: Float32Array;
  size: number;
  dimension: number;
}

/** Products searched for neighbours that were on sale at some week; rarely fewer are, and then those are all. */
const DEEPEST = 600;
const ROWS_AT_ONCE = 512;

export function makeBank(vectors: Float32Array, dimension: number): Bank {
  const size = vectors.length / dimension;
  const scales = new Float32Array(size);
  const codes = new Int8Array(vectors.length);
  for (let row = 0; row < size; row += 1) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0) continue;
    scales[row] = largest / 127;
    codes.set(
      Int8Array.from(vector, (value) => Math.round((value / largest) * 127)),
      row * dimension,
    );
  }
  return { codes, scales, size, dimension };
}

/** Similarities [N, S] of texts [N, D] to the bank. */
export function similarities(texts: Value, bank: Bank): Value {
  const { graph } = texts;
  const transposed = new Int8Array(bank.codes.length);
  for (let row = 0; row < bank.size; row += 1) {
    for (let at = 0; at < bank.dimension; at += 1) {
      transposed[at * bank.size + row] = bank.codes[row * bank.dimension + at];
    }
  }
  const codes = cast(graph.constant(transposed, [bank.dimension, bank.size]), 'float');
  return mul(matmul(texts, codes), graph.constant(bank.scales, [1, bank.size]));
}

/** Row-major [N, depth]: the bank's products by falling similarity to each text. */
export interface BankRanking {
  index: Int32Array;
  similarity: Float32Array;
  depth: number;
}

/** Ranks the bank's products for texts, row-major [N, D], to a depth of at most `deepest`. */
export async function rank(texts: Float32Array, bank: Bank, deepest = DEEPEST): Promise<BankRanking> {
  const depth = Math.min(deepest, bank.size);
  const rows = texts.length / bank.dimension;
  const graph = new GraphBuilder('ranking');
  const { values, indices } = topK(
    similarities(graph.input('texts', 'float', ['N', bank.dimension]), bank),
    depth,
  );
  graph.output('similarity', values);
  graph.output('index', cast(indices, 'int32'));
  const session = await openOnCpu(graph.bytes());
  const ranking = { index: new Int32Array(rows * depth), similarity: new Float32Array(rows * depth), depth };
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const part = texts.subarray(from * bank.dimension, (from + ROWS_AT_ONCE) * bank.dimension);
    const feeds = { texts: new Tensor('float32', part, [part.length / bank.dimension, bank.dimension]) };
    const { similarity, index } = await session.run(feeds);
    ranking.similarity.set(similarity.data as Float32Array, from * depth);
    ranking.index.set(index.data as Int32Array, from * depth);
  }
  await session.release();
  return ranking;
}

/** For the bank's own texts, in its order: the similarity of each to its nearest other. */
export function nearestOthers({ index, similarity, depth }: BankRanking): number[] {
  return Array.from({ length: similarity.length / depth }, (_, row) => {
    const first = row * depth;
    return similarity[index[first] === row && depth > 1 ? first + 1 : first];
  });
}

/** The first `count` products of one row's ranking that are eligible and not the row's own, with their similarity. */
export function firstEligible(
  { index, similarity, depth }: BankRanking,
  row: number,
  own: number,
  eligible: Uint8Array,
  count: number,
  into: { index: BigInt64Array; similarity: Float32Array; at: number },
): void {
  let found = 0;
  for (let at = row * depth; at < (row + 1) * depth && found < count; at += 1) {
    const product = index[at];
    if (product === own || !eligible[product]) continue;
    into.index[into.at + found] = BigInt(product);
    into.similarity[into.at + found] = similarity[at];
    found += 1;
  }
}
