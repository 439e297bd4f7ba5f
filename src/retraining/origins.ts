import { weeksToTrain } from '../training/demand/trainDemand';

/** Weeks on which models are compared, where the data have them. */
const COMPARED_WEEKS = 8;

/** Origins of a comparison, and why it is none of models that had not seen the weeks. */
export interface ComparedOrigins {
  /** Week indices of the panel, ascending. */
  origins: number[];
  /** Null where neither model had seen the weeks from the first origin on. */
  reason: string | null;
}

/** The last origins of a panel whose horizons do not overlap and reach 8 weeks back, ascending. */
export function candidateOrigins(weeks: number, horizon: number): number[] {
  const origins: number[] = [];
  const earliest = Math.max(weeksToTrain(horizon), weeks - Math.ceil(COMPARED_WEEKS / horizon) * horizon);
  for (let origin = weeks - horizon; origin >= earliest; origin -= horizon) origins.unshift(origin);
  return origins;
}

/**
 * Of those the ones from `unseenFrom` on, a week index: the first week that the active model was not trained on. Where
 * there are none the two are set beside each other on weeks that the active one had seen, which is no comparison.
 */
export function comparedOrigins(weeks: number, horizon: number, unseenFrom: number): ComparedOrigins {
  const all = candidateOrigins(weeks, horizon);
  if (all.length === 0) {
    const needed = weeksToTrain(horizon) + horizon;
    return { origins: [], reason: `${weeks} whole weeks are too few to test on some; ${needed} are enough` };
  }
  const origins = all.filter((origin) => origin >= unseenFrom);
  if (origins.length > 0) return { origins, reason: null };
  return { origins: all, reason: 'the active model was trained on the weeks on which it would be tested' };
}
