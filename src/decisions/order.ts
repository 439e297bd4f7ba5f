import type { Order, OrderTerms } from '../contract/orders';
import type { Demand } from './demand';

/** The service level if neither a level nor a margin is given. */
const USUAL_SERVICE = 0.95;
/** Tolerance for floating-point errors in a number of packs. */
const GRACE = 1e-9;

/** The input of an order decision. */
export interface OrderCase {
  demand: Demand;
  terms: OrderTerms;
  /** Sales price of a unit; null if unknown. */
  price: number | null;
}

export type Decision = Pick<Order, 'basis' | 'service_asked' | 'quantity' | 'stock' | 'service' | 'expected'>;

/**
 * The order that raises the stock to meet all demand with the target probability, in whole packs. By margin the target
 * is the newsvendor's, (price - cost) / (price - salvage) (Arrow, Harris and Marschak, 1951); of the whole packs just
 * below and above it, and none, the one that earns most is chosen.
 */
export function decide(order: OrderCase): Decision {
  const { demand, terms, price } = order;
  const { basis, level } = wanted(terms, price);
  const had = terms.on_hand + terms.on_order;
  const up = packs((level > 0 ? demand.stockFor(level) : 0) - had, terms);
  const quantity = basis === 'margin' ? mostEarning(order, had, up) : up;
  const stock = had + quantity;
  return {
    basis,
    service_asked: level,
    quantity,
    stock,
    service: demand.atMost(stock),
    expected: expectedOf(order, had, quantity),
  };
}

function wanted({ service_level, unit_cost, salvage = 0 }: OrderTerms, price: number | null) {
  if (service_level !== undefined) return { basis: 'service_level' as const, level: service_level };
  if (price === null || unit_cost === undefined) return { basis: 'default' as const, level: USUAL_SERVICE };
  const level = price > unit_cost ? (price - unit_cost) / (price - salvage) : 0;
  return { basis: 'margin' as const, level };
}

/** Units to order for `needed` ones: whole packs, and at least the minimum if anything is ordered. */
function packs(needed: number, { pack, minimum }: OrderTerms): number {
  if (needed <= 0) return 0;
  return Math.ceil(Math.max(needed, minimum) / pack - GRACE) * pack;
}

function mostEarning(order: OrderCase, had: number, up: number): number {
  const { pack, minimum } = order.terms;
  const down = up - pack >= minimum ? Math.max(0, up - pack) : 0;
  const earned = (quantity: number) => expectedOf(order, had, quantity).margin ?? 0;
  return [down, up].reduce(
    (best, quantity) => (earned(quantity) > earned(best) + GRACE ? quantity : best),
    0,
  );
}

/** The margin counts what of the order is left over as lost; what would be left over without it, is not the order's. */
function expectedOf(
  { demand, terms, price }: OrderCase,
  had: number,
  quantity: number,
): Decision['expected'] {
  const { unit_cost, salvage = 0 } = terms;
  const { sold, short, left } = met(demand, had + quantity);
  const known = price !== null && unit_cost !== undefined;
  const added = left - met(demand, had).left;
  return {
    ...{ sold, short, left },
    revenue: price === null ? null : price * sold,
    margin: known ? (price - unit_cost) * sold - (unit_cost - salvage) * added : null,
  };
}

function met(demand: Demand, stock: number): { sold: number; short: number; left: number } {
  const held = Math.max(0, stock);
  const { sold, short } = demand.met(held);
  return { sold, short, left: held - sold };
}
