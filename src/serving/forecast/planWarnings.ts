import { promotionDepth } from '../../common/promotionDepth';
import { familiarityOf } from '../../common/promotionLift';
import type { Warning } from '../../contract/forecastAnswers';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { nearestAndUsual } from './nearestAndUsual';
import type { PreparedItem } from './preparedItems';

/** Warns if an item's price has no effect because the effect of prices is unknown. */
export function unknownPriceEffect(
  { manifest }: ModelDirectory,
  { features, pricePlanned }: PreparedItem,
  head: 'text_aware' | 'numeric_only',
): Warning[] {
  const { plans } = manifest;
  if (!plans || !pricePlanned) return [];
  const value = (name: string) => features[manifest.features.names.indexOf(name)];
  const known = value('has_history') > 0.5;
  const { value: effect, changes, products } = known ? plans.price.known : plans.price.new[head];
  if (effect !== null && !(known && Number.isNaN(value('reference_price')))) return [];
  const because =
    effect !== null
      ? 'its history has no price to compare this one with; give prices with the history'
      : known
        ? `past price changes tell too little (changes: ${changes}; products: ${products})`
        : `what products sold beside dearer and cheaper ones tells too little (products: ${products})`;
  const message = `The price changes nothing here: ${because}`;
  const why = effect !== null ? 'no_reference' : known ? 'few_changes' : 'few_products';
  return [
    {
      code: 'price_effect_unknown',
      field: 'price',
      message,
      values: { why, products, ...(known && { changes }) },
    },
  ];
}

/** Warns if the effect of promotions is unknown: only the text's own words count. */
export function unknownPromotionEffect(
  { manifest: { plans } }: ModelDirectory,
  { promoText }: PreparedItem,
): Warning[] {
  if (!plans || promoText === null || plans.familiar_promotion === null) return [];
  const byDepth = plans.promotion_depth.value !== null && promotionDepth(promoText) !== null;
  const { value, changes, products } = plans.promotion;
  if (value !== null || byDepth) return [];
  const message =
    'How much more sells for being promoted is not known here, and hardly counted: ' +
    `past promotions tell too little (beginnings and ends: ${changes}; products: ${products})`;
  return [{ code: 'promotion_effect_unknown', field: 'promo_text', message, values: { changes, products } }];
}

/** Warns if the depth of a promotion makes no difference because its effect is unknown. */
export function unknownDepthEffect(
  { manifest: { plans } }: ModelDirectory,
  { promoText }: PreparedItem,
): Warning[] {
  if (!plans || plans.promotion.value === null || plans.familiar_promotion === null) return [];
  const { value, changes, products } = plans.promotion_depth;
  if (value !== null || promotionDepth(promoText) === null) return [];
  const message =
    'What a deeper promotion does is not known here, and every percentage counts alike: ' +
    `past promotions tell too little (changes of depth: ${changes}; products: ${products})`;
  return [{ code: 'depth_effect_unknown', field: 'promo_text', message, values: { changes, products } }];
}

/** Warns about a promotion whose effect is reduced because it is unlike those that the model has seen. */
export function unfamiliarPromotion(
  { manifest }: ModelDirectory,
  { promoText }: PreparedItem,
  similarity: number | null,
): Warning[] {
  const familiar = manifest.plans?.familiar_promotion ?? null;
  if (promoText === null || familiar === null || similarity === null || similarity >= familiar) return [];
  const effect = familiarityOf(similarity, familiar) === 0 ? 'none' : 'smaller';
  const message =
    `No promotion that the model has seen reads like this (${nearestAndUsual(similarity, familiar)}): ` +
    (effect === 'none' ? 'it changes nothing' : 'its effect is taken for smaller');
  const values = { similarity, usual: familiar, effect };
  return [{ code: 'unfamiliar_promotion', field: 'promo_text', message, values }];
}
