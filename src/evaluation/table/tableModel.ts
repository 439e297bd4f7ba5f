import type { TableRecord } from '../../contract/record';
import type { TableRow } from '../../ingest/readTable';
import type { Seeds, Step } from '../methods/forecaster';

/** A row with its known target. */
export type TargetRow = TableRow & { target: number };

/** Something that learns a table's target and forecasts it for other rows. */
export interface TableModel {
  readonly name: string;
  readonly seeds: Seeds;
  /** One step a record, in order, in units of the target. */
  forecast(known: readonly TargetRow[], wanted: readonly TableRecord[], seed: number): Promise<Step[]>;
}
