import type { Week } from '../common/week';
import type { Found } from '../contract/findings';
import type { ExtraValue } from '../contract/record';
import type { Findings } from './findings';

/** A row of sales as read. Unreadable values are null and reported in the findings. */
export interface SaleRow {
  line: number;
  /** The code in the catalog's form. */
  sku: string | null;
  /** ISO day. */
  day: string | null;
  /** Seconds since midnight, if the date has a time. */
  second: number | null;
  /** The day's week; NaN without a day. */
  week: Week;
  /** Null if the units are unreadable: sales are then unknown. Negative only with `below`. */
  units: number | null;
  /** Why negative units are not sales, unless they cancel one. */
  below?: Found;
  price: number | null;
  /** Empty if the row has none. */
  description: string;
  promoText: string;
  /** In the order of the schema's numeric and then categorical columns. */
  extras: ExtraValue[];
}

/** Findings about rows left out, and about values read as missing or changed. */
export interface SaleFindings {
  dropped: Findings;
  notes: Findings;
}
