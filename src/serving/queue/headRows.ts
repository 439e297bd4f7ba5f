import type { HeadOutputs } from '../../contract/head';

/** `count` rows of what a head answered for `rows`, from one on. Views, not copies. */
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
  };
}

/** Answers of one row each as one answer. */
export function joinRows(rows: readonly HeadOutputs[]): HeadOutputs {
  const floats = (pick: (row: HeadOutputs) => Float32Array) => {
    const width = pick(rows[0]).length;
    const whole = new Float32Array(rows.length * width);
    rows.forEach((row, at) => whole.set(pick(row), at * width));
    return whole;
  };
  const width = rows[0].analogIndex.length;
  const analogIndex = new Int32Array(rows.length * width);
  rows.forEach((row, at) => analogIndex.set(row.analogIndex, at * width));
  return {
    quantiles: floats(({ quantiles }) => quantiles),
    mean: floats(({ mean }) => mean),
    analogIndex,
    analogSimilarity: floats(({ analogSimilarity }) => analogSimilarity),
  };
}
