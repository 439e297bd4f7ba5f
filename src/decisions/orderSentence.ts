import { numberFormat } from '../common/numberFormat';
import type { Order, OrderTerms } from '../contract/orders';

const exact = numberFormat({ maximumFractionDigits: 3 });
const whole = numberFormat({ maximumFractionDigits: 0 });
const tenth = numberFormat({ maximumFractionDigits: 1 });
const percent = numberFormat({ style: 'percent', maximumFractionDigits: 1 });
/** Created on first use, like number formats. */
let day: Intl.DateTimeFormat | undefined;

type Said = Pick<Order, 'weeks' | 'basis' | 'service_asked' | 'quantity' | 'service' | 'expected'>;

/**
 * An order in one sentence: how many, for which weeks, how safe that is, and how many are short and left over on
 * average.
 */
export function orderSentence(order: Said, { on_hand, on_order, pack }: OrderTerms): string {
  const { weeks, quantity, service, expected } = order;
  const count = quantity / pack;
  const inPacks =
    pack === 1 || quantity === 0
      ? ''
      : ` (${whole(count)} ${count === 1 ? 'pack' : 'packs'} of ${exact(pack)})`;
  const what = quantity === 0 ? nothing(order) : `Order ${exact(quantity)}${inPacks}`;
  const had = [
    ...(on_hand !== 0 ? [on_hand > 0 ? `${exact(on_hand)} in stock` : `${exact(-on_hand)} owed`] : []),
    ...(on_order > 0 ? [`${exact(on_order)} on the way`] : []),
  ].join(' and ');
  const span = weeks.count === 1 ? 'the week' : `the ${weeks.count} weeks`;
  day ??= new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const from = day.format(new Date(`${weeks.first}T00:00:00Z`));
  return (
    `${what}: ${had && `with ${had} `}that meets all demand of ${span} from ${from} in ${percent(service)} of cases; ` +
    `on average ${units(expected.short)} short and ${units(expected.left)} left over.`
  );
}

function nothing({ basis, service_asked }: Said): string {
  return basis === 'margin' && service_asked === 0
    ? 'Order nothing, as a unit costs no less than it sells for'
    : 'Order nothing';
}

function units(value: number): string {
  return (Math.abs(value) >= 10 ? whole : tenth)(value);
}
