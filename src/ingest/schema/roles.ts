import { certain } from '../../common/certain';
import { isNamed, mayBeMoney, type Role } from './columnNames';
import {
  fits,
  isAny,
  isCents,
  isDate,
  isDecimal,
  isNumber,
  isPlainDate,
  isPromotion,
  isWords,
  type Kind,
} from './kinds';
import { areTimesPrices } from './money';
import { areRowNumbers } from './rowNumbers';
import type { Sample } from './sample';

export interface SoughtRole {
  role: Role;
  means: string;
  kind: Kind;
  needed: boolean;
}

/** In the order of the search. */
export const SOUGHT: readonly SoughtRole[] = [
  { role: 'sku', means: 'product code', kind: isAny, needed: true },
  { role: 'date', means: 'date', kind: isDate, needed: true },
  { role: 'target', means: 'units sold', kind: isNumber, needed: true },
  { role: 'description', means: 'product text', kind: isWords, needed: true },
  { role: 'price', means: 'unit price', kind: isNumber, needed: false },
  { role: 'promo_text', means: 'promotion text', kind: isPromotion, needed: false },
];

/** The candidate columns of each role in a sample, by names and values. */
export class RoleCandidates {
  /** Columns whose values are dates, whatever their names. */
  readonly dates: readonly string[];

  constructor(private readonly sample: Sample) {
    this.dates = sample.columns.filter((_, at) => fits(sample.rows, at, isPlainDate));
  }

  /** Columns with a role's name and with values of its kind. */
  named(role: Role): string[] {
    const { columns, rows } = this.sample;
    const { kind } = certain(
      SOUGHT.find((one) => one.role === role),
      `role ${role}`,
    );
    return columns.filter(
      (column, at) =>
        isNamed(column, role) && fits(rows, at, kind) && !(role === 'target' && this.isMoney(column, at)),
    );
  }

  /**
   * Dates are recognised by value; names decide only between several columns. Row or receipt numbers are not product
   * codes.
   */
  shown(role: Role): readonly string[] {
    const named = this.named(role);
    if (role === 'date' && named.length === 0) return this.dates;
    return role === 'sku' ? named.filter((column) => !this.numbersRows(column)) : named;
  }

  /**
   * Candidates for a role without a matching name. Codes have no decimals; if no other column is left, products are
   * identified by their texts.
   */
  unnamed({ role, kind }: SoughtRole): readonly string[] {
    const { columns, rows } = this.sample;
    const fitting = role === 'date' ? this.dates : columns.filter((_, at) => fits(rows, at, kind));
    const others = SOUGHT.filter((other) => other.role !== role).map((other) => this.shown(other.role));
    const free = fitting.filter(
      (column) =>
        !isNamed(column, 'category') && !others.some((names) => names.length === 1 && names[0] === column),
    );
    const isCode = (name: string) => !fits(rows, columns.indexOf(name), isDecimal) && !this.numbersRows(name);
    const codes = role === 'sku' ? free.filter(isCode) : free;
    const texts = role === 'sku' ? this.named('description') : [];
    return [codes, texts, free, fitting].find((choices) => choices.length > 0) ?? [];
  }

  private isMoney(column: string, at: number): boolean {
    return mayBeMoney(column) && (fits(this.sample.rows, at, isCents) || this.isTimesPrice(column));
  }

  private isTimesPrice(column: string): boolean {
    const { columns, rows } = this.sample;
    const price = columns.find((name, at) => isNamed(name, 'price') && fits(rows, at, isNumber));
    return price !== undefined && areTimesPrices(this.sample.values(column), this.sample.values(price));
  }

  private numbersRows(column: string): boolean {
    const [text] = this.named('description');
    if (text === undefined || text === column) return false;
    return areRowNumbers({
      codes: this.sample.values(column),
      texts: this.sample.values(text),
      dates: this.sample.values(this.named('date')[0] ?? this.dates[0]),
    });
  }
}
