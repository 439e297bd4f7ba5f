/** Of a week, what a product's own price is told by. */
export interface PricedWeek {
  price: number | null;
  promotion?: string | undefined;
}

/**
 * The price that a product has of its own: that of the latest week without a known promotion, whose price may be cut; of a
 * product that has no such week, the latest of all. Weeks are places from `first` to the one before `end`, with NaN for an
 * unknown price; NaN where none is known.
 */
export function ownPrice(
  first: number,
  end: number,
  priceAt: (place: number) => number,
  isPromoted: (place: number) => boolean,
): number {
  let promoted = NaN;
  for (let place = end - 1; place >= first; place--) {
    const price = priceAt(place);
    if (Number.isNaN(price)) continue;
    if (!isPromoted(place)) return price;
    if (Number.isNaN(promoted)) promoted = price;
  }
  return promoted;
}

/** The same of weeks, oldest first; null where no price is known. */
export function ownPriceIn(weeks: readonly PricedWeek[]): number | null {
  const price = ownPrice(
    0,
    weeks.length,
    (place) => weeks[place].price ?? NaN,
    (place) => weeks[place].promotion !== undefined,
  );
  return Number.isNaN(price) ? null : price;
}
