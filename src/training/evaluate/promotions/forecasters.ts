import { demandDataset } from '../../fit/demandDataset';
import type { DemandOptions } from '../../fit/demandOptions';
import { Random } from '../../fit/random';
import type { TextVectors } from '../../fit/textVectors';
import type { DemandPanel } from '../../ingest/panel';
import type { Case, Forecaster } from '../forecaster';
import { headForecaster } from '../heads';
import { SHUFFLED_PROMOTIONS, WITHOUT_PROMOTIONS } from '../modelNames';

/** What stands in a promotion's place. */
type Replacement = () => string | null;

/**
 * What the text-aware model is compared with to tell what promotion texts are worth: the same model, seeds and settings
 * on data without them, and on data in which each promoted week has the text of another one, so that only its being
 * promoted is known. `texts` must hold every promotion's text.
 */
export function promotionForecasters(texts: TextVectors, options: DemandOptions): Forecaster[] {
  return [
    { ...replaced(WITHOUT_PROMOTIONS, () => () => null, texts, options), seeds: 'all' },
    { ...replaced(SHUFFLED_PROMOTIONS, anyPromotion, texts, options), seeds: 'first' },
  ];
}

function replaced(
  name: string,
  replacement: (panel: DemandPanel, seed: number) => Replacement,
  texts: TextVectors,
  options: DemandOptions,
): Forecaster {
  const head = headForecaster(name, 'text_aware', options, async (panel, seed) => ({
    texts,
    dataset: await demandDataset(panel.mapPromotions(replacement(panel, seed)), texts, options),
  }));
  return {
    ...head,
    fit: async (panel, origin, seed) => {
      const fitted = await head.fit(panel, origin, seed);
      const replace = replacement(panel, seed + 1);
      return { ...fitted, predict: (cases) => fitted.predict(cases.map((one) => planned(one, replace))) };
    },
  };
}

/** The text of any week of the panel that has a promotion. */
function anyPromotion(panel: DemandPanel, seed: number): Replacement {
  const all = panel.skus.flatMap((_, sku) =>
    Array.from({ length: panel.weeks }, (_week, t) => panel.promoText(sku, t)).filter(
      (text) => text !== null,
    ),
  );
  const random = new Random(seed);
  return () => (all.length > 0 ? all[random.below(all.length)] : null);
}

function planned(one: Case, replace: Replacement): Case {
  const plan = one.plan.map((week) => (week.promoText === null ? week : { ...week, promoText: replace() }));
  return { ...one, plan, record: { ...one.record, promoText: plan[0].promoText } };
}
