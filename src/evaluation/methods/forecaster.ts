import type { Task } from '../../contract/evaluation/task';
import type { DemandRecord, ExtraValues } from '../../contract/record';
import type { Week } from '../../common/week';
import type { DemandPanel } from '../../ingest/panel';

/** One SKU to forecast at one origin: all that may be known then, and nothing else. */
export interface Case {
  task: Task;
  sku: string;
  /** Data before this week may be used for fitting. */
  origin: Week;
  /** As known at the forecast: `record.origin` is the first week to forecast, which for NEW is the launch week. */
  record: DemandRecord;
  /** What is planned for each week forecast. */
  plan: WeekPlan[];
  /** Weeks from the first sale to the origin; 0 for NEW. */
  age: number;
}

interface WeekPlan {
  promoText: string | null;
  extras: ExtraValues;
}

/** A forecast in units; a point forecaster gives p50 and mean alone. */
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

/** Something that learns from a panel and forecasts cases. */
export interface Forecaster {
  readonly name: string;
  /** Tasks that it can forecast at all: last values need history, launch levels need none. */
  readonly tasks: readonly Task[];
  readonly seeds: Seeds;
  /** True when it is also to forecast known products with only part of their history visible. */
  readonly lagDepths?: boolean;
  /** True when it costs so much that it is tried only where it is asked for by its name. */
  readonly onRequest?: boolean;
  /** Why it cannot forecast from this panel (which ends before the origin), or null when it can. */
  unavailable(panel: DemandPanel): string | null;
  /** `panel` ends before `origin`. */
  fit(panel: DemandPanel, origin: Week, seed: number): Promise<FittedForecaster>;
}

export interface FittedForecaster {
  /** One forecast a case, in order. */
  predict(cases: readonly Case[]): Promise<CaseForecast[]>;
  /** Losses as training went on, of forecasters that stop by them. */
  readonly learning?: readonly LearningLook[];
}

/** A look at the weeks held out of a fit, after so many training steps. */
export interface LearningLook {
  steps: number;
  training: number;
  held_out: number;
}
