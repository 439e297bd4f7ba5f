import { certain } from '../../common/certain';
import type { Task } from '../../contract/evaluation/task';
import { mondayOf } from '../../common/week';
import type { DemandPanel } from '../../ingest/panel';
import type { Case, CaseForecast, Forecaster, LearningLook } from '../methods/forecaster';
import type { Fit } from './fits';
import type { FitStore } from './forecastStore';
import type { CaseTruth } from '../metrics/score';
import { casesAt } from '../tasks/cases';
import { atLagDepth, LAG_DEPTHS, type LagDepth } from '../tasks/lagDepth';

export interface BacktestOptions {
  /** Week indices of the panel. */
  origins: readonly number[];
  horizon: number;
  forecasters: readonly Forecaster[];
  seeds: readonly number[];
  store: FitStore;
  /** Only these fits are run, and only their forecasts are in the result; by default all. */
  only?: (fit: Fit) => boolean;
  onProgress(progress: BacktestProgress): void;
}

/** Called after each fit, or each one found finished. */
export interface BacktestProgress {
  done: number;
  of: number;
  origin: string;
  forecaster: string;
}

/** All forecasts of all origins: every array runs parallel to `cases`. */
export interface Backtest {
  cases: Case[];
  truth: CaseTruth[];
  runs: Run[];
  unavailable: { name: string; tasks: readonly Task[]; reason: string }[];
}

/** One forecaster with one seed; null if it does not forecast the case's task. */
export interface Run {
  name: string;
  seed: number;
  /** Whether another seed would give other forecasts. */
  random: boolean;
  forecasts: (CaseForecast | null)[];
  /** Medians for the known cases by visible weeks of history, for forecasters with `lagDepths`. */
  byDepth: Map<LagDepth, (CaseForecast | null)[]>;
  /** Learning curves at each origin, of forecasters that have them. */
  learning: { origin: string; looks: LearningLook[] }[];
}

/** A run's forecast of a case on which it is scored. Throws an Error if there is none. */
export function forecastOf({ name, forecasts }: Run, i: number): CaseForecast {
  return certain(forecasts[i], `forecast of case ${i} by ${name}`);
}

/**
 * Fits every forecaster at every origin only on the weeks before it, and forecasts the cases of that origin. A
 * forecaster that lacks sufficient data at one origin is left out of all.
 */
export async function backtest(panel: DemandPanel, options: BacktestOptions): Promise<Backtest> {
  const { horizon, store, only = () => true } = options;
  const { able: forecasters, unavailable } = ableForecasters(panel, options);
  const plan = seeded(forecasters, options.seeds).map(({ forecaster, seed }) => {
    const { name, seeds } = forecaster;
    const run: Run = {
      ...{ name, seed, random: seeds !== 'none' },
      ...{ forecasts: [], byDepth: new Map(), learning: [] },
    };
    return { forecaster, run };
  });
  const wanted = ({ run }: (typeof plan)[number], day: string) =>
    only({ origin: day, method: run.name, seed: run.seed });
  const origins = options.origins.filter((origin) => plan.some((one) => wanted(one, dayOf(panel, origin))));
  const result: Backtest = { cases: [], truth: [], runs: plan.map(({ run }) => run), unavailable };
  let done = 0;
  for (const origin of origins) {
    const known = panel.before(origin);
    const at = casesAt(panel, origin, horizon);
    const cases = at.map((one) => one.case);
    result.cases.push(...cases);
    result.truth.push(...at.map((one) => one.truth));
    const day = dayOf(panel, origin);
    for (const { forecaster, run } of plan.filter((one) => wanted(one, day))) {
      const fit = lazy(() => forecaster.fit(known, panel.firstWeek + origin, run.seed));
      const forecast = async (part: string, wanted: readonly Case[]): Promise<CaseForecast[]> => {
        const key = { origin: day, forecaster: run.name, seed: run.seed, part };
        if (wanted.length === 0) return [];
        let found = store.read(key, wanted.length, horizon);
        if (!found) {
          const { predict, learning } = await fit();
          if (learning) await store.writeNote(key, learning);
          found = await store.write(key, checked(run.name, await predict(wanted), wanted), horizon);
        }
        const learning = store.readNote(key);
        if (part === 'all' && learning) run.learning.push({ origin: day, looks: learning });
        return found;
      };
      const able = (one: Case) => forecaster.tasks.includes(one.task);
      run.forecasts.push(...spread(cases, able, await forecast('all', cases.filter(able))));
      for (const depth of forecaster.lagDepths ? LAG_DEPTHS : []) {
        const warm = cases.filter((one) => one.task === 'KNOWN');
        const part = depth === null ? 'all history' : `${depth} weeks of history`;
        const forecasts = run.byDepth.get(depth) ?? [];
        forecasts.push(
          ...spread(cases, (one) => one.task === 'KNOWN', await forecast(part, atLagDepth(warm, depth))),
        );
        run.byDepth.set(depth, forecasts);
      }
      done++;
      options.onProgress({ done, of: plan.length * origins.length, origin: day, forecaster: run.name });
    }
  }
  return result;
}

/** Every fit of a backtest, in order: each can be run separately from the others. */
export function plannedFits(
  panel: DemandPanel,
  options: Pick<BacktestOptions, 'origins' | 'forecasters' | 'seeds'>,
): Fit[] {
  const runs = seeded(ableForecasters(panel, options).able, options.seeds);
  return options.origins.flatMap((origin) =>
    runs.map(({ forecaster, seed }) => ({ origin: dayOf(panel, origin), method: forecaster.name, seed })),
  );
}

function ableForecasters(
  panel: DemandPanel,
  { origins, forecasters }: Pick<BacktestOptions, 'origins' | 'forecasters'>,
) {
  const unavailable: Backtest['unavailable'] = [];
  const earliest = panel.before(Math.min(...origins));
  const able = forecasters.filter((forecaster) => {
    const reason = forecaster.unavailable(earliest);
    if (reason !== null) unavailable.push({ name: forecaster.name, tasks: forecaster.tasks, reason });
    return reason === null;
  });
  return { able, unavailable };
}

function seeded(forecasters: readonly Forecaster[], seeds: readonly number[]) {
  return forecasters.flatMap((forecaster) =>
    (forecaster.seeds === 'all' ? seeds : seeds.slice(0, 1)).map((seed) => ({ forecaster, seed })),
  );
}

const dayOf = (panel: DemandPanel, origin: number) => mondayOf(panel.firstWeek + origin);

/** Throws if a forecast is missing or not a number: a silent gap would favour the forecaster. */
function checked(name: string, forecasts: CaseForecast[], cases: readonly Case[]): CaseForecast[] {
  if (forecasts.length !== cases.length) {
    throw new Error(`${name} made ${forecasts.length} forecasts for ${cases.length} products`);
  }
  forecasts.forEach((forecast, i) => {
    for (const step of [...forecast.weeks, ...(forecast.total ? [forecast.total] : [])]) {
      if (!Object.values(step).every((value) => value === undefined || Number.isFinite(value))) {
        throw new Error(`${name} forecast ${JSON.stringify(step)} for ${cases[i].sku}`);
      }
    }
  });
  return forecasts;
}

function spread(
  cases: readonly Case[],
  able: (one: Case) => boolean,
  forecasts: readonly CaseForecast[],
): (CaseForecast | null)[] {
  let next = 0;
  return cases.map((one) => (able(one) ? forecasts[next++] : null));
}

function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
