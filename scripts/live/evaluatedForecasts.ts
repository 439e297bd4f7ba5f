import type { Week } from '../../src/common/week';
import type { TextVectors } from '../../src/training/encoder/textVectors';
import { DemandPredictor, type FittedDemand } from '../../src/training/demand/fitDemand';
import { panelShop } from '../../src/training/demand/demandShop';
import { casesAt, type CaseWithTruth } from '../../src/evaluation/tasks/cases';
import type { DemandPanel } from '../../src/ingest/panel';

/** A case of the backtest at an origin, with medians of a fitted model by week and its total: live neighbours, and frozen ones. */
export interface EvaluatedCase extends CaseWithTruth {
  live: number[];
  frozen: number[];
}

/**
 * What the backtest forecasts at an origin with a model that was fitted before: neighbours are looked up in the shop before
 * the origin, and once more in the one that the model was fitted on.
 */
export async function evaluatedAt(
  panel: DemandPanel,
  origin: Week,
  model: FittedDemand,
  texts: TextVectors,
): Promise<EvaluatedCase[]> {
  const t = origin - panel.firstWeek;
  const { horizon, quantiles } = model.options;
  const cases = casesAt(panel, t, horizon);
  const before = panel.before(t);
  const { dimension } = texts;
  const vectors = new Float32Array(before.skus.length * dimension);
  before.skus.forEach((_, sku) => vectors.set(texts.vectorOf(before.descriptionAt(sku, t)), sku * dimension));
  const records = cases.map(({ case: { record } }) => record);
  const medians = async (predictor: DemandPredictor) => {
    const { quantiles: found } = await predictor.predict(records, texts);
    const middle = quantiles.indexOf(0.5);
    return records.map((_, row) =>
      Array.from(
        { length: horizon + 1 },
        (_, s) => found[(row * (horizon + 1) + s) * quantiles.length + middle],
      ),
    );
  };
  const live = await medians(
    await DemandPredictor.open(model, 'text_aware', panelShop(before, vectors, dimension)),
  );
  const frozen = await medians(await DemandPredictor.open(model, 'text_aware'));
  return cases.map((one, at) => ({ ...one, live: live[at], frozen: frozen[at] }));
}
