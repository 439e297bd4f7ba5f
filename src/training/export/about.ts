import type { Manifest } from '../../contract/manifest';

/** What a model is called, where its data come from, and how it did in a backtest. */
export interface ModelAbout {
  name: string;
  title: string;
  source: string;
  licence: string;
  metrics: Manifest['metrics'];
}

/** How long training took, in seconds, and the hash and rows of the file it read. */
export interface TrainingRun {
  seconds: number;
  hash: string;
  rows: number;
}

/** Quantiles .005 and .995 of columns of a row-major table, by name, where they are known. */
export function rangesOf(
  names: readonly string[],
  values: Float32Array,
  width: number,
): Manifest['features']['ranges'] {
  return Object.fromEntries(
    names.map((name, column) => {
      const known = values.filter((value, at) => at % width === column && !Number.isNaN(value)).sort();
      const at = (share: number) => known[Math.round((known.length - 1) * share)] ?? null;
      return [name, { low: at(0.005), high: at(0.995) }];
    }),
  );
}

/** The similarity that nearly all known texts have to their nearest other. */
export function familiarSimilarity(nearest: readonly number[]): number | null {
  const sorted = [...nearest].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.01)] ?? null;
}
