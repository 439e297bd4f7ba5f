import type { TableSchema } from '../../contract/dataSchema';
import type { TableRecord } from '../../contract/record';
import { tableVector } from '../../features/featureVector';
import { bestWordPenalty, fitTableRidge, type LinearRow, withLogs } from '../../training/linear/tableRidge';
import { type Separators, tableExtras } from '../../training/table/tableExtras';
import { mean, quantile } from '../../common/statistics';
import type { TableModel } from './tableModel';

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
export function tableRidge(
  name: string,
  schema: TableSchema,
  separators: Separators,
  withText: boolean,
): TableModel {
  const transform = schema.log_target ? Math.log1p : (value: number) => value;
  const back = schema.log_target ? Math.expm1 : (value: number) => value;
  return {
    name,
    seeds: 'none',
    forecast: (known, wanted) => {
      const extras = tableExtras(known, { ...schema, separators });
      const linear = (record: TableRecord): LinearRow => ({
        columns: withLogs(tableVector(record, extras), extras.numeric.length),
        text: record.text,
      });
      const rows = known.map(({ record }) => linear(record));
      const targets = known.map(({ target }) => transform(target));
      const model = fitTableRidge(rows, targets, withText ? bestWordPenalty(rows, targets) : null);
      const [low, high] = [quantile(targets, 0), quantile(targets, 1)];
      return Promise.resolve(
        wanted.map((record) => ({ p50: back(Math.max(low, Math.min(high, model.answer(linear(record))))) })),
      );
    },
  };
}
