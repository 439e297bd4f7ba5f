import { HEAD_KINDS, type HeadKind, type HeadOutputs } from '../../contract/head';
import type { TableRecord } from '../../contract/record';
import { tableVector } from '../../features/featureVector';
import { headGraph } from '../head/headGraph';
import { Predictor } from '../head/predictor';
import type { TextVectors } from '../encoder/textVectors';
import type { TableRow } from '../../ingest/readTable';
import { FirstFits } from './firstFits';
import { fitTableHead } from './fitTableHead';
import { seeRows } from './seenRows';
import { tableAnalogs } from './tableAnalogs';
import { type TableDataset, tableDataset } from './tableDataset';
import { TABLE_DEFAULTS, type TableOptions } from './tableOptions';

/** Heads as ONNX bytes, of the requested kinds, with what they were fitted on. */
export interface FittedTable {
  dataset: TableDataset;
  options: TableOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
  /** Steps of each head, and whether it uses the texts: a text-aware head leaves them out if they do not help. */
  fits: Partial<Record<HeadKind, { steps: number; readsText: boolean }>>;
}

/** Called with the progress of fitting: what is being fitted, and how many of its parts are done. */
type OnTableFit = (kind: HeadKind, done: number, of: number) => void;

const PARTS = 1000;

export interface FitTable extends Partial<TableOptions> {
  kinds?: readonly HeadKind[];
  onFit?: OnTableFit;
}

/**
 * Fits heads on the rows of a table. Throws ShelfcastError `invalid` if the rows are not sufficient; see tableDataset.
 */
export async function fitTable(
  rows: readonly TableRow[],
  texts: TextVectors,
  { kinds = HEAD_KINDS, onFit, ...given }: FitTable,
): Promise<FittedTable> {
  const started = performance.now();
  const options = { ...TABLE_DEFAULTS, ...given };
  const dataset = await tableDataset(rows, texts, options);
  const fitted: FittedTable = { dataset, options, heads: {}, fits: {} };
  const whole = await seeRows(dataset, new Uint8Array(rows.length).fill(1));
  const first = await FirstFits.of(dataset, options, started);
  for (const kind of kinds) {
    const { head, parts, steps } = await fitTableHead(dataset, kind, options, { first, whole }, (share) =>
      onFit?.(kind, Math.round(share * PARTS), PARTS),
    );
    fitted.heads[kind] = headGraph(head, parts.text ? tableAnalogs(dataset) : null);
    fitted.fits[kind] = { steps, readsText: parts.text };
  }
  return fitted;
}

/** Forecasts table records in this process. */
export class TablePredictor {
  private constructor(
    private readonly predictor: Predictor,
    private readonly model: FittedTable,
  ) {}

  static async open(model: FittedTable, kind: HeadKind): Promise<TablePredictor> {
    const head = model.heads[kind];
    if (!head) throw new Error(`the model was fitted without a ${kind} head`);
    return new TablePredictor(await Predictor.open(head), model);
  }

  /** Outputs of records that are not among the fitted rows, concatenated; see HeadOutputs. */
  predict(records: readonly TableRecord[], texts: TextVectors): Promise<HeadOutputs> {
    return this.predictor.predict(
      records.map((record) => ({
        features: tableVector(
          { ...record, text: texts.standIn?.(record.text) ?? record.text },
          this.model.dataset.context,
        ),
        description: texts.vectorOf(record.text),
        promo: null,
        bankIndex: -1,
        analogs: new Float32Array(),
      })),
    );
  }
}
