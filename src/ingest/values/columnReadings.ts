import type { DateOrder, Decimal } from '../../contract/dataSchema';
import { DATE_CHOICES, DateEvidence } from './dateColumn';

import { DECIMAL_CHOICES, NumberEvidence } from './numberColumn';

/** How to read the columns of a file, as far as known. */
export interface ColumnReadings {
  decimals: ReadonlyMap<string, Decimal>;
  dateOrder?: DateOrder;
  /** The most frequent currency of each money column; only if all values were seen. */
  currencies?: ReadonlyMap<string, string>;
}

/** The schema's choice: one decimal sign for all numbers, one order for all dates. */
export interface GivenReadings {
  decimal?: Decimal;
  date_order?: DateOrder;
}

export function givenReadings(numbers: readonly string[], given: GivenReadings): ColumnReadings {
  const { decimal, date_order: dateOrder } = given;
  return { decimals: new Map(decimal ? numbers.map((name) => [name, decimal]) : []), dateOrder };
}

/** Collects evidence from all values of a file's columns about how to read them. */
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
   * Decides each column from all its values. If they leave the decimal sign open, the only sign found in the file's
   * other columns is used. Throws ShelfcastError with the choices if nothing decides.
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
