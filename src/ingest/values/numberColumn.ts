import { certain } from '../../common/certain';
import type { Decimal } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import { type Choices, Evidence, OpenReading } from './evidence';
import { type NumberText, readNumber } from './number';

/** Unambiguous integers. */
const WHOLE = /^-?\d{1,15}$/;
/** Not exactly three digits after a point: not a thousands separator. */
const WITH_POINT = /^-?\d{1,12}\.(\d{1,2}|\d{4,12})$/;

const MOST_KNOWN = 10_000;

/** What a column's numbers are: units, prices, or anything; a percentage is not a price, and money is not units. */
export type NumberMeaning = 'units' | 'price' | 'any';

/** The result of reading a text, and its line. */
interface Reading {
  text: string;
  line: number;
  value: number;
}

export const DECIMAL_CHOICES: Choices<Decimal> = {
  key: 'decimal',
  of: 'numbers',
  words: 'a decimal point and a decimal comma',
  readings: ['point', 'comma'],
};

/** Evidence for a column's decimal sign and currency. */
export class NumberEvidence extends Evidence<Decimal> {
  private readonly currencies = new Map<string, number>();

  add(text: string, line: number): void {
    const number = readNumber(text);
    if (!number) return;
    const { point, comma, currency } = number;
    if (currency) this.currencies.set(currency, (this.currencies.get(currency) ?? 0) + 1);
    if (Number.isNaN(point)) {
      if (!Number.isNaN(comma)) this.proves('comma', text.trim(), line);
    } else if (Number.isNaN(comma)) this.proves('point', text.trim(), line);
    else if (point !== comma) this.leavesOpen(text.trim(), line);
  }

  /** The most frequent currency; undefined if there is none. */
  get currency(): string | undefined {
    return [...this.currencies].sort(([, a], [, b]) => b - a)[0]?.[0];
  }
}

/**
 * Reads the numbers of one column, all with the same decimal sign: the given one, or the one that the first values
 * show. Without a given sign, throws OpenReading if a value is ambiguous or contradicts others. Throws ShelfcastError
 * for a second currency.
 */
export class NumberColumn {
  private decimal: Decimal | undefined;
  /** Caches texts that are slow to parse: their meaning is fixed once the sign is known. */
  private readonly known = new Map<string, number | null>();
  private currency: { code: string; value: string; line: number } | null = null;
  /** The first value that would differ with the other sign. */
  private telling: Reading | null = null;
  private percentage: Reading | null = null;
  /** The first nonzero number without a percent sign. */
  private plain: Reading | null = null;

  /**
   * `largest`: numbers of greater magnitude are not accepted. `onlyCurrency`: nor are values in another currency;
   * without it a second currency is an error.
   */
  constructor(
    private readonly name: string,
    private readonly given: Decimal | undefined,
    private readonly largest: number,
    private readonly meaning: NumberMeaning = 'any',
    private readonly onlyCurrency?: string,
  ) {
    this.decimal = given;
  }

  /** Null if missing, NaN if not a number. */
  read(text: string, line: number): number | null {
    const value = this.valueOf(text, line);
    return value === null || Math.abs(value) <= this.largest ? value : NaN;
  }

  private valueOf(text: string, line: number): number | null {
    if (WHOLE.test(text)) return this.asPlain(Number(text), text, line);
    if (WITH_POINT.test(text) && this.decimal !== 'comma') {
      this.decimal = 'point';
      return this.asPlain(Number(text), text, line);
    }
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const value = this.worked(text, line);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(text, value);
    return value;
  }

  private asPlain(value: number, text: string, line: number): number {
    if (!this.plain && value !== 0 && !Number.isNaN(value)) this.plain = { text: text.trim(), line, value };
    return value;
  }

  private worked(text: string, line: number): number | null {
    const number = readNumber(text);
    if (!number) return null;
    const value = this.decided(number, text, line);
    if (!number.percent) return this.asPlain(value, text, line);
    if (!Number.isNaN(value)) this.percentage ??= { text: text.trim(), line, value };
    return value;
  }

  private decided({ point, comma, currency, percent }: NumberText, text: string, line: number): number {
    if ((percent && this.meaning !== 'any') || (currency && this.meaning === 'units')) return NaN;
    if (currency && this.onlyCurrency) {
      if (currency !== this.onlyCurrency) return NaN;
    } else if (currency) this.checkCurrency(currency, text, line);
    if (point === comma || (Number.isNaN(point) && Number.isNaN(comma))) return point;
    const proven = Number.isNaN(point) ? 'comma' : Number.isNaN(comma) ? 'point' : null;
    if (!this.decimal) {
      if (!proven) throw new OpenReading();
      this.decimal = proven;
    } else if (proven && proven !== this.decimal && !this.given) throw new OpenReading();
    const value = this.decimal === 'point' ? point : comma;
    if (!Number.isNaN(value)) this.telling ??= { text: text.trim(), line, value };
    return value;
  }

  /** Why a text is not accepted as a number. */
  refusal(text: string): Found {
    const column = this.name;
    const currency = this.onlyCurrency && readNumber(text)?.currency;
    return currency && currency !== this.onlyCurrency
      ? found('cell_other_currency', {
          column,
          currency: certain(this.onlyCurrency, 'currency of the column'),
        })
      : found('cell_no_number', { column });
  }

  /** How the column was interpreted, where the values do not make it obvious. */
  get understood(): Found[] {
    const column = this.name;
    const told: Found[] = [];
    if (this.telling) {
      told.push(
        found(this.decimal === 'comma' ? 'decimal_comma' : 'decimal_point', { column, ...this.telling }),
      );
    }
    if (this.percentage && this.plain) {
      const { text: plain, line: plain_line, value: plain_value } = this.plain;
      told.push(found('percentages', { column, ...this.percentage, plain, plain_line, plain_value }));
    }
    return told;
  }

  private checkCurrency(code: string, text: string, line: number): void {
    const value = text.trim();
    this.currency ??= { code, value, line };
    if (this.currency.code === code) return;
    const { value: first, line: first_line } = this.currency;
    throw new ShelfcastError(
      'invalid',
      `the column '${this.name}' has two currencies: '${first}' in line ${first_line} and '${value}' in line ${line}; convert them to one, or keep ` +
        `one of them by a keep rule with a "match" for the column`,
      {
        reasons: [
          found('two_currencies', { column: this.name, first, first_line, second: value, second_line: line }),
        ],
      },
    );
  }
}
