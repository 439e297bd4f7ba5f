import type { TableSchema } from '../../contract/dataSchema';
import type { HeadKind } from '../../contract/head';
import { fitTable, TablePredictor } from '../../training/table/fitTable';
import type { TableOptions } from '../../training/table/tableOptions';
import type { TextVectors } from '../../training/encoder/textVectors';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE, TEXT_ONLY } from '../../contract/modelNames';
import { shuffledVectors } from '../methods/shuffledVectors';
import type { Seeds } from '../methods/forecaster';
import type { TableModel } from './tableModel';

const QUANTILES = [0.1, 0.5, 0.9];

/** The model's heads for tables, and the text-aware one with texts shuffled between rows. */
export function tableHeads(
  texts: TextVectors,
  all: readonly string[],
  schema: TableSchema,
  settings: TableOptions,
): TableModel[] {
  const model = (
    name: string,
    kind: HeadKind,
    seeds: Seeds,
    vectors: (seed: number) => TextVectors,
  ): TableModel => ({
    name,
    seeds,
    forecast: async (known, wanted, seed) => {
      const fitted = await fitTable(known, vectors(seed), {
        ...settings,
        kinds: [kind],
        seed,
        quantiles: QUANTILES,
        numeric: schema.numeric,
        categorical: schema.categorical,
        logTarget: schema.log_target,
      });
      const predictor = await TablePredictor.open(fitted, kind);
      const { quantiles, mean } = await predictor.predict(wanted, vectors(seed));
      return wanted.map((_, row) => {
        const [p10, p50, p90] = quantiles.subarray(row * QUANTILES.length, (row + 1) * QUANTILES.length);
        return { p10, p50, p90, mean: mean[row] };
      });
    },
  });
  return [
    model(TEXT_AWARE, 'text_aware', 'all', () => texts),
    model(NUMERIC_ONLY, 'numeric_only', 'all', () => texts),
    model(TEXT_ONLY, 'text_only', 'first', () => texts),
    model(SHUFFLED, 'text_aware', 'first', (seed) => shuffledVectors(texts, all, seed)),
  ];
}
