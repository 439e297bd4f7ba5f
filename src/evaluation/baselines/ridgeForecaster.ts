import { TASKS } from '../../contract/evaluation/task';
import type { DemandRecord, ShopWeek } from '../../contract/record';
import { type Extras, featureNames, featureVector } from '../../features/featureVector';
import { SEASONAL_WEEKS } from '../../shop/neighbours/season';
import type { DemandPanel } from '../../ingest/panel';
import type { Case, CaseForecast, Forecaster } from '../methods/forecaster';
import { mean, quantile } from '../../common/statistics';
import { frequentLevels } from '../../features/categoryLevels';
import { type Design, fitDesign, MOST_LEVELS } from '../../training/linear/designRows';
import { predictRidge, ridge, type RidgeModel } from '../../training/linear/ridge';
import type { SparseVector } from '../../shop/words/tfidf';
import { coldExamples, type Example, warmExamples } from './trainingExamples';

const NUMBER_PENALTY = 100;
/** Candidate penalties of words. */
const WORD_PENALTIES = [0.3, 1, 3, 10, 100, 1000, 10_000];

/** A regression on log1p(units) of one week of the horizon, or of its total, and the factor from medians to means. */
interface Target {
  model: RidgeModel;
  /** Upper bound of its log1p(units): the .999 quantile of its training rows. */
  ceiling: number;
  /** Sum of the training rows' units (clipped at the ceiling) over the sum of their fitted medians. */
  meanFactor: number;
}

interface Regression {
  design: Design;
  /** One a week of the horizon, then the total. */
  targets: Target[];
}

export const numericRidge = ridgeForecaster('ridge', false);
export const tfidfRidge = ridgeForecaster('TF-IDF + ridge', true);

/**
 * Ridge regression on the same numbers as the model's head, with `withText` on TF-IDF terms beside them: one regression
 * for products without history, one for all others. The penalty of words is chosen on
 * the latest tenth of the training rows, in units, from the rows whose horizon ended before.
 */
function ridgeForecaster(name: string, withText: boolean): Forecaster {
  return {
    name,
    tasks: TASKS,
    seeds: 'none',
    unavailable: () => null,
    fit: (panel) => {
      const features = featuresOf(panel);
      const fitted = new Map<boolean, Regression>();
      const regression = (warm: boolean, horizon: number): Regression => {
        const found = fitted.get(warm);
        if (found) return found;
        const examples = warm ? [] : coldExamples(panel, horizon);
        // In the first weeks of a shop there are no launches to learn from.
        const learnt = examples.length > 0 ? examples : warmExamples(panel, horizon);
        const made = fitRegression(learnt, features, withText);
        fitted.set(warm, made);
        return made;
      };
      return Promise.resolve({
        predict: (cases: readonly Case[]) =>
          Promise.resolve(
            cases.map(({ record, plan }) =>
              forecast(
                regression(record.history.length > 0, plan.length),
                features(record, panel.weeks),
                record,
              ),
            ),
          ),
      });
    },
  };
}

/** With less than a season and a half of data, the time of year only identifies single weeks. */
const SEASON = ['year_sine', 'year_cosine'];

type Features = (record: DemandRecord, anchor: number) => Float32Array;

function featuresOf(panel: DemandPanel): Features {
  const shop: ShopWeek[] = panel.shopWeeks();
  const extras = extrasOf(panel);
  const names = featureNames(extras);
  const kept = names.flatMap((name, i) => (panel.weeks < SEASONAL_WEEKS && SEASON.includes(name) ? [] : [i]));
  return (record, anchor) => {
    const vector = featureVector(record, { ...extras, shop: shop.slice(0, anchor) });
    return Float32Array.from(kept, (i) => vector[i]);
  };
}

