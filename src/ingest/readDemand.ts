import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { weekOf } from '../common/week';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import type { Findings } from './findings';
import type { DemandPanel } from './panel';
import { PanelBuilder } from './panelBuilder';
import type { IngestReport } from './report';
import { readSales } from './readSales';
import type { SaleFindings, SaleRow } from './saleRow';

const SUNDAY = 0;
const MONDAY = 1;

export interface ReadOptions {
  /** ISO day: nothing on or after it is seen. */
  until?: string;
  onProgress?: OnProgress;
}

/**
 * Reads sales into a weekly panel and says what it dropped. Calendar weeks, Monday to Sunday; the last week is dropped
 * when single sales end before its Sunday. Throws ShelfcastError for a file or schema that cannot be read as it is,
 * RangeError for an `until` that is no day.
 */
export async function readDemand(
  source: DataSource,
  schema: DemandSchema,
  { until, onProgress }: ReadOptions = {},
): Promise<{ panel: DemandPanel; report: IngestReport }> {
  if (until !== undefined) weekOf(until);
  const extraNames = [...schema.numeric, ...schema.categorical];
  let builder = new PanelBuilder(extraNames);
  let added = 0;
  let firstDay = '9999';
  let lastDay = '';
  let cut = false;
  let weekdays = new Set<number>();

  const begin = ({ dropped }: SaleFindings) => {
    builder = new PanelBuilder(extraNames);
    [added, firstDay, lastDay, cut, weekdays] = [0, '9999', '', false, new Set<number>()];
    return ({ line, sku, day, units, ...rest }: SaleRow): void => {
      if (sku === null || day === null || units === null) return;
      if (until !== undefined && day >= until) {
        cut = true;
        dropped.add(`on or after ${until}`, line, day);
        return;
      }
      if (!builder.add({ ...rest, sku, units }) && schema.granularity === 'week') {
        throw new ShelfcastError(
          'invalid',
          `line ${line} is a second row of '${sku}' in the week of ${day}; where rows are to be added up ` +
            'the schema says "granularity": "transaction"',
        );
      }
      added++;
      if (schema.granularity === 'week') weekdays.add(weekdayOf(day));
      if (day < firstDay) firstDay = day;
      if (day > lastDay) lastDay = day;
    };
  };
  const { hash, rows, dropped, notes } = await readSales(source, schema, begin, onProgress);
  if (added === 0) throw new ShelfcastError('invalid', nothingLeft(dataFile(source).name, rows, dropped));

  const end = cut ? dayBefore(until!) : lastDay;
  const partial = (schema.granularity === 'transaction' || cut) && weekdayOf(end) !== SUNDAY;
  const { panel, laterRows, unsoldRows } = builder.build(partial ? weekOf(end) - 1 : weekOf(end));
  dropped.addRows(`in the last week, which the data cover only to ${end}`, laterRows);
  dropped.addRows('of products that never sold', unsoldRows);
  if (schema.granularity === 'transaction' && weekdayOf(firstDay) !== MONDAY) {
    notes.tell(`the first week is there only from ${firstDay} on`);
  }
  if (weekdays.size === 1 && weekdays.has(SUNDAY)) {
    notes.tell(
      'all rows are dated on a Sunday and count for the week that ends on it; if they are meant for the week that ' +
        'begins on it, date them a day later',
    );
  }
  const kept = added - laterRows - unsoldRows;
  return { panel, report: { hash, rows, kept, dropped: dropped.list(), notes: notes.list() } };
}

function nothingLeft(file: string, rows: number, dropped: Findings): string {
  if (rows === 0) return `${file} has a header and no rows`;
  const { reason, examples } = dropped.list().sort((a, b) => b.rows - a.rows)[0];
  const example = examples[0] ? ` (line ${examples[0].line}: '${examples[0].value}')` : '';
  return `none of the ${rows} rows of ${file} is left; most often ${reason}${example}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
