import { HEAD_KINDS, type HeadKind } from '../../contract/head';
import type { Extras } from '../../features/featureVector';
import type { TextVectors } from '../fit/textVectors';
import type { TableRow } from '../ingest/readTable';
import { TABLE_DEFAULTS, type TableOptions } from './tableOptions';

/** Heads as ONNX bytes, of the kinds that were asked for, with what they were fitted on. */
export interface FittedTable {
  rows: readonly TableRow[];
  context: Extras;
  options: TableOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
}

export interface FitTable extends Partial<TableOptions> {
  numeric: readonly string[];
  categorical: readonly string[];
  logTarget: boolean;
  kinds?: readonly HeadKind[];
}

/** Fits heads on the rows of a table, all with a target. */
export function fitTable(
  rows: readonly TableRow[],
  texts: TextVectors,
  fit: FitTable,
): Promise<FittedTable> {
  void [rows, texts, fit, HEAD_KINDS, TABLE_DEFAULTS];
  throw new Error('heads for tables are not there yet');
}
