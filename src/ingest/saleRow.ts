import { promotionText } from '../common/promotionText';
import { weekOf, type Week } from '../common/week';
import type { DemandSchema } from '../contract/dataSchema';
import { type Found, found } from '../contract/findings';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import { cleanText, placesOf } from './sheet/columns';
import type { Findings } from './findings';
import { hasBounds, keepCheck } from './keepRules';
import { isTotal } from './sheet/totals';
import { CodeColumn } from './values/code';
import type { ColumnReadings } from './values/columnReadings';
import { DateColumn } from './values/dateColumn';
import { secondOfDay } from './values/day';
import { NumberColumn, type NumberMeaning } from './values/numberColumn';

const MAX_SKU_CHARACTERS = 128;
const LARGEST = 1e9;

/** A row of sales as it was read. What could not be read is null, and told in the findings. */
export interface SaleRow {
  line: number;
  /** The code as the catalog keeps it. */
  sku: string | null;
  /** ISO day. */
  day: string | null;
  /** Seconds since midnight, where the date has a time. */
  second: number | null;
  /** The day's; NaN without one. */
  week: Week;
  /** Null where the row tells of sales but not of how many: what sold there is unknown. */
  units: number | null;
  price: number | null;
  /** Empty when the row has none. */
  description: string;
  promoText: string;
  /** In the order of the schema's numeric, then categorical columns. */
  extras: (number | string | null)[];
}

/** What a reading leaves out, and what it reads as missing or changes. */
export interface SaleFindings {
  dropped: Findings;
  notes: Findings;
}

/** The columns that a demand schema names, each once. */
export function demandColumns(schema: DemandSchema): string[] {
  const { sku, date, target, price, description, promo_text, numeric, categorical, keep } = schema;
  const named = [
    ...[sku, date, target, description, ...numeric, ...categorical],
    ...keep.map((rule) => rule.column),
  ];
  if (price) named.push(price);
  if (promo_text) named.push(promo_text);
  return [...new Set(named)];
}

/** Those of them that hold numbers. */
export function numberColumns({ target, price, numeric, keep }: DemandSchema): string[] {
  const bounded = keep.filter(hasBounds).map(({ column }) => column);
  return [...new Set([target, ...(price ? [price] : []), ...numeric, ...bounded])];
}

function meaningOf(name: string, { target, price }: DemandSchema): NumberMeaning {
  return name === target ? 'units' : name === price ? 'price' : 'any';
}

/**
 * Reads a file's values into rows of sales. A row that a keep rule, a return or a total leaves out is null; a row that
 * cannot be read comes with null for its units and for what else is not there. Throws as NumberColumn and DateColumn.
 */
export class SaleRowReader {
  private readonly places: Map<string, number>;
  private readonly numbers: Map<string, NumberColumn>;
  private readonly codes: CodeColumn;
  private readonly dates: DateColumn;
  private readonly keeps: ReturnType<typeof keepCheck>;
  private readonly days = new Map<string, Week>();
  private readonly at: {
    sku: number;
    date: number;
    target: number;
    description: number;
    price: number;
    promo: number;
  };
  private readonly numericAt: { name: string; at: number; column: NumberColumn }[];
  private readonly categoricalAt: number[];
  private readonly target: NumberColumn;
  private readonly price: NumberColumn | null;

  constructor(
    private readonly schema: DemandSchema,
    header: readonly string[],
    readings: ColumnReadings,
    private readonly findings: SaleFindings,
  ) {
    this.places = placesOf(header, demandColumns(schema));
    this.numbers = new Map(
      numberColumns(schema).map((name) => [
        name,
        new NumberColumn(name, readings.decimals.get(name), LARGEST, meaningOf(name, schema)),
      ]),
    );
    this.codes = new CodeColumn(schema.sku);
    this.dates = new DateColumn(readings.dateOrder);
    this.keeps = keepCheck(schema.keep, this.places, this.numbers);
    const place = (column: string | undefined): number =>
      column === undefined ? -1 : this.places.get(column)!;
    this.at = {
      sku: place(schema.sku),
      date: place(schema.date),
      target: place(schema.target),
      description: place(schema.description),
      price: place(schema.price),
      promo: place(schema.promo_text),
    };
    this.numericAt = schema.numeric.map((name) => ({
      name,
      at: place(name),
      column: this.numbers.get(name)!,
    }));
    this.categoricalAt = schema.categorical.map(place);
    this.target = this.numbers.get(schema.target)!;
    this.price = schema.price ? this.numbers.get(schema.price)! : null;
  }

