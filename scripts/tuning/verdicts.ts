/**
 * What fine-tuning the encoder brings on data: for every seed, how much of the variance of items that the tuning did not see
 * words leave unexplained, before and after, and what `train --fine-tune auto` makes of it. No heads are fitted: those are
 * compared by `shelfcast evaluate --methods text-aware,fine-tuned`.
 *
 *   npx tsx scripts/tuning/verdicts.ts DATA SCHEMA [--seeds 3] [--encoder DIR] [--rate 3e-4] [--epochs 8] [--rank 8] [--layers N]
 */
import { parseArgs } from 'node:util';
import { schemaFor } from '../../src/cli/schemaOption';
import { Engine } from '../../src/engine/engine';
import { dataFile } from '../../src/ingest/file/dataFile';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readTable } from '../../src/ingest/readTable';
import { DEMAND_DEFAULTS } from '../../src/training/demand/demandOptions';
import { tuningItems } from '../../src/training/demand/tuningItems';
import { fineTune } from '../../src/training/encoder/fineTune';
import { TUNING_DEFAULTS } from '../../src/training/encoder/tuningOptions';
import { tuneToTable } from '../../src/training/table/tuneToTable';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '3' },
    encoder: { type: 'string', default: 'onnx/encoder' },
    rate: { type: 'string', default: String(TUNING_DEFAULTS.rate) },
    epochs: { type: 'string', default: String(TUNING_DEFAULTS.epochs) },
    rank: { type: 'string', default: String(TUNING_DEFAULTS.rank) },
    layers: { type: 'string' },
  },
});
const [path, schemaFile] = positionals;
if (!path || !schemaFile) throw new Error('usage: npx tsx scripts/tuning/verdicts.ts DATA SCHEMA');
const asked = {
  mode: 'auto',
  rate: Number(values.rate),
  epochs: Number(values.epochs),
  rank: Number(values.rank),
  layers: values.layers === undefined ? null : Number(values.layers),
} as const;

void measure();

async function tuneToSales(engine: Engine, { panel }: { panel: DemandPanel }, seed: number) {
  const { items, held } = tuningItems(panel, DEMAND_DEFAULTS);
  return fineTune(engine, items, { ...asked, held, seed });
}

async function measure(): Promise<void> {
  const data = dataFile(path);
  const schema = await schemaFor(data, schemaFile);
  const engine = await Engine.start({ encoder: values.encoder, device: 'cpu' });
  try {
    for (let seed = 0; seed < Number(values.seeds); seed += 1) {
      const started = process.cpuUsage();
      const tuned =
        schema.mode === 'table'
          ? await tuneToTable(
              (await readTable(data, schema)).rows,
              {
                numeric: schema.numeric,
                categorical: schema.categorical,
                logTarget: schema.log_target,
                seed,
              },
              asked,
              engine,
              () => {},
            )
          : await tuneToSales(engine, await readDemand(data, schema), seed);
      const { items, judged, before, after, gain, chosen, cosine, seconds } = tuned!.report;
      await tuned!.close();
      const figure = (value: number) => value.toFixed(3);
      console.log(
        `seed ${seed}: ${items} texts, ${judged} judge; unexplained ${figure(before)} -> ${figure(after)}, ` +
          `gain ${figure(gain.mean)} (${figure(gain.low)} to ${figure(gain.high)}), ${chosen ? 'kept' : 'not kept'}; ` +
          `int8 cosine ${cosine.mean.toFixed(4)}; ${seconds} s, ` +
          `${Math.round(process.cpuUsage(started).user / 1e6)} s of this process's processor time`,
      );
    }
  } finally {
    await engine.close();
  }
}
