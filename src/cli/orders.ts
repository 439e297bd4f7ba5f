import { InvalidArgumentError, type Command } from 'commander';
import { sum } from '../common/statistics';
import { type Row, writeRows } from '../common/rowFile';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { MAX_ITEMS } from '../contract/limits';
import { type Order, type OrderItem, orderItem, orderTerms } from '../contract/orders';
import type { DataFile } from '../ingest/file/dataFile';
import { sampleSheet } from '../ingest/file/readSheet';
import type { ItemOfRow, ItemStream } from '../ingest/readItems';
import { guessPlanColumns, type PlanColumns } from '../ingest/schema/planColumns';
import { readSchema } from '../ingest/schemaFile';
import type { Service } from '../serving/service';
import { batches, nothingRead, onAskedFile, schemaOf } from './askedFile';
import { type AskedFileCommand, withAskedFileOptions } from './askedFileOptions';
import { counted, grouped, printResult, progressBar, targetName, UsageError } from './command';
import { onData } from './dataOption';
import { reportText } from './reportText';

/** Terms of an order: columns of the file, or flags for the rows that do not say. */
type Terms = Partial<Record<keyof typeof orderTerms.shape, number>>;
/** The column of each term that the file has. */
type TermColumns = ReadonlyMap<keyof Terms, string>;
const TERMS = Object.keys(orderTerms.shape) as (keyof Terms)[];
/** Rows whose values tell which columns are numbers. */
const LOOKED_AT = 1000;
const FLAGS: Record<keyof Terms, string> = {
  on_hand: 'units in stock',
  on_order: 'units on the way',
  lead_weeks: 'weeks until an order comes',
  review_weeks: 'weeks until the next order is decided; default: 1',
  pack: 'units that are only bought together',
  minimum: 'units that an order has at least',
  unit_cost: 'what a unit costs',
  salvage: 'what a unit left over still brings',
  service_level: 'wanted probability that no demand goes unmet, such as .95',
};

interface OrdersCommand extends AskedFileCommand {
  [term: string]: unknown;
}

interface Refusal {
  row: number;
  message: string;
}

/** `shelfcast orders`: how much to order of what a file holds, decided exactly as the server does. */
export function registerOrders(program: Command): void {
  const command = withAskedFileOptions(
    program
      .command('orders')
      .description(
        'Decides how much to order of what a file holds. Terms of an order are columns of the file by their names in ' +
          'the API (on_hand, lead_weeks, pack, ...), stock, pack and cost also by their usual names; the options below count where a row does not say.',
      ),
    'items, one a row, or sales, of which every product is ordered',
    'one row per order',
  );
  for (const term of TERMS) {
    command.option(`--${term.replace('_', '-')} <number>`, FLAGS[term], numberFor(term));
  }
  command.option('--json', 'print the result as JSON').action(orders);
}

function orders(command: OrdersCommand): Promise<void> {
  return onData(command, (data) => orderFile(data, command));
}

async function orderFile(data: DataFile, command: OrdersCommand): Promise<void> {
  const { model, out, json } = command;
  const schema = command.schema ? await readSchema(command.schema) : await schemaOf(model);
  if (schema.mode === 'table') {
    throw new UsageError('orders need weeks, and a schema in table mode has none');
  }
  const own = await termColumns(data, schema);
  const given = Object.fromEntries(
    TERMS.flatMap((term) => {
      const value = command[term.replace(/_(\w)/, (_, letter: string) => letter.toUpperCase())];
      return value === undefined ? [] : [[term, value as number]];
    }),
  );
  if (given.lead_weeks === undefined && !own.has('lead_weeks')) {
    throw new UsageError('orders need --lead-weeks, or a column lead_weeks in the data');
  }
  const numeric = [...new Set([...schema.numeric, ...own.values()])];
  const bar = progressBar(`ordering for ${data.name}`, json);
  await onAskedFile(data, { ...schema, numeric }, command, async ({ service, asked }) => {
    const decided: Pick<Order, 'quantity' | 'expected'>[] = [];
    const refused: Refusal[] = [];
    const rows = async function* (): AsyncGenerator<Row[]> {
      for await (const batch of batches(asked.items, MAX_ITEMS)) {
        const items = batch.map(({ row, item }) => ({ row, item: withTerms(item, own, given, schema) }));
        const answered = await decide(service, items, refused);
        decided.push(...answered.map(({ order }) => order));
        yield answered.map(({ row, item, order }) => rowOf(row, item, order));
        bar.update(batch.at(-1)!.row, asked.rows);
      }
      if (decided.length === 0)
        throw new ShelfcastError('invalid', refused[0]?.message ?? nothingRead(asked.report()));
    };
    await writeRows(out, rows(), command);
    bar.stop();
    print(data, command, own, asked, decided, refused);
  }).finally(bar.stop);
}

