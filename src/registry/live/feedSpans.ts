import { type Day, mondayOfWeek, sundayOfWeek } from '../../common/day';
import type { Week } from '../../common/week';
import { LONGEST_PAUSE, type Span } from '../coverage';

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
  return runs.filter(({ first, last }, at) => {
    const before = at > 0 ? first - runs[at - 1].last : Infinity;
    const after = at + 1 < runs.length ? runs[at + 1].first - last : -Infinity;
    return runs.length === 1 || last - first >= 7 || Math.min(before, after) <= FAR_DAYS;
  });
}

/** The days of the weeks before one, of those in which something came in. */
export function calendarSpans(fed: readonly FedWeek[], told: readonly Span[], before: Week): Span[] {
  const spans = [...told];
  for (const { week, firstDay } of [...fed].sort((a, b) => a.week - b.week)) {
    if (week >= before) continue;
    const goesOn = spans.some(({ last }) => last === mondayOfWeek(week) - 1);
    spans.push({ first: goesOn ? mondayOfWeek(week) : firstDay, last: sundayOfWeek(week) });
  }
  return joined(spans, 0);
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
