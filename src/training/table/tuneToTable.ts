import type { Engine } from '../../engine/engine';
import type { TableRow } from '../../ingest/readTable';
import { type FineTuned, fineTuneAs } from '../encoder/fineTune';
import type { FineTuneSettings } from '../encoder/tuningOptions';
import { embedTexts } from '../encoder/textVectors';
import type { OnTuned } from '../encoder/tuneEncoder';
import { heldOutRows } from './firstFits';
import { tableDataset } from './tableDataset';
import { TABLE_DEFAULTS, type TableOptions } from './tableOptions';

/**
 * Tunes the encoder to a table's target, on the scale that heads learn it on and with the columns beside the words; null
 * where that was not asked for. Rows that tell how long heads are trained are not seen.
 */
export async function tuneToTable(
  rows: readonly TableRow[],
  given: Partial<TableOptions>,
  asked: FineTuneSettings,
  engine: Engine,
  onTuned: OnTuned,
): Promise<FineTuned | null> {
  if (asked.mode === 'off') return null;
  const options = { ...TABLE_DEFAULTS, ...given };
  const texts = rows.map(({ record }) => record.text);
  const { features, targets } = await tableDataset(rows, await embedTexts(engine, texts), options);
  const items = {
    texts,
    targets: options.logTarget ? targets.map(Math.log1p) : targets,
    columns: features,
  };
  const held = heldOutRows(rows.length, options);
  return fineTuneAs(asked, engine, items, { held, seed: options.seed }, onTuned);
}
