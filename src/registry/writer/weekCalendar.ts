import { messageOf } from '../../common/thrown';
import { dayOfClock, weekOfDay } from '../../common/day';
import { mondayOf, type Week } from '../../common/week';
import type { CatalogWriter } from './storeWriter';

const LOOK_MS = 60_000;

export interface WeekCalendarOptions {
  writer: CatalogWriter;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
  /** Whether there is anything to close before a week; without it, the writer is asked. */
  closes?: (before: Week) => boolean;
  now?: () => Date;
}

/**
 * Closes weeks as they end by this machine's clock. A week without any data stays unknown. Returns a function that ends
 * it; it checks at once and then every minute, and retries failures.
 */
export function followCalendar({
  writer,
  log,
  closes = () => true,
  now = () => new Date(),
}: WeekCalendarOptions): {
  look(): Promise<void>;
  stop(): void;
} {
  const look = async () => {
    try {
      const week = weekOfDay(dayOfClock(now()));
      if (!closes(week)) return;
      const { closed, thin } = await writer.write('closeByCalendar', week);
      if (closed.length > 0) log.info({ weeks: closed.map(mondayOf) }, 'weeks have closed by the calendar');
      if (thin.length > 0) {
        const weeks = thin.map((each) => ({ ...each, week: mondayOf(each.week) }));
        log.warn({ weeks }, 'few products sold in a closed week: look whether all sales were sent');
      }
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'weeks could not be closed by the calendar');
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  void look();
  return { look, stop: () => clearInterval(timer) };
}
