import type { DateOrder, Decimal } from '../../contract/dataSchema';
import { DATE_CHOICES, DateEvidence } from './dateColumn';

import { DECIMAL_CHOICES, NumberEvidence } from './numberColumn';

/** How the columns of a file are read, where that is known. */
export interface ColumnReadings {
  decimals: ReadonlyMap<string, Decimal>;
  dateOrder?: DateOrder;
  /** Of columns of money, the currency that most of their values have; only where all of them were seen before. */
  currencies?: ReadonlyMap<string, string>;
}

/** What a schema says of it: one decimal sign for all numbers, one order for all dates. */
export interface GivenReadings {
  decimal?: Decimal;
  date_order?: DateOrder;
}

export function givenReadings(numbers: readonly string[], given: GivenReadings): ColumnReadings {
  const { decimal, date_order: dateOrder } = given;
  return { decimals: new Map(decimal ? numbers.map((name) => [name, decimal]) : []), dateOrder };
}

/** Gathers what all values of a file's columns show about how they are to be read. */
export class ColumnSurvey {
  private readonly numbers: ReadonlyMap<string, NumberEvidence>;
  private readonly dates = new DateEvidence();

  constructor(
    numbers: readonly string[],
    private readonly date: string | undefined,
  ) {
    this.numbers = new Map(numbers.map((name) => [name, new NumberEvidence()]));
  }

  add(valueOf: (column: string) => string, line: number): void {
    for (const [name, evidence] of this.numbers) evidence.add(valueOf(name), line);
    if (this.date !== undefined) this.dates.add(valueOf(this.date), line);
  }

  /**
   * Decides each column from all of its values. Where a column's own leave the decimal sign open, the one sign that the
   * file's other columns show is taken. Throws ShelfcastError that names the choices where nothing decides.
   */
  decide(given: GivenReadings): ColumnReadings {
    const shown = new Set([...this.numbers.values()].map((one) => one.shown).filter((sign) => sign !== null));
    const [only] = shown.size === 1 ? [...shown] : [null];
    const decimals = new Map<string, Decimal>();
    for (const [name, evidence] of this.numbers) {
      const decimal = given.decimal ?? evidence.decide(name, DECIMAL_CHOICES, only);
      if (decimal) decimals.set(name, decimal);
    }
    const dateOrder =
      given.date_order ?? (this.date === undefined ? undefined : this.dates.decide(this.date, DATE_CHOICES));
    const currencies = new Map(
      [...this.numbers].flatMap(([name, { currency }]) => (currency ? [[name, currency] as const] : [])),
    );
    return { decimals, dateOrder, currencies };
  }
}
