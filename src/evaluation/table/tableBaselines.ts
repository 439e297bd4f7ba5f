import type { TableSchema } from '../../contract/dataSchema';
import type { TableRecord } from '../../contract/record';
import { type Extras, tableVector } from '../../features/featureVector';
import { frequentLevels } from '../../features/categoryLevels';
import { fitDesign, MOST_LEVELS } from '../baselines/designRows';
import { predictRidge, ridge } from '../baselines/ridge';
import { mean, quantile } from '../../common/statistics';
import type { TableModel, TargetRow } from './tableModel';

const NUMBER_PENALTY = 10;
const WORD_PENALTIES = [0.3, 1, 3, 10, 100, 1000];
/** Every fifth row of a fit chooses the penalty of words. */
const VALIDATION = 5;

/** Quantiles and mean of all targets, whatever the row says. */
export const overall: TableModel = {
  name: 'overall median',
  seeds: 'none',
  forecast: (known, wanted) => {
    const targets = known.map(({ target }) => target);
    const step = {
      p10: quantile(targets, 0.1),
      p50: quantile(targets, 0.5),
      p90: quantile(targets, 0.9),
      mean: mean(targets),
    };
    return Promise.resolve(wanted.map(() => step));
  },
};

/**
 * Ridge regression on numbers (as they are, and their logarithms) and categories, with `withText` on TF-IDF terms as
 * well; on log1p of the target where the schema says so.
 */
export function tableRidge(name: string, schema: TableSchema, withText: boolean): TableModel {
  const transform = schema.log_target ? Math.log1p : (value: number) => value;
  const back = schema.log_target ? Math.expm1 : (value: number) => value;
  return {
    name,
    seeds: 'none',
    forecast: (known, wanted) => {
      const extras = extrasOf(known, schema);
      const features = (record: TableRecord) => withLogs(tableVector(record, extras), extras.numeric.length);
      const vectors = known.map(({ record }) => features(record));
      const texts = known.map(({ record }) => record.text);
      const design = fitDesign(vectors, texts, withText);
      const rows = vectors.map((vector, i) => design.row(vector, texts[i]));
      const targets = known.map(({ target }) => transform(target));
      const penalties = (words: number) =>
        new Float64Array(design.numbers + design.words)
          .fill(NUMBER_PENALTY, 0, design.numbers)
          .fill(words, design.numbers);
      const fitted = (places: readonly number[], words: number) =>
        ridge(
          places.map((i) => rows[i]),
          places.map((i) => targets[i]),
          penalties(words),
        );
      const places = rows.map((_, i) => i);
      const earlier = places.filter((i) => i % VALIDATION !== 0);
      const held = places.filter((i) => i % VALIDATION === 0);
      const tried = (withText ? WORD_PENALTIES : WORD_PENALTIES.slice(0, 1)).map((words) => {
        const model = fitted(earlier, words);
        return { words, error: mean(held.map((i) => Math.abs(targets[i] - predictRidge(model, rows[i])))) };
      });
      const model = fitted(
        places,
        tried.reduce((least, one) => (one.error < least.error ? one : least)).words,
      );
      const [low, high] = [quantile(targets, 0), quantile(targets, 1)];
      return Promise.resolve(
        wanted.map((record) => {
          const value = predictRidge(model, design.row(features(record), record.text));
          return { p50: back(Math.max(low, Math.min(high, value))) };
        }),
      );
    },
  };
}

function extrasOf(rows: readonly TargetRow[], { numeric, categorical }: TableSchema): Extras {
  return {
    numeric,
    categories: Object.fromEntries(
      categorical.map((name) => [
        name,
        frequentLevels(
          rows.map(({ record }) => record.extras[name]),
          { most: MOST_LEVELS },
        ),
      ]),
    ),
  };
}

/** The vector with the signed logarithm of each of its first `numbers` columns appended. */
function withLogs(vector: Float32Array, numbers: number): Float32Array {
  const logs = vector.subarray(0, numbers).map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
  return Float32Array.of(...vector, ...logs);
}
