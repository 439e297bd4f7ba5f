import { demandDataset } from '../../training/demand/demandDataset';
import type { DemandOptions } from '../../training/demand/demandOptions';
import { Random } from '../../common/random';
import type { TextVectors } from '../../training/encoder/textVectors';
import type { DemandPanel } from '../../ingest/panel';
import type { Case, Forecaster } from '../methods/forecaster';
import { headForecaster } from '../methods/heads';
import { SHUFFLED_PROMOTIONS, WITHOUT_PROMOTIONS } from '../../contract/modelNames';

/**
 * The controls of the text-aware model for the value of promotion texts. Seeds, settings, rows and weights of rows are
 * the same. One sees no promotions; the other sees in each promoted week the text of another one, so that it only knows
 * that there is a promotion.
 */
export function promotionForecasters(
  texts: TextVectors,
  promotions: ReadonlySet<string>,
  options: DemandOptions,
): Forecaster[] {
  const unseen = { ...texts, vectorOf: (text: string) => unseenPromotion(texts, promotions, text) };
  const without = headForecaster(WITHOUT_PROMOTIONS, 'text_aware', options, async (panel) => ({
    texts: unseen,
    dataset: await demandDataset(panel, unseen, options),
  }));
  const shuffled = headForecaster(SHUFFLED_PROMOTIONS, 'text_aware', options, async (panel, seed) => ({
    texts,
    dataset: await demandDataset(panel.mapPromotions(anyPromotion(panel, seed)), texts, options),
  }));
  return [without, { ...shuffled, seeds: 'first', fit: shuffledCases(shuffled.fit) }];
}

/** Zeros for a promotion's text, which tell a head that there is no promotion. */
function unseenPromotion(texts: TextVectors, promotions: ReadonlySet<string>, text: string): Float32Array {
  return promotions.has(text) ? new Float32Array(texts.dimension) : texts.vectorOf(text);
}

function shuffledCases(fit: Forecaster['fit']): Forecaster['fit'] {
  return async (panel, origin, seed) => {
    const fitted = await fit(panel, origin, seed);
    const draw = anyPromotion(panel, seed + 1);
    return { ...fitted, predict: (cases) => fitted.predict(cases.map((one) => shuffledCase(one, draw))) };
  };
}

/** Draws from the texts of all weeks of a panel that have a promotion. */
function anyPromotion(panel: DemandPanel, seed: number): () => string | null {
  const all = panel.skus.flatMap((_, sku) =>
    Array.from({ length: panel.weeks }, (_week, t) => panel.promoText(sku, t)).filter(
      (text) => text !== null,
    ),
  );
  const random = new Random(seed);
  return () => (all.length > 0 ? all[random.below(all.length)] : null);
}

function shuffledCase(one: Case, draw: () => string | null): Case {
  const plan = one.plan.map((week) => (week.promoText === null ? week : { ...week, promoText: draw() }));
  return { ...one, plan, record: { ...one.record, promoText: plan[0].promoText } };
}
