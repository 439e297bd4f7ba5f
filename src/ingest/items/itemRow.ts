import { certain } from '../../common/certain';
import type { DemandSchema } from '../../contract/dataSchema';
import { type Found, found } from '../../contract/findings';
import type { Item } from '../../contract/item';
import { MAX_FEATURE, MAX_HISTORY_WEEKS, MAX_TEXT_CHARACTERS } from '../../contract/limits';
import { cleanText, placesOf } from '../sheet/columns';
import { sameName } from '../sheet/layout';
import { isTotal } from '../sheet/totals';
import { lostDigits } from '../values/code';
import type { ColumnReadings } from '../values/columnReadings';
import { DateColumn } from '../values/dateColumn';
import { isMissing } from '../values/missing';
import { NumberColumn, type NumberMeaning } from '../values/numberColumn';

/** History columns of an item: weekly units, most recent first. */
const LAG = /^lag_?(\d{1,3})$/i;
const LARGEST = 1e9;
const MAX_SKU_CHARACTERS = 128;

/** For rows with a code but no description. */
export interface Describer {
  /** The description of a known product; null for an unknown one. */
  of(sku: string): string | null;
  /** The finding to report then. */
  otherwise: 'no_catalog' | 'not_in_catalog';
}

/** Receives findings about rows, and about the file as a whole. */
export interface FindingSink {
  add(what: Found, line: number, value: string): void;
  tell(what: Found): void;
}

/** The columns of an items file, besides lags; all are optional except the description. */
export type ItemColumns = Pick<
  DemandSchema,
  'sku' | 'description' | 'price' | 'promo_text' | 'date' | 'numeric' | 'categorical'
>;

/** The lag columns of a header, most recent week first. */
function lagColumns(header: readonly string[]): string[] {
  const age = (name: string): number => Number(LAG.exec(name)![1]);
  return header.filter((name) => LAG.test(name)).sort((a, b) => age(a) - age(b));
}

/** The numeric columns of an items file. */
export function itemNumbers(header: readonly string[], { price, numeric }: Partial<ItemColumns>): string[] {
  return [...(price ? [price] : []), ...(numeric ?? []), ...lagColumns(header)].filter((name) =>
    header.includes(name),
  );
}

/**
 * Converts rows to items. An unreadable cell counts as missing, with a finding in `notes`. A row without a description
 * is not an item and is reported in `dropped`.
 */
export class ItemRowReader {
  private readonly places: Map<string, number>;
  private readonly numbers: Map<string, NumberColumn>;
  private readonly dates: DateColumn;
  private readonly lags: string[];
  /** Columns named by the schema that items do not use. */
  readonly unread: readonly string[];

  constructor(
    header: readonly string[],
    private readonly columns: ItemColumns,
    readings: ColumnReadings,
    private readonly findings: { dropped: FindingSink; notes: FindingSink },
    private readonly describe?: Describer,
  ) {
    const { sku, description, price, promo_text, date, numeric, categorical } = columns;
    const optional = [sku, price, promo_text, date, ...numeric, ...categorical].filter(
      (name) => name && header.includes(name),
    ) as string[];
    this.lags = lagColumns(header);
    const described = describe && !header.some((name) => sameName(name, description)) ? [] : [description];
    this.places = placesOf(header, [...new Set([...described, ...optional, ...this.lags])]);
    const read = new Set(this.places.values());
    this.unread = header.filter((name, at) => name !== '' && !read.has(at));
    const meaning = (name: string): NumberMeaning =>
      numeric.includes(name) ? 'any' : name === price ? 'price' : 'units';
    const largest = (name: string): number => (numeric.includes(name) ? MAX_FEATURE : LARGEST);
    this.numbers = new Map(
      itemNumbers(header, columns).map((name) => [
        name,
        new NumberColumn(
          name,
          readings.decimals.get(name),
          largest(name),
          meaning(name),
          readings.currencies?.get(name),
        ),
      ]),
    );
    this.dates = new DateColumn(readings.dateOrder);
  }

