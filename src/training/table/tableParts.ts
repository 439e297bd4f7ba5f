import type { TableSchema } from '../../contract/dataSchema';
import type { AnalogEntry, HeadKind } from '../../contract/head';
import type { Engine } from '../../engine/engine';
import { tableNames } from '../../features/featureVector';
import { describeModel, type ModelAbout, type TrainingRun } from '../export/about';
import { type ModelParts, roundedEntry } from '../export/exportModel';
import { tableGolden } from '../export/goldenRecords';
import { Random } from '../../common/random';
import { embedTexts } from '../encoder/textVectors';
import { nearestOthers } from '../head/bank';
import { type FittedTable, TablePredictor } from './fitTable';
import type { TableDataset } from './tableDataset';

/** All parts of a table model's directory. */
export async function tableParts(
  model: FittedTable,
  schema: TableSchema,
  engine: Engine,
  about: ModelAbout,
  run: TrainingRun,
): Promise<ModelParts> {
  const { dataset, options, fits } = model;
  const { context, rows } = dataset;
  const descriptions = rows.map(({ record }) => record.text);
  const records = tableGolden(
    { descriptions, promotions: [], context: { ...context, shop: [] } },
    new Random(options.seed),
  );
  const texts = await embedTexts(
    engine,
    records.map(({ text }) => text),
  );
  const answers = async (kind: HeadKind) => (await TablePredictor.open(model, kind)).predict(records, texts);
  return {
    heads: model.heads as ModelParts['heads'],
    analogs: rows.map((_row, row) => roundedEntry(analogEntry(dataset, row))),
    learnt: { words: dataset.learnt.words.packed(), levelMeans: dataset.learnt.levels },
    snapshot: null,
    shop: [],
    encoder: engine.encoder,
    golden: { records, text_aware: await answers('text_aware'), numeric_only: await answers('numeric_only') },
    about: describeModel(about, run, {
      schema,
      horizon: 0,
      quantiles: [...options.quantiles],
      context,
      features: { names: tableNames(context), values: dataset.features, ranged: context.numeric },
      data: { skus: rows.length, first_week: null, last_week: null },
      training: {
        seed: options.seed,
        steps: fits.text_aware?.steps ?? 0,
        rows: rows.length,
        options: { ...options, fits },
      },
      nearest: nearestOthers(dataset.ranking),
      plans: null,
      parts: {},
      nearness: {},
    }),
  };
}

/** A row as an analog: its target takes the place of a product's mean, and it has no launch. */
function analogEntry({ rows, targets }: TableDataset, row: number): AnalogEntry {
  const { number, record } = rows[row];
  const { id, text } = record;
  return {
    sku: id ?? `row ${number}`,
    description: text,
    mean_weekly_units: targets[row],
    launch: [],
    price: null,
  };
}
