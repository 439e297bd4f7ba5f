import { InvalidArgumentError, type Command } from 'commander';
import { sum } from '../common/statistics';
import { type Row, writeRows } from '../common/rowFile';
import { ShelfcastError } from '../contract/errors';
import { MAX_ITEMS } from '../contract/limits';
import { type Order, orderTerms } from '../contract/orders';
import type { DataFile } from '../ingest/file/dataFile';
import type { ItemStream } from '../ingest/readItems';
import { readSchema } from '../ingest/schemaFile';
import { batches, nothingRead, onAskedFile, schemaOf } from './askedFile';
import { type AskedFileCommand, withAskedFileOptions } from './askedFileOptions';
import { counted, grouped, printResult, progressBar, targetName, UsageError } from './command';
import { onData } from './dataOption';
import {
  decide,
  type Refusal,
  rowOf,
  termColumns,
  type TermColumns,
  TERMS,
  type Terms,
  withTerms,
} from './orderRows';
import { reportText } from './reportText';

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

/** `shelfcast orders`: order quantities for the products of a file, decided like on the server. */
export function registerOrders(program: Command): void {
  const command = withAskedFileOptions(
    program
      .command('orders')
      .description(
        'Computes how much to order of each product in a file. Terms of an order are columns with their names in the ' +
          'API (on_hand, lead_weeks, pack, ...); stock, pack and cost are also recognised by their usual names. The options below apply where a row has no value.',
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
