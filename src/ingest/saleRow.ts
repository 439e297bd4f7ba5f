import type { Week } from '../common/week';
import type { Found } from '../contract/findings';
import type { ExtraValue } from '../contract/record';
import type { Findings } from './findings';

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
  /** Null where the row tells of sales but not of how many: what sold there is unknown. Below zero with `below` alone. */
  units: number | null;
  /** Of units below zero: why they are no sales, unless they undo some. */
  below?: Found;
  price: number | null;
  /** Empty when the row has none. */
  description: string;
  promoText: string;
  /** In the order of the schema's numeric, then categorical columns. */
  extras: ExtraValue[];
}

/** What a reading leaves out, and what it reads as missing or changes. */
export interface SaleFindings {
  dropped: Findings;
  notes: Findings;
}
