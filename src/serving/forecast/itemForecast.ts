import { certain } from '../../common/certain';
import type { ItemForecast } from '../../contract/forecastAnswers';
import type { HeadKind, HeadOutputs } from '../../contract/head';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { HISTORY_WEEKS } from '../../features/recordView';
import type { SharedProducts } from '../../shop/sameShop';
import { nearestSimilarity } from './analogs';
import type { Neighbours } from './neighbours';
import type { ForecastPlan } from './plan';
import type { ItemTexts } from './itemTexts';
import type { PreparedItem } from './preparedItems';
import { firstWeeks, forecastOf, rounded, totalMean } from './ranges';
import { untoldSeason } from './untoldSeason';
import { warningsOf } from './warnings';

/** The answer for the item in one row of a head's outputs. */
export function itemForecast(
  model: ModelDirectory,
  shared: SharedProducts | null,
  item: PreparedItem,
  { tokens, cached, fitted, vectors }: ItemTexts,
  neighbours: Neighbours | undefined,
  outputs: Map<HeadKind, HeadOutputs>,
  row: number,
  rows: number,
  plan: ForecastPlan,
): ItemForecast {
  const { manifest } = model;
  const origin = item.record?.origin ?? null;
  const history = item.record?.history ?? [];
  const own = certain(outputs.get(plan.head), `${plan.head} forecast`);
  const similarity = neighbours ? neighbours.nearestSimilarity() : nearestSimilarity(own, row, rows);
  const cut = fitted.some((characters) => characters !== null);
  const shown = plan.kept ? (value: number) => value : rounded;
  const whole = forecastOf(own, row, rows, manifest, origin, shown);
  const { forecast: weeks, total } = firstWeeks(whole, plan.horizon);
  const forecast: ItemForecast = {
    sku: item.sku,
    cold_start: history.length === 0,
    lag_depth: history.slice(-HISTORY_WEEKS).filter(({ units }) => !Number.isNaN(units)).length,
    tokens,
    truncated: cut,
    cached,
    warnings: warningsOf(model, item, {
      head: plan.head,
      shared,
      similarity,
      unusedAnalogs: neighbours && plan.head !== 'numeric_only' ? neighbours.unused : null,
      promoSimilarity: own.promoSimilarity.length > 0 ? own.promoSimilarity[row] : null,
      fitted,
      season: neighbours ? untoldSeason(manifest, neighbours) : null,
    }),
    forecast: weeks,
    total,
  };
  if (cut) {
    forecast.fitted = {
      description: item.description.slice(0, fitted[0] ?? undefined),
      promo_text: item.promoText?.slice(0, fitted[1] ?? undefined) ?? null,
    };
  }
  for (const kind of plan.beside) {
    const beside = outputs.get(kind);
    if (!beside) continue;
    const besideIt = forecastOf(beside, row, rows, manifest, origin);
    forecast[kind as 'numeric_only' | 'text_only'] = firstWeeks(besideIt, plan.horizon);
  }
  const numbers = outputs.get('numeric_only');
  if (plan.head === 'text_aware' && numbers) {
    forecast.text_effect = rounded(
      totalMean(own, row, rows, plan.horizon) - totalMean(numbers, row, rows, plan.horizon),
    );
  }
  if (plan.embeddings && vectors) forecast.embedding = [...vectors.description];
  return forecast;
}
