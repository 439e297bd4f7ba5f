import { type Found, found } from '../contract/findings';
import { weeksToTrain } from '../training/demand/trainDemand';

/** Weeks on which models are compared, where the data have them. */
const COMPARED_WEEKS = 8;

/** Weeks ahead that a model to be trained forecasts, and how many of them are compared. */
export interface Horizons {
  horizon: number;
  compared: number;
}

/** Origins of a comparison, and why it is none of models that had not seen the weeks. */
export interface ComparedOrigins {
  /** Week indices of the panel, ascending. */
  origins: number[];
  /** Null where neither model had seen the weeks from the first origin on. */
  reason: string | null;
  /** The same by codes. */
  reasons: Found[];
}

/** The last origins of a panel whose compared weeks do not overlap and reach 8 weeks back, ascending. */
export function candidateOrigins(weeks: number, { horizon, compared }: Horizons): number[] {
  const origins: number[] = [];
  const earliest = Math.max(weeksToTrain(horizon), weeks - Math.ceil(COMPARED_WEEKS / compared) * compared);
  for (let origin = weeks - compared; origin >= earliest; origin -= compared) origins.unshift(origin);
  return origins;
}

/**
 * Of those the ones from `unseenFrom` on, a week index: the first week that the active model was not trained on. Where
 * there are none the two are set beside each other on weeks that the active one had seen, which is no comparison.
 */
export function comparedOrigins(weeks: number, horizons: Horizons, unseenFrom: number): ComparedOrigins {
  const all = candidateOrigins(weeks, horizons);
  if (all.length === 0) {
    const needed = weeksToTrain(horizons.horizon) + horizons.compared;
    return {
      origins: [],
      reason: `${weeks} whole weeks are too few to test on some; ${needed} are enough`,
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
