import { certain } from '../common/certain';
import type { DemandSchema } from '../contract/dataSchema';
import { hasBounds, type KeepCheck, keepCheck } from './keepRules';
import { placesOf } from './sheet/columns';
import type { ColumnReadings } from './values/columnReadings';
import { GroupCells } from './values/groupCells';
import { NumberColumn, type NumberMeaning } from './values/numberColumn';

const LARGEST = 1e9;

/** The columns that a demand schema names, each once. */
export function demandColumns(schema: DemandSchema): string[] {
  const { sku, date, target, price, description, promo_text, numeric, categorical, keep, groups } = schema;
  const named = [
    ...[sku, date, target, description, ...numeric, ...categorical],
    ...keep.map((rule) => rule.column),
  ];
  if (price) named.push(price);
  if (promo_text) named.push(promo_text);
  if (groups) named.push(groups.by, ...groups.once);
  return [...new Set(named)];
}

/** The numeric ones of them. */
export function numberColumns({ target, price, numeric, keep }: DemandSchema): string[] {
  const bounded = keep.filter(hasBounds).map(({ column }) => column);
  return [...new Set([target, ...(price ? [price] : []), ...numeric, ...bounded])];
}

/** A numeric column: its name and its position in the header. */
export interface PlacedNumbers {
  name: string;
  at: number;
  column: NumberColumn;
}

/** The columns of a demand schema in a file. */
export interface SaleColumns {
  /** Positions in the header. */
  sku: number;
  date: number;
  description: number;
  /** Null if the schema names none. */
  promoText: number | null;
  target: PlacedNumbers;
  price: PlacedNumbers | null;
  numeric: PlacedNumbers[];
  categorical: number[];
  keeps: KeepCheck;
  groups: GroupCells | null;
  /** All numeric columns. */
  numbers: NumberColumn[];
}

/** Finds a schema's columns in a header. Throws like placesOf and keepCheck. */
export function saleColumns(
  schema: DemandSchema,
  header: readonly string[],
  { decimals }: ColumnReadings,
): SaleColumns {
  const places = placesOf(header, demandColumns(schema));
  const numbers = new Map(
    numberColumns(schema).map((name) => [
      name,
      new NumberColumn(name, decimals.get(name), LARGEST, meaningOf(name, schema)),
    ]),
  );
  const place = (name: string): number => certain(places.get(name), `place of column '${name}'`);
  const placed = (name: string): PlacedNumbers => ({
    name,
    at: place(name),
    column: certain(numbers.get(name), `reader of column '${name}'`),
  });
  return {
    sku: place(schema.sku),
    date: place(schema.date),
    description: place(schema.description),
    promoText: schema.promo_text === undefined ? null : place(schema.promo_text),
    target: placed(schema.target),
    price: schema.price === undefined ? null : placed(schema.price),
    numeric: schema.numeric.map(placed),
    categorical: schema.categorical.map(place),
    keeps: keepCheck(schema.keep, places, numbers),
    groups: schema.groups
      ? new GroupCells({ by: place(schema.groups.by), once: schema.groups.once.map(place) })
      : null,
    numbers: [...numbers.values()],
  };
}

function meaningOf(name: string, { target, price }: DemandSchema): NumberMeaning {
  return name === target ? 'units' : name === price ? 'price' : 'any';
}
