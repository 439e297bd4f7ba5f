import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import type { Day } from '../../common/day';
import { DAY_MS } from '../../common/week';

/** Share of steps that must be alike. */
const ALIKE = 0.9;
/** Fewest steps that show a period of several weeks, and of months, which the days of the month confirm. */
const FEWEST_STEPS = 3;
const FEWEST_MONTHS = 2;

/** Steps in days, and how many days of the month the periods begin or end on. */
const MONTHS: readonly { name: string; shortest: number; longest: number; days: number }[] = [
  { name: 'monthly', shortest: 28, longest: 31, days: 1 },
  { name: 'quarterly', shortest: 89, longest: 92, days: 1 },
  { name: 'yearly', shortest: 365, longest: 366, days: 1 },
  { name: 'half-monthly', shortest: 13, longest: 17, days: 2 },
  { name: 'ten-day', shortest: 8, longest: 11, days: 3 },
];

/**
 * Why distinct, ascending days are those of periods longer than a week: a period's total would be put in one week, with
 * zeros in the others. Null if they are not.
 */
export function stepOf(days: readonly Day[]): ShelfcastError | null {
  const steps = days.slice(1).map((day, at) => day - days[at]);
  const share = (fits: (step: number) => boolean) => steps.filter(fits).length / steps.length;
  const period = MONTHS.find(
    ({ shortest, longest }) => share((step) => step >= shortest && step <= longest) >= ALIKE,
  );
  if (period && steps.length >= FEWEST_MONTHS * period.days && daysOfMonth(days) <= period.days)
    return refusal(period.name, found('totals_of_months'));
  if (steps.length < FEWEST_STEPS) return null;
  if (steps.some((step) => step === 35) && share((step) => step === 28 || step === 35) >= ALIKE)
    return refusal('4- and 5-weekly', found('totals_of_months'));
  const [first] = steps;
  const weeks = first / 7;
  if (!Number.isInteger(weeks) || weeks < 2 || share((step) => step === first) < ALIKE) return null;
  return refusal(`${weeks}-weekly`, found('totals_of_weeks', { weeks }));
}

/** How many days of the month there are among days; the last of each month is one. */
function daysOfMonth(days: readonly Day[]): number {
  const dates = days.map((day) => new Date(day * DAY_MS));
  const isLast = (date: Date) => new Date(date.getTime() + DAY_MS).getUTCDate() === 1;
  const counted = (lastIsOne: boolean) =>
    new Set(dates.map((date) => (lastIsOne && isLast(date) ? 0 : date.getUTCDate()))).size;
  return Math.min(counted(false), counted(true));
}

function refusal(period: string, reason: Found): ShelfcastError {
  const detail =
    `the rows look like ${period} totals, and the weeks between them would count as weeks without sales; give weekly ` +
    'rows or single sales, or, where each row is of its own week alone and nothing was sold in the others, say ' +
    '"every": "week" in the schema';
  return new ShelfcastError('invalid', detail, { reasons: [reason] });
}
