import { AUTO_ENCODER } from '../../src/cli/encoderOption';
import { type EvaluateOptions, evaluationOf } from '../../src/cli/preparedEvaluation';
import { dataSchema, type TableSchema } from '../../src/contract/dataSchema';
import { Engine } from '../../src/engine/engine';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { dataFile } from '../../src/ingest/file/dataFile';
import type { Reading } from '../../src/training/encoder/chooseEncoder';
import { temporary } from '../ingest/files';

const files = temporary();
let engine: Engine;
beforeAll(async () => {
  const { english } = SHIPPED_ENCODERS;
  engine = await Engine.start({ encoder: english, device: 'cpu', processes: 1, threads: 1 });
});
afterAll(async () => {
  await engine.close();
  files.remove();
});

test('an evaluation reads its texts with the encoder that training would choose, unless one is named', async () => {
  const rows = Array.from({ length: 120 }, (_, at) => `Große Kaffeetasse weiß mit Blumen ${at},${at % 7}`);
  const data = dataFile(files.file(`text,units\n${rows.join('\n')}\n`, 'tassen.csv'));
  const schema = dataSchema.parse({ mode: 'table', target: 'units', text: ['text'] }) as TableSchema;
  const prepared = async (encoder: string) => {
    const told: string[] = [];
    const evaluation = await evaluationOf(
      data,
      schema,
      { folds: 2, seeds: 1, encoder, lang: 'en', horizon: 4, data: data.path, json: true } as EvaluateOptions,
      engine,
      {
        onEmbedding: () => {},
        onProgress: () => {},
        onReadings: (readings: Reading[]) => void told.push(...readings.map(({ name }) => name)),
      },
    );
    return { told, fingerprint: evaluation.fingerprint };
  };
  const auto = await prepared(AUTO_ENCODER);
  const named = await prepared(SHIPPED_ENCODERS.english);
  expect(auto.told).toEqual(['encoder', 'encoder-multilingual']);
  expect(named.told).toEqual([]);
  expect(auto.fingerprint).not.toBe(named.fingerprint);
});
