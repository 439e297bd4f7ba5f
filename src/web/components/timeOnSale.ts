import { t } from '../languages/speech';

/** The model reads at most this many weeks of history, and `lag_depth` counts no more. */
const LONGEST = 26;

/** How long a product has been on sale, from the known weeks that the model reads. */
export function timeOnSale(lagDepth: number): string {
  if (lagDepth === 0) return t('forecast.reasons.notYet');
  return lagDepth < LONGEST
    ? t('forecast.reasons.known', { count: lagDepth })
    : t('forecast.reasons.long', { count: LONGEST });
}
