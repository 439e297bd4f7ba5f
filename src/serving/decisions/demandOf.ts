import type { ItemForecast } from '../../contract/forecastAnswers';
import { USUAL_SPREAD, type GroupSpread } from '../../contract/spread';
import { Demand } from '../../decisions/demand';
import { spanRange } from '../../decisions/spanRange';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { invalidFields } from '../../contract/invalidFields';

/** How a product's sales scatter around its forecast: as for new products, or as for known ones. */
export function spreadFor({ manifest }: ModelDirectory, { cold_start }: ItemForecast): GroupSpread {
  const spread = manifest.spread ?? USUAL_SPREAD;
  return cold_start ? spread.new : spread.known;
}

/** The distribution of demand in the first `span` weeks of a forecast. */
export function demandOf(model: ModelDirectory, item: ItemForecast, span: number): Demand {
  const { whole } = model.manifest.spread ?? USUAL_SPREAD;
  const { tail } = spreadFor(model, item);
  const range = spanRange(item.forecast, item.total, span);
  return new Demand(range, { tail, whole, meanHolds: item.cold_start });
}

/** Throws ShelfcastError `invalid` for a model that forecasts no weeks. */
export function refuseTables({ name, manifest }: ModelDirectory): void {
  if (manifest.schema.mode === 'demand') return;
  const message = `'${name}' forecasts rows of a table; name a model of weekly sales`;
  throw invalidFields([{ path: 'model', message }]);
}
