import { keysOf } from '../../common/keysOf';
import { TASKS } from '../../contract/evaluation/task';
import type { HeadKind, HeadOutputs } from '../../contract/head';
import type { DemandRecord } from '../../contract/record';
import { type DemandDataset, demandDataset } from '../../training/demand/demandDataset';
import type { DemandOptions } from '../../training/demand/demandOptions';
import type { LearningCurve } from '../../training/network/fitStopped';
import type { TextVectors } from '../../training/encoder/textVectors';
import { DemandPredictor, fitDataset } from '../../training/demand/fitDemand';
import type { DemandPanel } from '../../ingest/panel';
import type { Case, CaseForecast, Forecaster, LearningLook, Step } from './forecaster';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE, TEXT_ONLY } from '../../contract/modelNames';
import { shuffledVectors } from './shuffledVectors';

/** Quantiles that are scored. */
export const QUANTILES = [0.1, 0.5, 0.9];

const NAMES: Record<HeadKind, string> = {
  text_aware: TEXT_AWARE,
  numeric_only: NUMERIC_ONLY,
  text_only: TEXT_ONLY,
};

/**
 * The model's heads, fitted at every origin exactly as `train` fits them, and the text-aware one again with the given
 * descriptions shuffled between products. `texts` must contain every text of the panel.
 */
export function headForecasters(
  texts: TextVectors,
  descriptions: readonly string[],
  options: DemandOptions,
): Forecaster[] {
  const settings = { ...options, quantiles: QUANTILES };
  const datasets = new WeakMap<DemandPanel, Promise<DemandDataset>>();
  const shared = (panel: DemandPanel) => {
    const found = datasets.get(panel) ?? demandDataset(panel, texts, settings);
    datasets.set(panel, found);
    return found;
  };
  return [
    ...keysOf(NAMES).map((kind) =>
      headForecaster(NAMES[kind], kind, settings, async (panel) => ({ texts, dataset: await shared(panel) })),
    ),
    headForecaster(SHUFFLED, 'text_aware', settings, async (panel, seed) => {
      const shuffled = shuffledVectors(texts, descriptions, seed);
      return { texts: shuffled, dataset: await demandDataset(panel, shuffled, settings) };
    }),
  ];
}

type Material = (panel: DemandPanel, seed: number) => Promise<{ texts: TextVectors; dataset: DemandDataset }>;

/** One head; `material` gives the data to fit it on, and its texts. */
export function headForecaster(
  name: string,
  kind: HeadKind,
  options: DemandOptions,
  material: Material,
): Forecaster {
  return {
    name,
    tasks: TASKS,
    // One seed is enough for a model that is neither shipped nor a control.
    seeds: kind === 'text_only' ? 'first' : 'all',
    lagDepths: name === TEXT_AWARE || name === NUMERIC_ONLY,
    unavailable: () => null,
    fit: async (panel, _origin, seed) => {
      const { texts, dataset } = await material(panel, seed);
      const model = await fitDataset(dataset, { ...options, seed }, [kind]);
      const predictor = await DemandPredictor.open(model, kind);
      return {
        learning: learningLooks(model.curves[kind]),
        predict: async (cases) => {
          const { records, places } = recordsOf(cases);
          const outputs = await predictor.predict(records, texts);
          return caseForecasts(places, outputs, options.horizon, QUANTILES);
        },
      };
    },
  };
}

function learningLooks(curve: LearningCurve | undefined): LearningLook[] {
  if (!curve) return [];
  const { steps, training, heldOut } = curve;
  return heldOut.map((loss, i) => ({ steps: steps[i], training: training[i], held_out: loss }));
}

/**
 * One record for each different plan: a promotion only in the second week gives a record with its text, of which only
 * the second week's forecast counts. `places` gives the record for each case and week.
 */
export function recordsOf(cases: readonly Case[]): { records: DemandRecord[]; places: number[][] } {
  const records: DemandRecord[] = [];
  const places = cases.map(({ record, plan }) => {
    const known = new Map<string, number>();
    return plan.map(({ promoText, extras }) => {
      const key = JSON.stringify([promoText, extras]);
      const place = known.get(key) ?? records.push({ ...record, promoText, extras }) - 1;
      known.set(key, place);
      return place;
    });
  });
  return { records, places };
}

/**
 * A head's outputs for such records as forecasts of the cases; `levels` are its quantiles. Its total covers the whole
 * horizon: cases of fewer weeks have none.
 */
export function caseForecasts(
  places: readonly number[][],
  { quantiles, mean }: HeadOutputs,
  horizon: number,
  levels: readonly number[],
): CaseForecast[] {
  const series = horizon + 1;
  const [p10, p50, p90] = QUANTILES.map((level) => levels.indexOf(level));
  const stepAt = (record: number, s: number): Required<Step> => {
    const at = (record * series + s) * levels.length;
    return {
      p10: quantiles[at + p10],
      p50: quantiles[at + p50],
      p90: quantiles[at + p90],
      mean: mean[record * series + s],
    };
  };
  return places.map((records) => ({
    weeks: records.map((record, h) => stepAt(record, h)),
    ...(records.length === horizon && {
      total: averageStep(records.map((record) => stepAt(record, horizon))),
    }),
  }));
}

/** The total under a plan that changes from week to week: each plan's total counts by its share of the weeks. */
function averageStep(steps: readonly Required<Step>[]): Step {
  const part = (pick: (step: Required<Step>) => number) =>
    steps.reduce((sum, step) => sum + pick(step) / steps.length, 0);
  return {
    p10: part((step) => step.p10),
    p50: part((step) => step.p50),
    p90: part((step) => step.p90),
    mean: part((step) => step.mean),
  };
}
