import { EQUAL, FEWEST_PRODUCTS } from '../contract/certainty';
import type { Worth, WorthFigure } from '../training/demand/stackWorth';
import { counted } from './command';

/** Names of the simple methods, as in the evaluation's report. */
const METHODS: Record<string, string> = {
  lag_1: 'last value',
  mean_4: 'mean of 4 weeks',
  mean_8: 'mean of 8 weeks',
  mean_13: 'mean of 13 weeks',
  mean_26: 'mean of 26 weeks',
  smoothed_1: 'exponential smoothing by .1',
  smoothed_3: 'exponential smoothing by .3',
  smoothed_best: 'exponential smoothing',
  croston: 'Croston (SBA)',
  tsb: 'TSB',
  year_ago: 'seasonal naive',
  analogs_mean: 'mean of similar products',
  analogs_level: 'level of similar products',
  words_level: 'level of products of like words',
  characters_level: 'level of products of like letters',
  price_mean: 'mean of products of like price',
  price_level: 'level of products of like price',
  ridge: 'ridge regression',
  nothing: 'zeros',
};
const TASKS = { NEW: 'new products', KNOWN: 'known products' };

/**
 * The model's error next to the best simple method's, on the weeks held out of the fit. It says so if the model is
 * worse over enough products for a verdict. A simple method that answers alone cannot be worse than the others, but it
 * may be worse than forecasting zero if products have reached their end.
 */
export function worthText(worth: readonly Worth[]): string {
  if (worth.length === 0)
    return 'Too little could be held out to say what the model is worth; evaluate tells more.';
  const lines = worth.flatMap(({ task, products, weekly, total }) => {
    const on = `${TASKS[task]} (${counted(products, 'product')} held out)`;
    return [`  ${on}: by week ${against(weekly)}; totals ${against(total)}`];
  });
  const left = worth.flatMap(({ task, alone }) =>
    alone === null
      ? []
      : [
          `Answers for ${TASKS[task]} are those of ${METHODS[alone] ?? alone} alone, which is surely better there.`,
        ],
  );
  const beaten = worth.flatMap(({ task, products, alone, weekly, total }) => {
    if (products < FEWEST_PRODUCTS) return [];
    const figures = Object.entries({ 'by week': weekly, totals: total });
    const counts = (best: string) => alone === null || best === 'nothing';
    const worse = figures
      .filter(([, { served, simple, best }]) => counts(best) && served - simple >= EQUAL)
      .map(([name]) => name);
    return worse.length > 0 ? [`${TASKS[task]} (${worse.join(', ')})`] : [];
  });
  const warning =
    beaten.length > 0
      ? [`A simple method did better on ${beaten.join(' and ')}: run evaluate before you rely on this model.`]
      : [];
  return ['Error beside the best simple method, WAPE on weeks held out:', ...lines, ...left, ...warning].join(
    '\n',
  );
}

function against({ served, simple, best }: WorthFigure): string {
  return `${served.toFixed(3)}, ${METHODS[best] ?? best} ${simple.toFixed(3)}`;
}
