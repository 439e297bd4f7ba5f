import { keysOf } from '../common/keysOf';
import type { Row } from '../common/rowFile';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { type Order, type OrderItem, orderItem, orderTerms } from '../contract/orders';
import type { DataFile } from '../ingest/file/dataFile';
import { sampleSheet } from '../ingest/file/readSheet';
import type { ItemOfRow } from '../ingest/readItems';
import { guessPlanColumns, type PlanColumns } from '../ingest/schema/planColumns';
import type { Service } from '../serving/service';

/** Terms of an order: columns of the file, or options for rows without a value. */
export type Terms = Partial<Record<keyof typeof orderTerms.shape, number>>;
/** The file's column for each term. */
export type TermColumns = ReadonlyMap<keyof Terms, string>;
export const TERMS: readonly (keyof Terms)[] = keysOf(orderTerms.shape);
/** Sample of rows that decides which columns are numbers. */
const LOOKED_AT = 1000;

/** Why a row has no order. */
export interface Refusal {
  row: number;
  message: string;
}

/** The file's columns for terms: by exact name, and for stock, pack and cost also by similar names. */
export async function termColumns(data: DataFile, schema: DemandSchema): Promise<TermColumns> {
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

/** The row's own terms, else the command's. */
export function withTerms(item: ItemOfRow['item'], own: TermColumns, given: Terms, schema: DemandSchema) {
  const features = { ...item.features };
  const terms: Record<string, unknown> = { ...given };
  for (const [term, column] of own) {
    if (features[column] !== null && features[column] !== undefined) terms[term] = features[column];
    if (!schema.numeric.includes(column)) delete features[column];
  }
  return { ...item, features, ...terms };
}

/** A row and its order. */
export interface Decided {
  row: number;
  item: OrderItem;
  order: Order;
}

/** The orders of rows with usable terms; the others go to `refused`. */
export async function decide(
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

/** An order as a row of the output. */
export function rowOf(row: number, { sku, description }: OrderItem, order: Order): Row {
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
