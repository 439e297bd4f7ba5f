import type { DateOrder, Decimal } from '../../contract/dataSchema';
import { type Found, found } from '../../contract/findings';
import { type Figure, figureOf } from './figure';
import { NumberColumn } from './numberColumn';

const MOST_KNOWN = 10_000;

/**
 * Reads a column of a table as numbers in the unit of its first value with one: a value in an incompatible unit is not
 * a number. A value without a unit is used as it is.
 */
export class FigureColumn {
  private readonly numbers: NumberColumn;
  private readonly known = new Map<string, Figure>();
  private unit: string | null = null;
  /** The first value that is not a plain number, and the first date. */
  private worded: { text: string; line: number; value: number } | null = null;
  private dated: { text: string; line: number; value: number } | null = null;

  constructor(
    private readonly name: string,
    decimal: Decimal | undefined,
    private readonly order: DateOrder | undefined,
    private readonly largest: number,
  ) {
    this.numbers = new NumberColumn(name, decimal, largest);
  }

  /** Null if missing, NaN if not a number. Throws like NumberColumn. */
  read(text: string, line: number): number | null {
    const figure = this.figureOf(text);
    if (figure.year !== null) {
      this.dated ??= { text: text.trim(), line, value: rounded(figure.year) };
      return figure.year;
    }
    if (figure.unit) {
      this.unit ??= figure.unit;
      if (figure.unit !== this.unit) return NaN;
    }
    const number = this.numbers.read(figure.text, line);
    if (number === null || Number.isNaN(number) || figure.text === text) return number;
    const value = number * figure.times;
    this.worded ??= { text: text.trim(), line, value: rounded(value) };
    return Math.abs(value) <= this.largest ? value : NaN;
  }

  private figureOf(text: string): Figure {
    let figure = this.known.get(text);
    if (figure) return figure;
    figure = figureOf(text, this.order);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(text, figure);
    return figure;
  }

  /** How the column was interpreted, where the values do not make it obvious. */
  get understood(): Found[] {
    const column = this.name;
    const told = [...this.numbers.understood];
    if (this.worded) {
      const unit = this.unit ?? '';
      told.push(found(unit ? 'number_with_unit' : 'number_in_words', { column, unit, ...this.worded }));
    }
    if (this.dated) told.push(found('dates_as_years', { column, ...this.dated }));
    return told;
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