  /** The item of a record with a value for each column; null, with a finding, if there is none. */
  row(values: readonly string[], line: number): Item | null {
    const { columns } = this;
    const text = (column: string | undefined): string => this.text(values, column);
    const code = text(columns.sku);
    if (isTotal(code, values)) return this.drop(found('total_row'), line, code);
    const sku = this.sku(code, line);
    const description = text(columns.description) || (sku && this.describe?.of(sku));
    if (!description) {
      const why = (sku && this.describe?.otherwise) || 'empty';
      return this.drop(found(why, { column: columns.description }), line, sku);
    }
    if (description.length > MAX_TEXT_CHARACTERS) {
      const cut = found('cell_cut', { column: columns.description, most: MAX_TEXT_CHARACTERS });
      this.findings.notes.add(cut, line, description);
    }
    const date = this.date(text(columns.date), line);
    const price = this.aboveZero(columns.price, this.number(values, columns.price, line), line);
    const promotion = text(columns.promo_text);
    const lags = this.lagsOf(values, line);
    const features = Object.fromEntries([
      ...columns.numeric.map((name) => [name, this.number(values, name, line)] as const),
      ...columns.categorical.map((name) => [name, text(name) || null] as const),
    ]);
    return {
      description: description.slice(0, MAX_TEXT_CHARACTERS),
      ...(sku && { sku }),
      ...(price !== null && { price }),
      ...(promotion && { promo_text: promotion.slice(0, MAX_TEXT_CHARACTERS) }),
      ...(date !== null && { date }),
      ...(lags.length > 0 && { lags }),
      ...(Object.keys(features).length > 0 && { features }),
    };
  }

  /** Reports how the columns were interpreted, at the end. */
  tellColumns(from1904 = false): void {
    const { date } = this.columns;
    this.dates.refuseDayNumbers(date, from1904);
    for (const what of this.dates.understood(date)) this.findings.notes.tell(what);
    for (const { understood } of this.numbers.values()) {
      for (const what of understood) this.findings.notes.tell(what);
    }
  }

  /** Reports a record whose values cannot be matched to columns. */
  ragged(values: readonly string[], line: number, what: Found): void {
    const code = this.text(values, this.columns.sku);
    this.drop(isTotal(code, values) ? found('total_row') : what, line, values.join(' | '));
  }

  /** Units of past weeks, most recent first, up to the last known one; null if one before it is unknown. */
  private lagsOf(values: readonly string[], line: number): (number | null)[] {
    const lags = this.lags.slice(0, MAX_HISTORY_WEEKS).map((name) => {
      const units = this.number(values, name, line);
      if (units === null || units >= 0) return units;
      this.findings.notes.add(found('unknown_negative', { column: name }), line, String(units));
      return null;
    });
    return lags.slice(0, lags.findLastIndex((units) => units !== null) + 1);
  }

  private text(values: readonly string[], column: string | undefined): string {
    const at = column === undefined ? undefined : this.places.get(column);
    return at === undefined ? '' : cleanText(values[at] ?? '');
  }

  private sku(code: string, line: number): string {
    if (isMissing(code)) return '';
    const { sku: column } = this.columns;
    const wrong =
      code.length > MAX_SKU_CHARACTERS
        ? found('cell_too_long', { column, most: MAX_SKU_CHARACTERS })
        : lostDigits(code)
          ? found('cell_lost_digits', { column })
          : null;
    if (wrong === null) return code;
    this.findings.notes.add(wrong, line, code);
    return '';
  }

  private date(written: string, line: number): string | null {
    if (isMissing(written)) return null;
    const date = this.dates.read(written);
    if (date === null) {
      this.findings.notes.add(found('cell_no_date', { column: this.columns.date }), line, written);
    }
    return date;
  }

  private number(values: readonly string[], column: string | undefined, line: number): number | null {
    const at = column === undefined ? undefined : this.places.get(column);
    if (column === undefined || at === undefined) return null;
    const numbers = certain(this.numbers.get(column), 'numbers of the column');
    const value = numbers.read(values[at], line);
    if (!Number.isNaN(value)) return value;
    this.findings.notes.add(numbers.refusal(values[at]), line, values[at]);
    return null;
  }

  private aboveZero(column: string | undefined, value: number | null, line: number): number | null {
    if (column === undefined || value === null || value > 0) return value;
    this.findings.notes.add(found('cell_not_positive', { column }), line, String(value));
    return null;
  }

  private drop(what: Found, line: number, value: string): null {
    this.findings.dropped.add(what, line, value);
    return null;
  }
}
