import { type Day, mondayOfWeek, sundayOfWeek } from '../../common/day';
import type { Week } from '../../common/week';
import { LONGEST_PAUSE, type Span } from '../weeks/coverage';

/** A week in which something came in, with the first of its days. */
export interface FedWeek {
  week: Week;
  firstDay: Day;
}

/** A week alone that lies further than this from all others is a mistake in a date, and so is an end. */
export const FAR_DAYS = 26 * 7;

/**
 * The days that are whole when all up to `until` was sent: from the first day of which something came in on, but not
 * where nothing came for eight weeks and more, as of files. `told` are the days that were whole before. Ascending.
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

/** Days between a file and a feed that goes on where it ends. */
const MOST_BETWEEN = 6;

/** What is known of a shop's days: weeks in which something came in, and days that were whole before, of the feed and of files. */
export interface KnownDays {
  fed: readonly FedWeek[];
  told: readonly Span[];
  filed: readonly Span[];
}

/**
 * The days of the weeks before one, of those in which something came in. A week is whole where something came in on its
 * Monday or in the week before, or where a file ends less than a week before: nobody said that a feed which begins later had
 * nothing to tell of the days before.
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

/** Whether a run is of a week at most and far from the others; the last one is not, beside which the day of asking lies. */
function isAlone(runs: readonly Span[], at: number): boolean {
  const { first, last } = runs[at];
  if (at === runs.length - 1 || last - first >= 7) return false;
  const before = at > 0 ? first - runs[at - 1].last : Infinity;
  return Math.min(before, runs[at + 1].first - last) > FAR_DAYS;
}

/** The days of spans that no other covers. */
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

/** Spans between which `pause` days lie at most are one. */
function joined(spans: readonly Span[], pause: number): Span[] {
  const runs: Span[] = [];
  for (const { first, last } of [...spans].sort((a, b) => a.first - b.first)) {
    const run = runs.at(-1);
    if (run && first - run.last - 1 <= pause) run.last = Math.max(run.last, last);
    else runs.push({ first, last });
  }
  return runs;
}
