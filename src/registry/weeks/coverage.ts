import { type Day, mondayOfWeek, sundayOfWeek, weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';

/** Days from the first to the last that a source covers. */
export interface Span {
  first: Day;
  last: Day;
}

/** Days without a sale within one file; a longer gap is not a pause but unknown. */
export const LONGEST_PAUSE = 8 * 7;
/** Days between two files too short for another file. */
const SHORTEST_FILE = 7;

/**
 * whole: all days are covered. begun: the first week of all, covered from some day to its end. shut: all days are
 * covered, and nothing was sold because the shop was shut.
 */
export type Cover = 'whole' | 'begun' | 'shut' | 'part' | 'none';

/** Whether all sales of a week are known. */
export function isCovered(cover: Cover): boolean {
  return cover === 'whole' || cover === 'begun';
}

/**
 * The days that sources cover together, in ascending order. Days between two sources count as covered, without sales,
 * if they are fewer than a week, or fewer than half of what either of the two covers.
 */
export function joinSpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.first - b.first || a.last - b.last);
  const joined: Span[] = [];
  for (const span of sorted) {
    const before = joined.at(-1);
    if (before && span.first - before.last - 1 <= pauseBetween(sorted, before.last, span.first)) {
      before.last = Math.max(before.last, span.last);
    } else {
      joined.push({ ...span });
    }
  }
  return joined;
}

/** Most days between the sources that end on one day and those that begin on another. */
function pauseBetween(spans: readonly Span[], end: Day, start: Day): number {
  const longest = (chosen: readonly Span[]) => Math.max(...chosen.map(({ first, last }) => last - first + 1));
  const shorter = Math.min(
    longest(spans.filter(({ last }) => last === end)),
    longest(spans.filter(({ first }) => first === start)),
  );
  return Math.max(SHORTEST_FILE - 1, Math.min(LONGEST_PAUSE, Math.ceil(shorter / 2) - 1));
}

/** Days between sources, and whether they count as days without sales. */
export interface Pause extends Span {
  covered: boolean;
}

/** The days between the first and the last source that no source covers, in ascending order. */
export function pausesIn(spans: readonly Span[]): Pause[] {
  const sorted = [...spans].sort((a, b) => a.first - b.first);
  const joined = joinSpans(spans);
  const pauses: Pause[] = [];
  let end = Infinity;
  for (const { first, last } of sorted) {
    if (first > end + 1) {
      const covered = joined.some((span) => span.first <= end && span.last >= first);
      pauses.push({ first: end + 1, last: first - 1, covered });
    }
    end = end === Infinity ? last : Math.max(end, last);
  }
  return pauses;
}

/** How joined spans cover a week. */
export function coverOf(week: Week, joined: readonly Span[]): Cover {
  const [monday, sunday] = [mondayOfWeek(week), sundayOfWeek(week)];
  const met = joined.filter(({ first, last }) => first <= sunday && last >= monday);
  if (met.length === 0) return 'none';
  const [{ first, last }] = met;
  if (last < sunday) return 'part';
  if (first <= monday) return 'whole';
  return met[0] === joined[0] ? 'begun' : 'part';
}

/** The last week that joined spans cover to its end; null if there is none. */
export function lastWholeWeek(joined: readonly Span[]): Week | null {
  const ends = joined
    .map(({ first, last }) => ({ first, week: weekOfDay(last + 1) - 1 }))
    .filter(({ first, week }) => sundayOfWeek(week) >= first);
  return ends.at(-1)?.week ?? null;
}