  /** The row of a record with a value for each column; null when it is none of the sales. */
  row(values: readonly string[], line: number): SaleRow | null {
    const { schema, at, findings } = this;
    const failed = this.keeps(values, line);
    if (failed && !failed.unreadable)
      return this.leftOut(found('keep_rule', failed.values), line, failed.value);
    if (isTotal(values[at.sku], values)) return this.leftOut(found('total_row'), line, values[at.sku]);
    if (failed)
      return this.unreadable(found('keep_rule_no_number', failed.values), line, failed.value, values);

    const sku = this.skuOf(values[at.sku], line);
    const date = values[at.date].trim();
    const day = this.dates.read(date);
    const unreadable = (what: Found, value: string): SaleRow =>
      this.unreadable(what, line, value, values, sku, day);
    if (sku === '') return unreadable(found('empty', { column: schema.sku }), '');
    if (sku === null)
      return unreadable(found('too_long', { column: schema.sku, most: MAX_SKU_CHARACTERS }), values[at.sku]);
    if (!date) return unreadable(found('empty', { column: schema.date }), '');
    if (!day) return unreadable(found('no_date', { column: schema.date }), date);

    const unitsText = values[at.target];
    const units = this.target.read(unitsText, line);
    if (units === null) return unreadable(found('empty', { column: schema.target }), unitsText);
    if (Number.isNaN(units)) return unreadable(found('no_units', { column: schema.target }), unitsText);
    const perSale = schema.granularity === 'transaction';
    if (perSale && units <= 0)
      return this.leftOut(found('not_positive', { column: schema.target }), line, unitsText);
    if (units < 0) return unreadable(found('negative', { column: schema.target }), unitsText);

    const price = this.priceOf(values, line);
    if (price !== null && price <= 0) {
      const column = schema.price!;
      if (perSale) return this.leftOut(found('not_positive', { column }), line, values[at.price]);
      findings.notes.add(found('unknown_not_positive', { column }), line, values[at.price]);
    }
    const extras: (number | string | null)[] = this.numericAt.map(({ name, at: place, column }) =>
      this.optional(name, column.read(values[place], line), line, values[place]),
    );
    for (const place of this.categoricalAt) extras.push(cleanText(values[place]) || null);
    return {
      line,
      sku,
      day,
      second: secondOfDay(date),
      week: this.weekOf(day),
      units,
      price: price !== null && price > 0 ? price : null,
      description: text(values[at.description]),
      promoText: (at.promo >= 0 && promotionText(text(values[at.promo]))) || '',
      extras,
    };
  }

  /** The row of a record whose values may have been shifted: told, with its product and day where they can be read. */
  raggedRow(values: readonly string[], line: number, what: Found): SaleRow | null {
    const code = values[this.at.sku] ?? '';
    if (isTotal(code, values)) return this.leftOut(found('total_row'), line, code);
    const sku = this.skuOf(code, line) || null;
    const day = this.dates.read((values[this.at.date] ?? '').trim());
    return this.unreadable(what, line, values.join(' | '), values, sku, day);
  }

  /** What is known of the columns at the end. */
  tellColumns(): void {
    for (const { understood } of this.numbers.values()) {
      for (const what of understood) this.findings.notes.tell(what);
    }
    const column = this.schema.date;
    this.dates.refuseExchanged(column);
    if (this.dates.serial) this.findings.notes.tell(found('day_numbers', { column }));
    if (this.dates.numbered)
      this.findings.notes.tell(found('weeks_numbered', { column, ...this.dates.numbered }));
  }

  private skuOf(text: string, line: number): string | null {
    const { key, respelt, zerosApart } = this.codes.read(text, line);
    if (key.length > MAX_SKU_CHARACTERS) return null;
    if (respelt) {
      this.findings.notes.add(found('other_spelling', { column: this.schema.sku }), line, text);
    }
    if (zerosApart) this.findings.notes.add(found('zeros_apart', { column: this.schema.sku }), line, text);
    return key;
  }

  private priceOf(values: readonly string[], line: number): number | null {
    if (!this.price) return null;
    const text = values[this.at.price];
    return this.optional(this.schema.price!, this.price.read(text, line), line, text);
  }

  /** A cell that may be missing: where it cannot be read it is. */
  private optional(name: string, value: number | null, line: number, text: string): number | null {
    if (!Number.isNaN(value)) return value;
    this.findings.notes.add(found('unknown_too_large', { column: name }), line, text);
    return null;
  }

  private weekOf(day: string): Week {
    let week = this.days.get(day);
    if (week === undefined) this.days.set(day, (week = weekOf(day)));
    return week;
  }

  private leftOut(what: Found, line: number, value: string): null {
    this.findings.dropped.add(what, line, value);
    return null;
  }

  private unreadable(
    what: Found,
    line: number,
    value: string,
    values: readonly string[],
    sku: string | null = this.skuOf(values[this.at.sku], line) || null,
    day: string | null = this.dates.read(values[this.at.date].trim()),
  ): SaleRow {
    this.findings.dropped.add(what, line, value);
    return {
      line,
      sku: sku || null,
      day,
      second: null,
      week: day === null ? NaN : this.weekOf(day),
      units: null,
      price: null,
      description: '',
      promoText: '',
      extras: [],
    };
  }
}

function text(value: string): string {
  return cleanText(value).slice(0, MAX_TEXT_CHARACTERS);
}
