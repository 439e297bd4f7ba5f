import type { Order, OrderTerms } from '../contract/orders';

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });

type Said = Pick<Order, 'weeks' | 'basis' | 'service_asked' | 'quantity' | 'service' | 'expected'>;

/** An order in one sentence: how many, for which weeks, how safe that is, and what is short and left over on average. */
export function orderSentence(order: Said, { on_hand, on_order, pack }: OrderTerms): string {
  const { weeks, quantity, service, expected } = order;
  const count = quantity / pack;
  const inPacks =
    pack === 1 || quantity === 0
      ? ''
      : ` (${whole.format(count)} ${count === 1 ? 'pack' : 'packs'} of ${exact.format(pack)})`;
  const what = quantity === 0 ? nothing(order) : `Order ${exact.format(quantity)}${inPacks}`;
  const had = [
    ...(on_hand !== 0
      ? [on_hand > 0 ? `${exact.format(on_hand)} in stock` : `${exact.format(-on_hand)} owed`]
      : []),
    ...(on_order > 0 ? [`${exact.format(on_order)} on the way`] : []),
  ].join(' and ');
  const span = weeks.count === 1 ? 'the week' : `the ${weeks.count} weeks`;
  const from = day.format(new Date(`${weeks.first}T00:00:00Z`));
  return (
    `${what}: ${had && `with ${had} `}that meets all demand of ${span} from ${from} in ${percent.format(service)} of cases; ` +
    `on average ${units(expected.short)} short and ${units(expected.left)} left over.`
  );
}

function nothing({ basis, service_asked }: Said): string {
  return basis === 'margin' && service_asked === 0
    ? 'Order nothing, as a unit costs no less than it sells for'
    : 'Order nothing';
}

function units(value: number): string {
  return (Math.abs(value) >= 10 ? whole : tenth).format(value);
}
