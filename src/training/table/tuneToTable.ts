import { mean, populationDeviation } from '../../common/statistics';
import type { Engine } from '../../engine/engine';
import type { TableRow } from '../../ingest/readTable';
import { type FineTuned, fineTuneAs } from '../encoder/fineTune';
import type { FineTuneSettings } from '../encoder/tuningOptions';
import { embedTexts } from '../encoder/textVectors';
import type { OnTuned } from '../encoder/tuneEncoder';
import { heldOutRows } from './firstFits';
import { fitLearntColumns } from './learntColumns';
import { tableDataset } from './tableDataset';
import { TABLE_DEFAULTS, type TableOptions } from './tableOptions';

/**
 * Tunes the encoder to a table's target, on the scale of the heads and together with their other inputs; null if that
 * was not requested. Rows held out by the heads are not seen.
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
  const { learning, targets } = await tableDataset(rows, await embedTexts(engine, texts), options);
  const held = heldOutRows(rows.length, options);
  const seen = new Uint8Array(rows.length).fill(1);
  held.forEach((row) => (seen[row] = 0));
  const latents = standardised(options.logTarget ? targets.map(Math.log1p) : targets, seen);
  const { answers } = fitLearntColumns({ ...learning, latents }, seen);
  const columns = Float32Array.from(
    learning.linear.flatMap((one, row) => [...one.columns, ...answers.map((answer) => answer[row])]),
  );
  const items = { texts, targets: latents, columns };
  return fineTuneAs(asked, engine, items, { held, seed: options.seed }, onTuned);
}

/** Targets with mean 0 and standard deviation 1 in the seen rows. */
function standardised(targets: Float32Array, seen: Uint8Array): Float32Array {
  const known = targets.filter((_, row) => seen[row] === 1);
  const [middle, spread] = [mean(known), populationDeviation(known) || 1];
  return targets.map((target) => (target - middle) / spread);
}
