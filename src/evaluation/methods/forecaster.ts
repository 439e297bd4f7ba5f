import type { Task } from '../../contract/evaluation/task';
import type { DemandRecord, ExtraValues } from '../../contract/record';
import type { Week } from '../../common/week';
import type { DemandPanel } from '../../ingest/panel';

/** One SKU to forecast at one origin, with only what was known then. */
export interface Case {
  task: Task;
  sku: string;
  /** Data before this week may be used for fitting. */
  origin: Week;
  /** As known at the forecast: `record.origin` is the first week to forecast, which for NEW is the launch week. */
  record: DemandRecord;
  /** The plan of each forecast week. */
  plan: WeekPlan[];
  /** Weeks from the first sale to the origin; 0 for NEW. */
  age: number;
}

interface WeekPlan {
  promoText: string | null;
  extras: ExtraValues;
}

/** A forecast in units; a point forecaster only gives p50 and mean. */
export interface Step {
  p10?: number;
  p50: number;
  p90?: number;
  mean?: number;
}

/** Weeks in the order of the horizon; without `total`, totals are scored from the sums of the weeks. */
export interface CaseForecast {
  weeks: Step[];
  total?: Step;
}

/** none: every fit is the same; first: fits differ by seed, one is enough; all: it is fitted with every seed. */
export type Seeds = 'none' | 'first' | 'all';

/** A method that learns from a panel and forecasts cases. */
export interface Forecaster {
  readonly name: string;
  /** Tasks that it can forecast at all: last values need history, launch levels do not. */
  readonly tasks: readonly Task[];
  readonly seeds: Seeds;
  /** Whether it should also forecast known products with only part of their history visible. */
  readonly lagDepths?: boolean;
  /** Whether it is so expensive that it is only run if requested by name. */
  readonly onRequest?: boolean;
  /** Why it cannot forecast from this panel (which ends before the origin), or null if it can. */
  unavailable(panel: DemandPanel): string | null;
  /** `panel` ends before `origin`. */
  fit(panel: DemandPanel, origin: Week, seed: number): Promise<FittedForecaster>;
}

export interface FittedForecaster {
  /** One forecast a case, in order. */
  predict(cases: readonly Case[]): Promise<CaseForecast[]>;
  /** The learning curve, of forecasters with early stopping. */
  readonly learning?: readonly LearningLook[];
}

/** An evaluation on the held-out weeks of a fit, after so many training steps. */
export interface LearningLook {
  steps: number;
  training: number;
  held_out: number;
}
