import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENCODER_FOLDER } from '../../../src/contract/manifest';
import { dataSchema, type DemandSchema, WEEKLY_COLUMNS } from '../../../src/contract/dataSchema';
import { Engine } from '../../../src/engine/engine';
import { loadModel } from '../../../src/engine/loadModel';
import { DemandPanel } from '../../../src/ingest/panel';
import { textsOf } from '../../../src/training/demand/demandDataset';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { trainPanel } from '../../../src/training/demand/trainDemand';
import { tuningItems } from '../../../src/training/demand/tuningItems';
import { fineTune } from '../../../src/training/encoder/fineTune';
import { embedTexts } from '../../../src/training/encoder/textVectors';
import type * as Brief from '../../support/briefTraining';
import { shopParts } from '../../evaluation/support/shop';

jest.mock('../../../src/training/demand/demandOptions', () =>
  jest.requireActual<typeof Brief>('../../support/briefTraining').briefDemand(),
);

const TINY = join(__dirname, '../../fixtures/encoders/tiny-bert');
const CPU = { device: 'cpu', processes: 1, threads: 1 } as const;
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-fine-tuned-'));
const out = join(directory, 'tuned-shop');
afterAll(() => rmSync(directory, { recursive: true }));

const schema = dataSchema.parse({ ...WEEKLY_COLUMNS, description: 'text' }) as DemandSchema;

test('a model whose encoder is tuned has it in its directory, and answers its golden records with it', async () => {
  const engine = await Engine.start({ encoder: TINY, ...CPU });
  const { items, held } = tuningItems(new DemandPanel(shopParts({ skus: 200, weeks: 40 })), DEMAND_DEFAULTS);
  const tuning = await fineTune(engine, items, { mode: 'on', held, seed: 0, epochs: 1 });
  try {
    const panel = new DemandPanel(shopParts({ skus: 20, weeks: 24 }));
    const { manifest } = await trainPanel(
      {
        panel,
        texts: await embedTexts(tuning.engine, textsOf(panel)),
        schema,
        about: { name: 'tuned-shop', title: 'tuned', source: 'a test', licence: 'none', metrics: {} },
        engine: tuning.engine,
        tuning,
        onStage: () => {},
      },
      { out, horizon: 2, quantiles: [0.1, 0.5, 0.9], seed: 0 },
      () => ({ seconds: 0, hash: '0'.repeat(64), rows: 0 }),
    );
    expect(manifest.encoder).toMatchObject({ name: 'tiny-bert (fine-tuned)', directory: ENCODER_FOLDER });
    expect(manifest.encoder.hash).not.toBe(engine.encoder.hash);
    expect(manifest.encoder.tokenizer_hash).toBe(engine.encoder.tokenizerHash);
    expect(manifest.training.options.fine_tuning).toMatchObject({ chosen: true, options: { seed: 0 } });
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual(manifest);
  } finally {
    await tuning.close();
    await engine.close();
  }
  const own = await Engine.start({ encoder: join(out, ENCODER_FOLDER), ...CPU });
  try {
    expect((await loadModel(own, out)).name).toBe('tuned-shop');
  } finally {
    await own.close();
  }
});
