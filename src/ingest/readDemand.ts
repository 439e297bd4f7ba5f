import { dayOf, isoOf, mondayOfWeek, weekOfDay } from '../common/day';
import { mondayOf, weekOf } from '../common/week';
import type { DemandSchema } from '../contract/dataSchema';
import { found } from '../contract/findings';
import { coverOf, lastWholeWeek } from '../registry/weeks/coverage';
import { withDaysOff } from '../registry/weeks/daysOff';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import type { DemandPanel } from './panel';
import { PanelBuilder } from './panelBuilder';
import { readSales } from './readSales';
import type { IngestReport } from './report';
import type { SaleFindings } from './saleRow';
import { dated, nothingLeft, secondRow, Timeline } from './timeline';

export interface ReadOptions {
  /** ISO day: rows on or after it are ignored. */
  until?: string;
  onProgress?: OnProgress;
}

/**
 * Reads sales into a weekly panel, and reports what it dropped. Weeks run from Monday to Sunday. A first week that
 * starts later counts as it is. A last week that ends before Sunday is left out unless only days off follow. Weeks
 * without data, or in which the shop was shut, are unknown. Throws ShelfcastError for an unreadable file or a wrong
 * schema, RangeError if `until` is not a day.
 */
export async function readDemand(
  source: DataSource,
  schema: DemandSchema,
  { until, onProgress }: ReadOptions = {},
): Promise<{ panel: DemandPanel; report: IngestReport }> {
  if (until !== undefined) weekOf(until);
  const extraNames = [...schema.numeric, ...schema.categorical];
  let builder = new PanelBuilder(extraNames, schema.known_ahead);
  let timeline = new Timeline();
  let added = 0;
  const begin = (findings: SaleFindings) => {
    builder = new PanelBuilder(extraNames, schema.known_ahead);
    timeline = new Timeline();
    added = 0;
    return dated(findings, until, (row) => {
      const { sku, day, units, ...rest } = row;
      if (sku === null) return;
      if (day === null || units === null) {
        builder.addUnread(sku, row.week);
        return;
      }
      if (!builder.add({ ...rest, sku, units }) && schema.granularity === 'week') throw secondRow(row);
      timeline.add(day, row.line);
      added++;
    });
  };
  const { hash, rows, dropped, notes } = await readSales(source, schema, begin, onProgress);
  if (added === 0) throw nothingLeft(dataFile(source).name, rows, dropped);

  const cut = until !== undefined && dropped.list().some(({ code }) => code === 'until');
  const end = cut ? dayOf(until) - 1 : undefined;
  const { spans, off, strays, strayRows } = timeline.calendar(schema, { dropped, notes }, { end });
  const whole = withDaysOff(spans, off);
  const { panel, laterRows, unsoldRows, zeroWeeks, unknownWeeks, shut } = builder.build(
    lastWholeWeek(whole) ?? -Infinity,
    (week) => coverOf(week, whole),
    new Set([...strays].map(weekOfDay)),
  );
  const lastDay = isoOf(spans[spans.length - 1].last);
  dropped.addRows(found('last_week', { day: lastDay }), laterRows);
  dropped.addRows(found('never_sold'), unsoldRows);
  if (whole[0].first > mondayOfWeek(weekOfDay(whole[0].first))) {
    notes.tell(found('first_week_begun', { day: isoOf(spans[0].first) }));
  }
  notes.addRows(found('zero_weeks'), zeroWeeks);
  if (shut.length > 0) notes.tell(found('closed_weeks', { weeks: shut.map(mondayOf).join(', ') }));
  notes.addRows(found('unknown_weeks'), unknownWeeks);
  const kept = added - strayRows - laterRows - unsoldRows;
  return { panel, report: { hash, rows, kept, dropped: dropped.list(), notes: notes.list() } };
}
