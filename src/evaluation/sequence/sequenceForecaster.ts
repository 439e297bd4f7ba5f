import { Random } from '../../common/random';
import { quantile } from '../../common/statistics';
import type { DemandPanel } from '../../ingest/panel';
import type { AnswerShape } from '../../training/network/answers';
import { outputsOf } from '../../training/network/answers';
import type { TextVectors } from '../../training/encoder/textVectors';
import type { Case, CaseForecast, FittedForecaster, Forecaster, Step } from '../methods/forecaster';
import {
  CHANNELS,
  type SequenceInput,
  sequenceInput,
  type TextDirections,
  textDirections,
  WEEKS,
} from './sequenceInputs';
import type { SequenceNetwork } from './sequenceNetwork';
import { type SequenceTable, type SequenceTraining, trainSequence } from './trainSequence';

const QUANTILES = [0.1, 0.5, 0.9];
const HIDDEN = 32;
/** Weeks before the panel's end from which rows are taken, and the most rows. */
const WINDOW = 40;
const MOST_ROWS = 20_000;
const FIRST_ANCHOR = 8;
/** Targets are clipped at this quantile. */
const CAP = 0.999;
export const SEQUENCE_TRAINING: SequenceTraining = {
  steps: 1500,
  batch: 128,
  rate: 2e-3,
  warmUp: 50,
  every: 50,
  patience: 6,
  weightDecay: 1e-4,
  clip: 5,
  power: 0.5,
};

/**
 * A network over the last 13 weeks of a product, in spreads around its own level, with its description and the
 * promotions of the weeks ahead: trained at every origin on earlier products and weeks, with early stopping on the last
 * horizon of these.
 */
export function sequenceForecaster(
  network: SequenceNetwork,
  texts: TextVectors,
  training = SEQUENCE_TRAINING,
): Forecaster {
  return {
    name: network.name,
    tasks: ['KNOWN', 'YOUNG'],
    seeds: 'all',
    onRequest: true,
    unavailable: () => null,
    fit: (panel, _origin, seed) =>
      Promise.resolve(lazyFit((horizon) => fit(network, panel, texts, horizon, training, seed), texts)),
  };
}

/** Fitted once the first cases give the horizon. */
function lazyFit(fitFor: (horizon: number) => ReturnType<typeof fit>, texts: TextVectors): FittedForecaster {
  let fitted: ReturnType<typeof fit> | undefined;
  return {
    predict: async (cases) => {
      if (cases.length === 0) return [];
      const horizon = cases[0].plan.length;
      fitted ??= fitFor(horizon);
      const { answer, directions } = await fitted;
      const inputs = cases.map(({ record, plan }) =>
        sequenceInput(
          record.history,
          record.description,
          plan.map(({ promoText }) => promoText),
          texts,
          directions,
        ),
      );
      return forecastsOf(cases, await answer(tableOf(inputs, horizon)), horizon);
    },
  };
}

async function fit(
  network: SequenceNetwork,
  panel: DemandPanel,
  texts: TextVectors,
  horizon: number,
  training: SequenceTraining,
  seed: number,
) {
  const random = new Random(seed);
  const descriptions = panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks));
  const directions = textDirections(texts, descriptions, promotionsOf(panel));
  const places = random.shuffle(anchorsOf(panel)).slice(0, MOST_ROWS);
  const cap = quantile(
    panel.units.filter((units) => units > 0),
    CAP,
  );
  const cut = panel.weeks - horizon;
  const inputs = places.map(({ sku, anchor }) =>
    inputAt(panel, sku, anchor, horizon, texts, directions, descriptions[sku]),
  );
  const weeks = places.map(({ sku, anchor }) => targetsOf(panel, sku, anchor, horizon, cap));
  const whole = tableOf(inputs, horizon);
  const series = horizon + 1;
  const judged = (counts: (anchor: number, h: number) => boolean): SequenceTable => {
    const targets = new Float32Array(whole.rows * series);
    const weights = new Float32Array(whole.rows * series);
    weeks.forEach((units, row) =>
      units.forEach((value, h) => {
        if (Number.isNaN(value) || !counts(places[row].anchor, Math.min(h, horizon - 1))) return;
        targets[row * series + h] = Math.log1p(value);
        weights[row * series + h] = 1;
      }),
    );
    return picked({ ...whole, targets, weights }, series);
  };
  const table = judged((anchor, h) => anchor + h < cut);
  const heldOut = judged((anchor) => anchor === cut);
  const answers: AnswerShape = { series, quantiles: QUANTILES, floor: -6, ceiling: 6 };
  const shape = {
    weeks: WEEKS,
    channels: CHANNELS,
    context: inputs[0].context.length,
    hidden: HIDDEN,
    outputs: outputsOf(answers),
  };
  const { answer } = await trainSequence(network, shape, answers, table, heldOut, training, random);
  return { answer, directions };
}

