import { concatenated } from '../../common/rows';
import type { HeadOutputs } from '../../contract/head';

/** `count` rows of a head's outputs for `rows`, starting at `from`. Views, not copies. */
export function rowsOf(outputs: HeadOutputs, rows: number, from: number, count: number): HeadOutputs {
  const part = <T extends Float32Array | Int32Array>(values: T): T => {
    const width = values.length / rows;
    return values.subarray(from * width, (from + count) * width) as T;
  };
  return {
    quantiles: part(outputs.quantiles),
    mean: part(outputs.mean),
    analogIndex: part(outputs.analogIndex),
    analogSimilarity: part(outputs.analogSimilarity),
    promoSimilarity: part(outputs.promoSimilarity),
  };
}

/** Outputs of one row each, joined. */
export function joinRows(rows: readonly HeadOutputs[]): HeadOutputs {
  const width = rows[0].analogIndex.length;
  const analogIndex = new Int32Array(rows.length * width);
  rows.forEach((row, at) => analogIndex.set(row.analogIndex, at * width));
  return {
    quantiles: concatenated(rows.map(({ quantiles }) => quantiles)),
    mean: concatenated(rows.map(({ mean }) => mean)),
    analogIndex,
    analogSimilarity: concatenated(rows.map(({ analogSimilarity }) => analogSimilarity)),
    promoSimilarity: concatenated(rows.map(({ promoSimilarity }) => promoSimilarity)),
  };
}
