import { promotionText } from '../common/promotionText';
import { weekOf, type Week } from '../common/week';
import type { DemandSchema } from '../contract/dataSchema';
import { type Found, found } from '../contract/findings';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import { type PlacedNumbers, type SaleColumns, saleColumns } from './saleColumns';
import type { SaleFindings, SaleRow } from './saleRow';
import { cleanText } from './sheet/columns';
import { beginsAsTotal, isTotal } from './sheet/totals';
import { CodeColumn } from './values/code';
import type { ColumnReadings } from './values/columnReadings';
import { DateColumn } from './values/dateColumn';
import { secondOfDay } from './values/day';
import { weekDayReader } from './values/weekDates';

const MAX_SKU_CHARACTERS = 128;
/** Difference allowed between a total and the sum of its rows. */
const ROUNDED = 1e-9;

/** Rows before a total that nothing but its missing date tells. */
const FEWEST_SUMMED = 10;

/** A row's product and day: the code is empty if missing, null if too long. */
type Subject = Pick<SaleRow, 'sku' | 'day'>;

/**
 * Converts a file's values to rows of sales. A row left out by a keep rule, as a return or as a total is null; in an
 * unreadable row, units and other missing values are null. Throws like NumberColumn and DateColumn.
 */
export class SaleRowReader {
  private readonly columns: SaleColumns;
  private readonly codes: CodeColumn;
  private readonly dates: DateColumn;
  private readonly weekDay: (day: string) => string;
  private readonly weeks = new Map<string, Week>();
  /** Single sales by the sign of their units. */
  readonly signs = { below: 0, above: 0 };
  /** Sum of units of all rows so far, and since the last subtotal. */
  private readonly sums = { all: 0, group: 0 };
  private readonly filledIn: Found;

  constructor(
    private readonly schema: DemandSchema,
    header: readonly string[],
    readings: ColumnReadings,
    private readonly findings: SaleFindings,
  ) {
    this.columns = saleColumns(schema, header, readings);
    this.codes = new CodeColumn(schema.sku);
    this.dates = new DateColumn(readings.dateOrder);
    this.weekDay = weekDayReader(schema.date, schema.granularity === 'week');
    const { by = '', once = [] } = schema.groups ?? {};
    this.filledIn = found('cells_of_group', { by, columns: once.join(', ') });
  }

  /** The values of a record; empty ones are taken from the first row of its group. */
  filled(record: readonly string[], line: number): readonly string[] {
    const values = this.columns.groups?.filled(record) ?? record;
    if (values !== record) this.findings.notes.add(this.filledIn, line, '');
    return values;
  }

  /** The row of a record with a value for each column; null if it is not a sale. */
  row(values: readonly string[], line: number): SaleRow | null {
    const code = values[this.columns.sku];
    const failed = this.columns.keeps(values, line);
    if (failed && !failed.unreadable) return this.byRule(failed.what, failed.value, values, line);
    if (isTotal(code, values) || this.isSum(values, line))
      return this.leftOut(found('total_row'), line, code);
    const subject = this.subjectOf(values, line);
    if (failed) return this.unreadable(failed.what, line, failed.value, subject);
    return this.sale(values, line, subject);
  }

  /** The row of a record whose values may be shifted: it is reported, with its product and day if readable. */
  raggedRow(values: readonly string[], line: number, what: Found): SaleRow | null {
    const code = values[this.columns.sku] ?? '';
    if (isTotal(code, values)) return this.leftOut(found('total_row'), line, code);
    return this.unreadable(what, line, values.join(' | '), this.subjectOf(values, line));
  }

  /** Findings about the columns at the end. */
  tellColumns(from1904 = false): void {
    for (const { understood } of this.columns.numbers) {
      for (const what of understood) this.findings.notes.tell(what);
    }
    const column = this.schema.date;
    this.dates.refuseDayNumbers(column, from1904);
    this.dates.refuseExchanged(column);
    for (const what of this.dates.understood(column)) this.findings.notes.tell(what);
  }

