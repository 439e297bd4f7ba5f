import { type Day, mondayOfWeek, sundayOfWeek } from '../../common/day';
import type { Week } from '../../common/week';
import { LONGEST_PAUSE, type Span } from '../weeks/coverage';

/** A week with data, and the first of its days that has any. */
export interface FedWeek {
  week: Week;
  firstDay: Day;
}

/** A single week further than this from all others is taken for a typing error, and so is such an end day. */
export const FAR_DAYS = 26 * 7;

/**
 * The days that are complete if everything up to `until` was sent: from the first day with data on, but as for files
 * without gaps of eight weeks or more. `told` are the days that were complete before. Ascending.
 */
export function completeSpans(fed: readonly FedWeek[], told: readonly Span[], until: Day): Span[] {
  const days = fed
    .filter(({ firstDay }) => firstDay <= until)
    .map(({ week, firstDay }) => ({ first: firstDay, last: Math.min(sundayOfWeek(week), until) }));
  const runs = joined([...days, ...told], LONGEST_PAUSE);
  const last = runs.at(-1);
  if (last) last.last = Math.max(last.last, until);
  return runs.filter((_, at) => !isAlone(runs, at));
}

/** Most days between a file and a feed that continues it. */
const MOST_BETWEEN = 6;

/**
 * What is known about a shop's days: weeks with data, and days that were complete before, from the feed and from files.
 */
export interface KnownDays {
  fed: readonly FedWeek[];
  told: readonly Span[];
  filed: readonly Span[];
}

/**
 * Of the weeks with data before a given one, the days that are complete. A week is complete if there are data from its
 * Monday or the week before, or if a file ends less than a week before: nobody said that a feed which begins later had
 * no sales on the days before.
 */
export function calendarSpans({ fed, told, filed }: KnownDays, before: Week): Span[] {
  const weeks = [...fed].sort((a, b) => a.week - b.week);
  const today = mondayOfWeek(before);
  const days = weeks.map(({ week, firstDay }) => ({ first: firstDay, last: sundayOfWeek(week) }));
  const runs = joined([...days, ...told, ...filed, { first: today, last: today }], LONGEST_PAUSE);
  const spans = [...told];
  weeks.forEach(({ week, firstDay }, at) => {
    const monday = mondayOfWeek(week);
    const run = runs.findIndex(({ first, last }) => first <= firstDay && firstDay <= last);
    const goesOn = weeks[at - 1]?.week === week - 1 || told.some(({ last }) => last === monday - 1);
    const followsFile = filed.some(
      ({ first, last }) => first <= firstDay && firstDay - last <= MOST_BETWEEN + 1,
    );
    if (week >= before || isAlone(runs, run)) return;
    if (firstDay === monday || goesOn) spans.push({ first: monday, last: sundayOfWeek(week) });
    else if (followsFile) spans.push({ first: firstDay, last: sundayOfWeek(week) });
  });
  return joined(spans, 0);
}

/**
 * Whether a run is at most a week long and far from the others; never the last run, which is near the day of the
 * request.
 */
function isAlone(runs: readonly Span[], at: number): boolean {
  const { first, last } = runs[at];
  if (at === runs.length - 1 || last - first >= 7) return false;
  const before = at > 0 ? first - runs[at - 1].last : Infinity;
  return Math.min(before, runs[at + 1].first - last) > FAR_DAYS;
}

/** The days of spans that no other span covers. */
export function uncovered(spans: readonly Span[], by: readonly Span[]): Span[] {
  let left = [...spans];
  for (const { first, last } of by) {
    left = left.flatMap((span) =>
      [
        { first: span.first, last: Math.min(span.last, first - 1) },
        { first: Math.max(span.first, last + 1), last: span.last },
      ].filter((part) => part.first <= part.last),
    );
  }
  return left;
}

/** Joins spans with at most `pause` days between them. */
function joined(spans: readonly Span[], pause: number): Span[] {
  const runs: Span[] = [];
  for (const { first, last } of [...spans].sort((a, b) => a.first - b.first)) {
    const run = runs.at(-1);
    if (run && first - run.last - 1 <= pause) run.last = Math.max(run.last, last);
    else runs.push({ first, last });
  }
  return runs;
}
