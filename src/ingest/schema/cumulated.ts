import { groupedBy } from '../../common/groupedBy';
import { type Found, found } from '../../contract/findings';
import { dayInEitherOrder } from '../values/day';
import type { SampleSale } from './sampleSales';

const FEWEST_STEPS = 30;
const FEWEST_DAYS = 5;
/** Share of a product's day-to-day steps that must not fall, and of those that must rise. */
const NOT_FALLING = 0.98;
const RISING = 0.3;
/** Share of steps that do not reset the sums. */
const OF_ALL = 0.7;
/** Share of a day's steps that fall when sums start again with a month or year, and the fewest products for this. */
const ANEW = 0.8;
const FEWEST_PRODUCTS = 3;

/** The cumulative units of a file, such as year-to-date sums, which hardly ever fall; null if they do. */
export function cumulatedUnits(column: string, sales: readonly SampleSale[]): Found | null {
  const products = new Map<string, Map<string, number>>();
  for (const { sku, date, units } of sales) {
    const day = dayInEitherOrder(date);
    if (day === null || Number.isNaN(units)) continue;
    const days = products.get(sku) ?? new Map<string, number>();
    products.set(sku, days.set(day, (days.get(day) ?? 0) + units));
  }
  const all = [...products.values()].filter(({ size }) => size >= FEWEST_DAYS).flatMap(stepsOf);
  const ofDays = [...groupedBy(all, ({ day }) => day).values()]
    .filter((own) => own.length < FEWEST_PRODUCTS || own.filter(isFalling).length < ANEW * own.length)
    .flat();
  // A product that does not sell every day begins a month's sum on any of its first days.
  const ofMonths = all.filter(({ day, before }) => day.slice(0, 7) === before.slice(0, 7));
  const isCumulated = [ofDays, ofMonths].some(
    (steps) => steps.length >= OF_ALL * all.length && neverFalls(steps),
  );
  return isCumulated ? found('units_cumulated', { column }) : null;
}

function neverFalls(steps: readonly Step[]): boolean {
  const falling = steps.filter(isFalling).length;
  const rising = steps.filter(({ step }) => step > 0).length;
  return (
    steps.length >= FEWEST_STEPS &&
    falling <= (1 - NOT_FALLING) * steps.length &&
    rising >= RISING * steps.length
  );
}

function isFalling({ step }: Step): boolean {
  return step < 0;
}

interface Step {
  day: string;
  /** The product's day before. */
  before: string;
  /** Units of the day minus those of the product's previous day. */
  step: number;
}

function stepsOf(days: ReadonlyMap<string, number>): Step[] {
  const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted
    .slice(1)
    .map(([day, units], at) => ({ day, before: sorted[at][0], step: units - sorted[at][1] }));
}
