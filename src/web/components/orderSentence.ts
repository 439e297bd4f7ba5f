import type { Order, OrderTerms } from '../../contract/orders';
import { t } from '../languages/speech';
import { amount, day, listed, percent, sentenceOf, units } from './format';

/** An order as a sentence: quantity, weeks, service, and the mean shortage and surplus. */
export function orderSentence(order: Order, terms: Partial<OrderTerms>): string {
  const { weeks, service, expected } = order;
  const had = stockOf(terms);
  const said = {
    what: whatToOrder(order, terms.pack ?? 1),
    count: weeks.count,
    day: day(weeks.first),
    service: percent(service),
  };
  return sentenceOf([
    had.length > 0
      ? t('order.sentence.meetsWith', { ...said, had: listed(had) })
      : t('order.sentence.meets', said),
    t('order.sentence.average', { short: units(expected.short), left: units(expected.left) }),
  ]);
}

function whatToOrder({ quantity, basis, service_asked: asked }: Order, pack: number): string {
  if (quantity === 0) {
    return basis === 'margin' && asked === 0 ? t('order.sentence.noMargin') : t('order.sentence.nothing');
  }
  return pack === 1
    ? t('order.sentence.order', { units: amount(quantity) })
    : t('order.sentence.packs', { units: amount(quantity), count: quantity / pack, pack: amount(pack) });
}

function stockOf({ on_hand: onHand = 0, on_order: onOrder = 0 }: Partial<OrderTerms>): string[] {
  return [
    ...(onHand > 0 ? [t('order.sentence.stock', { units: amount(onHand) })] : []),
    ...(onHand < 0 ? [t('order.sentence.owed', { units: amount(-onHand) })] : []),
    ...(onOrder > 0 ? [t('order.sentence.coming', { units: amount(onOrder) })] : []),
  ];
}
