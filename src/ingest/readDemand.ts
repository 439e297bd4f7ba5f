import type { DateOrder, DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { weekOf } from '../common/week';
import { type OnProgress, readCsv } from './csv';
import { findDateOrder } from './dateOrder';
import { Findings } from './findings';
import type { DemandPanel } from './panel';
import { PanelBuilder } from './panelBuilder';
import type { IngestReport } from './report';
import { saleReader, UnorderedDate } from './saleReader';

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
  file: string,
  schema: DemandSchema,
  options: ReadOptions = {},
): Promise<{ panel: DemandPanel; report: IngestReport }> {
  if (options.until !== undefined) weekOf(options.until);
  try {
    return await read(file, schema, schema.date_order, options);
  } catch (error) {
    if (!(error instanceof UnorderedDate)) throw error;
    return read(file, schema, await findDateOrder(file, schema.date), options);
  }
}

async function read(
  file: string,
  schema: DemandSchema,
  order: DateOrder | undefined,
  { until, onProgress }: ReadOptions,
): Promise<{ panel: DemandPanel; report: IngestReport }> {
  const dropped = new Findings();
  const notes = new Findings();
  const builder = new PanelBuilder([...schema.numeric, ...schema.categorical]);
  let toSale: ReturnType<typeof saleReader> | undefined;
  let added = 0;
  let firstDay = '9999';
  let lastDay = '';
  let cut = false;
  const weekdays = new Set<number>();

  const { hash, rows } = await readCsv(file, {
    onProgress,
    onBadRow: (line, reason) => dropped.add(reason, line, ''),
    onHeader: (header) => (toSale = saleReader(schema, header, order, dropped, notes)),
    onRow: (values, line) => {
      const sale = toSale!(values, line);
      if (!sale) return;
      if (until !== undefined && sale.day >= until) {
        cut = true;
        dropped.add(`on or after ${until}`, line, sale.day);
        return;
      }
      if (!builder.add(sale) && schema.granularity === 'week') {
        throw new ShelfcastError(
          'invalid',
          `line ${line} is a second row of '${sale.sku}' in the week of ${sale.day}; where rows are to be added up ` +
            'the schema says "granularity": "transaction"',
        );
      }
      added++;
      if (schema.granularity === 'week') weekdays.add(weekdayOf(sale.day));
      if (sale.day < firstDay) firstDay = sale.day;
      if (sale.day > lastDay) lastDay = sale.day;
    },
  });
  if (added === 0) throw new ShelfcastError('invalid', nothingLeft(file, rows, dropped));

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
  const example = examples[0] ? `, as line ${examples[0].line}: '${examples[0].value}'` : '';
  return `none of the ${rows} rows of ${file} is left; most often ${reason}${example}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
