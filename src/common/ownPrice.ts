/** A week's data from which a product's own price is determined. */
export interface PricedWeek {
  price: number | null;
  promotion?: string | undefined;
}

/**
 * A product's own price: that of the latest week without a known promotion, since promoted prices may be reduced;
 * without such a week, the latest of all. Weeks are indices from `first` to the one before `end`, with NaN for an
 * unknown price; NaN if none is known.
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

/** The same for weeks, oldest first; null if no price is known. */
export function ownPriceIn(weeks: readonly PricedWeek[]): number | null {
  const price = ownPrice(
    0,
    weeks.length,
    (place) => weeks[place].price ?? NaN,
    (place) => weeks[place].promotion !== undefined,
  );
  return Number.isNaN(price) ? null : price;
}