  /** `rule`: why a row with negative units is left out, whatever its units. */
  private sale(values: readonly string[], line: number, subject: Subject, rule?: Found): SaleRow | null {
    const { schema, columns, findings } = this;
    const { sku, day } = subject;
    const unreadable = (what: Found, value: string) => this.unreadable(what, line, value, subject);
    if (sku === '') return unreadable(found('empty', { column: schema.sku }), '');
    if (sku === null)
      return unreadable(
        found('too_long', { column: schema.sku, most: MAX_SKU_CHARACTERS }),
        values[columns.sku],
      );
    const date = values[columns.date].trim();
    if (!date) return unreadable(found('empty', { column: schema.date }), '');
    if (!day) return unreadable(found('no_date', { column: schema.date }), date);

    const { name: column, at, column: target } = columns.target;
    const units = target.read(values[at], line);
    if (units === null) return unreadable(found('empty', { column }), values[at]);
    if (Number.isNaN(units)) return unreadable(found('no_units', { column }), values[at]);
    const perSale = schema.granularity === 'transaction';
    if (!rule) this.count(units);
    if (perSale && units === 0) return this.leftOut(found('not_positive', { column }), line, values[at]);
    if (!perSale && units < 0) return unreadable(found('negative', { column }), values[at]);
    const below = units < 0 ? (rule ?? found('not_positive', { column })) : undefined;

    const price = columns.price && this.optional(columns.price, values, line);
    if (columns.price && price !== null && price <= 0 && !below) {
      const { name, at: priceAt } = columns.price;
      if (perSale) return this.leftOut(found('not_positive', { column: name }), line, values[priceAt]);
      findings.notes.add(found('unknown_not_positive', { column: name }), line, values[priceAt]);
    }
    const numbers = columns.numeric.map((numeric) => this.optional(numeric, values, line));
    return {
      line,
      sku,
      day,
      second: secondOfDay(date),
      week: this.weekOf(day),
      units,
      ...(below && { below }),
      price: price !== null && price > 0 ? price : null,
      description: text(values[columns.description]),
      promoText: columns.promoText === null ? '' : (promotionText(text(values[columns.promoText])) ?? ''),
      extras: [...numbers, ...columns.categorical.map((place) => cleanText(values[place]) || null)],
    };
  }

  private count(units: number): void {
    if (units !== 0) this.signs[units < 0 ? 'below' : 'above']++;
    this.sums.all += units;
    this.sums.group += units;
  }

  /** Whether a row called a total is the sum of the rows before it. */
  private isSum(values: readonly string[], line: number): boolean {
    const isCalled = beginsAsTotal(values[this.columns.sku]);
    if (!isCalled && (values[this.columns.date].trim() !== '' || this.signs.above < FEWEST_SUMMED))
      return false;
    const { at, column } = this.columns.target;
    const units = column.read(values[at], line) ?? NaN;
    const { all, group } = this.sums;
    const isSum = (isCalled ? [all, group] : [all]).some(
      (sum) => sum > 0 && Math.abs(sum - units) <= ROUNDED * sum,
    );
    if (isSum) this.sums.group = 0;
    return isSum;
  }

  /** A row that a rule leaves out: null, or the row if its units are negative, since it may cancel a sale. */
  private byRule(what: Found, value: string, values: readonly string[], line: number): SaleRow | null {
    const { at, column } = this.columns.target;
    const isBelow = this.schema.granularity === 'transaction' && (column.read(values[at], line) ?? 0) < 0;
    const subject = isBelow ? this.subjectOf(values, line) : null;
    if (!subject?.sku || !subject.day) return this.leftOut(what, line, value);
    return this.sale(values, line, subject, what);
  }

  private subjectOf(values: readonly string[], line: number): Subject {
    const date = (values[this.columns.date] ?? '').trim();
    const read = this.dates.read(date);
    const day = read && this.weekDay(read);
    if (day !== read)
      this.findings.notes.add(found('week_of_most_days', { column: this.schema.date }), line, date);
    return { sku: this.skuOf(values[this.columns.sku] ?? '', line), day };
  }

  private skuOf(text: string, line: number): string | null {
    const { notes } = this.findings;
    const { key, respelt, zerosApart } = this.codes.read(text, line);
    if (key.length > MAX_SKU_CHARACTERS) return null;
    if (respelt) notes.add(found('other_spelling', { column: this.schema.sku }), line, text);
    if (zerosApart) notes.add(found('zeros_apart', { column: this.schema.sku }), line, text);
    return key;
  }

  /** An optional cell: missing if unreadable. */
  private optional(
    { name, at, column }: PlacedNumbers,
    values: readonly string[],
    line: number,
  ): number | null {
    const value = column.read(values[at], line);
    if (!Number.isNaN(value)) return value;
    this.findings.notes.add(found('unknown_too_large', { column: name }), line, values[at]);
    return null;
  }

  private weekOf(day: string): Week {
    let week = this.weeks.get(day);
    if (week === undefined) this.weeks.set(day, (week = weekOf(day)));
    return week;
  }

  private leftOut(what: Found, line: number, value: string): null {
    this.findings.dropped.add(what, line, value);
    return null;
  }

  private unreadable(what: Found, line: number, value: string, { sku, day }: Subject): SaleRow {
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
