import { type Found, found } from '../contract/findings';
import { areKnown } from '../evaluation/tasks/origins';
import { weeksToTrain } from '../training/demand/trainDemand';

/** Weeks on which models are compared, if the data have them. */
const COMPARED_WEEKS = 8;

/** Weeks ahead that a model to be trained forecasts, and how many of them are compared. */
export interface Horizons {
  horizon: number;
  compared: number;
}

/** Origins of a comparison, and why models had seen the weeks, if so. */
export interface ComparedOrigins {
  /** Week indices of the panel, ascending. */
  origins: number[];
  /** Null if neither model had seen the weeks from the first origin on. */
  reason: string | null;
  /** The same as codes. */
  reasons: Found[];
}

/** Weeks of a panel, and those that are `unknown` for all products. */
export interface PanelWeeks {
  weeks: number;
  unknown: readonly number[];
}

/** The last origins of a panel whose compared weeks are all known, do not overlap and add up to 8, ascending. */
export function candidateOrigins({ weeks, unknown }: PanelWeeks, { horizon, compared }: Horizons): number[] {
  const origins: number[] = [];
  const earliest = weeksToTrain(horizon);
  const most = Math.ceil(COMPARED_WEEKS / compared);
  for (let origin = weeks - compared; origin >= earliest && origins.length < most;) {
    const isKnown = areKnown(unknown, origin, compared);
    if (isKnown) origins.unshift(origin);
    origin -= isKnown ? compared : 1;
  }
  return origins;
}

/**
 * Of those the ones from `unseenFrom` on, a week index: the first week that the active model was not trained on. Where
 * there are none the two are set beside each other on weeks that the active one had seen, which is no comparison.
 */
export function comparedOrigins(panel: PanelWeeks, horizons: Horizons, unseenFrom: number): ComparedOrigins {
  const all = candidateOrigins(panel, horizons);
  if (all.length === 0) {
    const weeks = panel.weeks - panel.unknown.length;
    const needed = weeksToTrain(horizons.horizon) + horizons.compared;
    return {
      origins: [],
      reason: `${weeks} complete weeks are too few to test on some; ${needed} are enough`,
      reasons: [found('few_to_test', { weeks, needed })],
    };
  }
  const origins = all.filter((origin) => origin >= unseenFrom);
  if (origins.length > 0) return { origins, reason: null, reasons: [] };
  return {
    origins: all,
    reason: 'the active model was trained on the weeks on which it would be tested',
    reasons: [found('active_has_seen')],
  };
}