function fitRegression(examples: readonly Example[], features: Features, withText: boolean): Regression {
  const ordered = [...examples].sort((a, b) => a.anchor - b.anchor);
  const vectors = ordered.map((one) => features(one.record, one.anchor));
  const texts = ordered.map((one) => textOf(one.record));
  const design = fitDesign(vectors, texts, withText);
  const rows = vectors.map((vector, i) => design.row(vector, texts[i]));
  const targetAt = (h: number) =>
    ordered.map(({ units }) =>
      Math.log1p(h < units.length ? units[h] : units.reduce((sum, value) => sum + value, 0)),
    );
  const horizon = ordered[0].units.length;
  const penalties = choosePenalties(ordered, rows, targetAt(horizon), design);
  return {
    design,
    targets: Array.from({ length: horizon + 1 }, (_, h) => {
      const target = targetAt(h);
      return fitTarget(rows, target, penalties);
    }),
  };
}

function fitTarget(rows: SparseVector[], target: number[], penalties: Float64Array): Target {
  const model = ridge(rows, target, penalties);
  const ceiling = quantile(target, 0.999);
  const median = { model, ceiling, meanFactor: 1 };
  const units = mean(target.map((log) => Math.expm1(Math.min(log, ceiling))));
  return { ...median, meanFactor: units / Math.max(1e-9, mean(rows.map((row) => medianOf(median, row)))) };
}

function medianOf({ model, ceiling }: Target, row: SparseVector): number {
  return Math.expm1(Math.max(0, Math.min(predictRidge(model, row), ceiling)));
}

/**
 * Examples in the order of their anchors. A product's hidden history never serves as validation, because its words are
 * known.
 */
function choosePenalties(
  examples: readonly Example[],
  rows: readonly SparseVector[],
  target: readonly number[],
  design: Design,
): Float64Array {
  const horizon = examples[0].units.length;
  const cut = examples[Math.floor(examples.length * 0.9)].anchor;
  const places = examples.map((_, i) => i);
  const earlier = places.filter((i) => examples[i].anchor + horizon <= cut);
  const later = places.filter((i) => examples[i].anchor >= cut && examples[i].real);
  const at = <T>(values: readonly T[], picked: readonly number[]): T[] => picked.map((i) => values[i]);
  const tried = WORD_PENALTIES.map((words) => penaltiesOf(design, words));
  if (design.words === 0) return tried[0];
  if (earlier.length === 0 || later.length === 0) return tried[Math.floor(tried.length / 2)];
  const errors = tried.map((penalties) => {
    const model = ridge(at(rows, earlier), at(target, earlier), penalties);
    return mean(later.map((i) => Math.abs(Math.expm1(target[i]) - Math.expm1(predictRidge(model, rows[i])))));
  });
  return tried[errors.indexOf(Math.min(...errors))];
}

function penaltiesOf({ numbers, words }: Design, word: number): Float64Array {
  return new Float64Array(numbers + words).fill(NUMBER_PENALTY, 0, numbers).fill(word, numbers);
}

function forecast(
  { design, targets }: Regression,
  features: Float32Array,
  record: DemandRecord,
): CaseForecast {
  const row = design.row(features, textOf(record));
  const steps = targets.map((target) => {
    const p50 = medianOf(target, row);
    return { p50, mean: p50 * target.meanFactor };
  });
  return { weeks: steps.slice(0, -1), total: steps[steps.length - 1] };
}

function textOf({ description, promoText }: DemandRecord): string {
  return promoText ? `${description} ${promoText}` : description;
}

/** Which further columns are numbers, and the levels of the others, as seen in the panel. */
function extrasOf(panel: DemandPanel): Extras {
  const known = panel.skus.map((_, sku) => panel.extras.asKnown(sku, panel.weeks - 1, panel.weeks));
  const categorical = panel.extras.names.filter((name) => known.some((one) => typeof one[name] === 'string'));
  return {
    numeric: panel.extras.names.filter((name) => !categorical.includes(name)),
    observed: panel.extras.observedNames,
    categories: Object.fromEntries(
      categorical.map((name) => [
        name,
        frequentLevels(
          known.map((one) => one[name]),
          { most: MOST_LEVELS },
        ),
      ]),
    ),
  };
}