function promotionsOf(panel: DemandPanel): string[] {
  const texts = new Set<string>();
  panel.skus.forEach((_, sku) => {
    for (let t = 0; t < panel.weeks; t += 1) {
      const text = panel.promoText(sku, t);
      if (text !== null) texts.add(text);
    }
  });
  return [...texts].sort();
}

/** Every product at the weeks of the window from its second week on. */
function anchorsOf(panel: DemandPanel): { sku: number; anchor: number }[] {
  const earliest = Math.max(FIRST_ANCHOR, panel.weeks - WINDOW);
  return panel.skus.flatMap((_, sku) => {
    const first = Math.max(earliest, panel.firstSale[sku] + 1);
    return Array.from({ length: Math.max(0, panel.weeks - first) }, (_week, i) => ({
      sku,
      anchor: first + i,
    }));
  });
}

function inputAt(
  panel: DemandPanel,
  sku: number,
  anchor: number,
  horizon: number,
  texts: TextVectors,
  directions: TextDirections,
  description: string,
): SequenceInput {
  const promotions = Array.from({ length: horizon }, (_, h) =>
    anchor + h < panel.weeks ? panel.promoText(sku, anchor + h) : null,
  );
  return sequenceInput(panel.history(sku, anchor), description, promotions, texts, directions);
}

/** Units of each week ahead and their total; NaN where they lie beyond the panel or are not known. */
function targetsOf(panel: DemandPanel, sku: number, anchor: number, horizon: number, cap: number): number[] {
  const units = Array.from({ length: horizon }, (_, h) =>
    anchor + h < panel.weeks ? Math.min(panel.units[panel.at(sku, anchor + h)], cap) : NaN,
  );
  return [...units, units.reduce((sum, value) => sum + value, 0)];
}

function tableOf(
  inputs: readonly SequenceInput[],
  horizon: number,
): Omit<SequenceTable, 'targets' | 'weights'> {
  const series = horizon + 1;
  const width = inputs[0].weeks.length + inputs[0].context.length;
  const table = {
    rows: inputs.length,
    inputs: new Float32Array(inputs.length * width),
    location: new Float32Array(inputs.length * series),
    spread: new Float32Array(inputs.length),
  };
  inputs.forEach(({ weeks, context, location, spread }, row) => {
    table.inputs.set(weeks, row * width);
    table.inputs.set(context, row * width + weeks.length);
    table.location.fill(location, row * series, (row + 1) * series - 1);
    table.location[(row + 1) * series - 1] = Math.log1p(horizon * Math.expm1(location));
    table.spread[row] = spread;
  });
  return table;
}

/** The rows that have a target. */
function picked(table: SequenceTable, series: number): SequenceTable {
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) =>
    table.weights.subarray(row * series, (row + 1) * series).some((weight) => weight > 0),
  );
  const pick = (values: Float32Array, width: number): Float32Array => {
    const result = new Float32Array(rows.length * width);
    rows.forEach((row, place) => result.set(values.subarray(row * width, (row + 1) * width), place * width));
    return result;
  };
  return {
    rows: rows.length,
    inputs: pick(table.inputs, table.inputs.length / table.rows),
    location: pick(table.location, series),
    spread: pick(table.spread, 1),
    targets: pick(table.targets, series),
    weights: pick(table.weights, series),
  };
}

function forecastsOf(cases: readonly Case[], answers: Float32Array, horizon: number): CaseForecast[] {
  const count = QUANTILES.length;
  const stepAt = (row: number, s: number): Step => {
    const at = (row * (horizon + 1) + s) * count;
    const [p10, p50, p90] = Array.from(answers.subarray(at, at + count), (log) =>
      Math.max(0, Math.expm1(log)),
    );
    return { p10, p50, p90, mean: 0.3 * p10 + 0.4 * p50 + 0.3 * p90 };
  };
  return cases.map((_, row) => ({
    weeks: Array.from({ length: horizon }, (_week, h) => stepAt(row, h)),
    total: stepAt(row, horizon),
  }));
}