/** The file's columns of terms: those of their names, and of stock, pack and cost those that their names tell. */
async function termColumns(data: DataFile, schema: DemandSchema): Promise<TermColumns> {
  const { columns, rows } = await sampleSheet(data, LOOKED_AT, [schema.description]);
  const { sku, date, target, price, promo_text, description, categorical } = schema;
  const taken = [sku, date, target, price, promo_text, description, ...categorical];
  const free = columns.map((column) => (taken.includes(column) ? '' : column));
  const told: Partial<PlanColumns> = columns.includes(target)
    ? {}
    : guessPlanColumns(
        free,
        rows.map((cells) => ({ cells })),
      );
  const columnOf = (term: keyof Terms) => (columns.includes(term) ? term : told[term as keyof PlanColumns]);
  return new Map(
    TERMS.flatMap((term) => {
      const column = columnOf(term);
      return column ? [[term, column]] : [];
    }),
  );
}

/** The row's own terms before the command's; a cell that is missing says nothing. */
function withTerms(item: ItemOfRow['item'], own: TermColumns, given: Terms, schema: DemandSchema) {
  const features = { ...item.features };
  const terms: Record<string, unknown> = { ...given };
  for (const [term, column] of own) {
    if (features[column] !== null && features[column] !== undefined) terms[term] = features[column];
    if (!schema.numeric.includes(column)) delete features[column];
  }
  return { ...item, features, ...terms };
}

interface Decided {
  row: number;
  item: OrderItem;
  order: Order;
}

/** The orders of rows whose terms can be decided on; the others go to `refused`. */
async function decide(
  service: Service,
  rows: readonly { row: number; item: object }[],
  refused: Refusal[],
): Promise<Decided[]> {
  const read = rows.flatMap(({ row, item }) => {
    const { data, error } = orderItem.safeParse(item);
    if (data) return { row, item: data };
    const [{ path, message }] = error.issues;
    refused.push({ row, message: `${path.join('.')}: ${message}` });
    return [];
  });
  if (read.length === 0) return [];
  const call = { requestId: `rows ${read[0].row} on`, signal: new AbortController().signal };
  try {
    const { items } = await service.orders({ items: read.map(({ item }) => item) }, call);
    return read.map((one, at) => ({ ...one, order: items[at] }));
  } catch (error) {
    const issues = error instanceof ShelfcastError ? (error.options.issues ?? []) : [];
    const wrong = new Map(
      issues.map(({ path, message }) => [indexOf(path), `${path.replace(/^.*?\]\./, '')} ${message}`]),
    );
    wrong.delete(-1);
    if (wrong.size === 0) throw error;
    for (const [at, message] of wrong) refused.push({ row: read[at].row, message });
    return decide(
      service,
      read.filter((_, at) => !wrong.has(at)),
      refused,
    );
  }
}

function indexOf(path: string): number {
  return Number(/^items\[(\d+)\]/.exec(path)?.[1] ?? -1);
}

function rowOf(row: number, { sku, description }: OrderItem, order: Order): Row {
  const { weeks, demand, expected } = order;
  return {
    row,
    sku: sku ?? '',
    description,
    quantity: order.quantity,
    first_week: weeks.first,
    weeks: weeks.count,
    demand_p10: demand.p10,
    demand_p50: demand.p50,
    demand_p90: demand.p90,
    demand_mean: demand.mean,
    stock: order.stock,
    service: order.service,
    ...expected,
    sentence: order.sentence,
    warnings: [...new Set(order.warnings.map(({ code }) => code))],
  };
}

function print(
  { name }: DataFile,
  { out, json }: OrdersCommand,
  own: TermColumns,
  asked: ItemStream,
  decided: readonly Pick<Order, 'quantity' | 'expected'>[],
  refused: readonly Refusal[],
): void {
  const report = asked.report();
  const known = (figure: 'revenue' | 'margin') =>
    decided.flatMap(({ expected }) => (expected[figure] === null ? [] : [expected[figure]]));
  const quantity = sum(decided.map((order) => order.quantity));
  const [revenue, margin] = [known('revenue'), known('margin')];
  const total = (figures: number[]) => (figures.length > 0 ? sum(figures) : null);
  const said = (what: string, figures: number[]) =>
    figures.length === 0
      ? []
      : [`Expected ${what}: ${grouped(Math.round(sum(figures)))}, of ${counted(figures.length, 'order')}.`];
  const renamed = [...own].flatMap(([term, column]) => (term === column ? [] : [`${column} (${term})`]));
  const text = [
    reportText(name, report),
    ...(renamed.length > 0 ? [`  note: read as terms of orders: ${renamed.join(', ')}`] : []),
    `Wrote ${counted(decided.length, 'order')} of ${grouped(quantity)} units to ${targetName(out)}.`,
    ...said('revenue', revenue),
    ...said('margin', margin),
    ...refused.slice(0, 10).map(({ row, message }) => `Row ${row} has no order: ${message}`),
    ...(refused.length > 10 ? [`${refused.length - 10} more rows have no order.`] : []),
  ];
  const { dropped, notes } = report;
  const totals = { quantity, revenue: total(revenue), margin: total(margin) };
  printResult(
    json,
    { orders: decided.length, ...totals, out, terms: Object.fromEntries(own), refused, dropped, notes },
    text.join('\n'),
    out,
  );
}

function numberFor(term: keyof Terms): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const { error } = orderTerms.shape[term].safeParse(text.trim() === '' ? NaN : value);
    if (!error) return value;
    throw new InvalidArgumentError(`It ${error.issues[0].message.toLowerCase()}.`);
  };
}
