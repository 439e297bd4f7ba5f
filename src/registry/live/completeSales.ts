import { type Day, isoOf, sundayOfWeek, weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import { ShelfcastError } from '../../contract/errors';
import { joinSpans, coverOf, lastWholeWeek, type Span } from '../weeks/coverage';
import { coveredDays } from '../weeks/coveredDays';
import type { Database } from '../database/database';
import { daysOff, soldDays, withDaysOff } from '../weeks/daysOff';
import { deriveShop } from '../weeks/deriveShop';
import { type ThinWeek, thinWeeks } from '../weeks/thinWeeks';
import { weekDeriver } from '../weeks/weekDeriver';
import { feedOf } from './feed';
import { calendarSpans, completeSpans, FAR_DAYS, type FedWeek, type KnownDays, uncovered } from './feedSpans';

export interface Completed {
  /** ISO day up to which all sales are known. */
  completeUntil: string | null;
  /** The shop's last complete week, and the weeks that became complete only now. */
  lastWeek: Week | null;
  closed: Week[];
  /** Those of them in which so few products sold that sales may be missing. */
  thin: ThinWeek[];
}

/** Stored in place of a file's hash for days completed by the feed. */
const FEED = 'feed';

/**
 * Declares that all sales up to a day were sent: its weeks are complete. Throws ShelfcastError if nothing was sent up
 * to then.
 */
export function completeSales(database: Database) {
  const close = closer(database);
  return (until: Day): Completed =>
    close(({ fed, told }) => {
      const sent = fed.map(({ firstDay }) => firstDay);
      const known = [...sent.filter((day) => day <= until), ...told.map(({ last }) => last)];
      const latest = Math.max(...known);
      const message =
        sent.length === 0
          ? 'says that all sales have been sent, and none has been sent yet: POST /sales takes them; weeks of files are whole without this'
          : known.length === 0
            ? `lies before all sales: what was sent begins on ${isoOf(Math.min(...sent))}`
            : until - latest > FAR_DAYS
              ? `lies more than half a year after what was sent, the last of it on ${isoOf(latest)}: look for a wrong year`
              : null;
      if (message === null) return completeSpans(fed, told, until);
      throw new ShelfcastError('invalid', `until ${message}`, { issues: [{ path: 'until', message }] });
    });
}

/** Declares the weeks before one to be over: those with any data are complete. */
export function closeByCalendar(database: Database) {
  const close = closer(database);
  return (before: Week): Completed => close((days) => calendarSpans(days, before));
}

/** Whether closeByCalendar would complete a week. */
export function closesByCalendar(database: Database) {
  const daysOf = knownDays(database);
  return (before: Week): boolean => {
    const days = daysOf();
    return uncovered(calendarSpans(days, before), days.told).length > 0;
  };
}

function knownDays(database: Database): () => KnownDays {
  const fed = database.prepare<[], FedWeek>(
    'SELECT week, first_day AS firstDay FROM fed_weeks ORDER BY week',
  );
  return () => {
    const covered = coveredDays(database);
    return {
      fed: fed.all(),
      told: covered.filter(({ hash }) => hash === FEED),
      filed: covered.filter(({ hash, covers }) => hash !== FEED && covers === 'all'),
    };
  };
}

function closer(database: Database) {
  const daysOf = knownDays(database);
  const cover = database.prepare(
    "INSERT INTO covered_days (hash, first_day, last_day, covers) VALUES (?, ?, ?, 'all')",
  );
  const firstWeek = database.prepare<[], Week | null>('SELECT min(week) FROM shop_weeks').pluck();
  const lastWeek = database.prepare<[], Week | null>('SELECT max(week) FROM shop_weeks').pluck();
  const weeks = weekCloser(database);
  const feed = feedOf(database);
  const thin = thinWeeks(database);

  return (spans: (days: KnownDays) => Span[]): Completed => {
    const days = daysOf();
    const whole = withDaysOff(spans(days), daysOff(soldDays(database)));
    const added = uncovered(whole, days.told);
    const before = lastWeek.get() ?? null;
    for (const { first, last } of added) cover.run(FEED, first, last);
    if (added.length > 0) weeks(before, added);
    const last = lastWeek.get() ?? null;
    const closed: Week[] = [];
    const first = before === null ? firstWeek.get() : before + 1;
    if (last !== null) for (let week = first ?? last; week <= last; week++) closed.push(week);
    return { completeUntil: feed.completeUntil(), lastWeek: last, closed, thin: thin(closed) };
  };
}

/**
 * Derives the weeks that newly covered days have completed. If nothing else changed, only the products with data in
 * these weeks are touched.
 */
function weekCloser(database: Database) {
  const firstWeek = database.prepare<[], Week | null>('SELECT min(week) FROM shop_weeks').pluck();
  const deriver = weekDeriver(database);
  return (before: Week | null, added: readonly Span[]): void => {
    const spans = coveredDays(database);
    const joined = joinSpans(spans);
    const last = lastWholeWeek(joined) ?? -Infinity;
    const isSimple =
      before !== null &&
      added.every(({ first }) => first > sundayOfWeek(before)) &&
      spans.every(({ covers }) => covers === 'all') &&
      firstWeek.get() === weekOfDay(joined[0].first) &&
      Array.from({ length: last - before }, (_, at) => before + 1 + at).every(
        (week) => coverOf(week, joined) === 'whole',
      );
    if (!isSimple) deriveShop(database);
    else if (last > before) deriver.close(before + 1, last);
  };
}
