import type { TableSchema } from '../../contract/dataSchema';
import type { AnalogEntry, HeadKind } from '../../contract/head';
import type { Engine } from '../../engine/engine';
import { extraNames, featureHash } from '../../features/featureVector';
import { familiarSimilarity, type ModelAbout, rangesOf, type TrainingRun } from '../export/about';
import type { ModelParts } from '../export/exportModel';
import { tableGolden } from '../export/goldenRecords';
import { Random } from '../../common/random';
import { embedTexts } from '../encoder/textVectors';
import { type FittedTable, TablePredictor } from './fitTable';
import type { TableDataset } from './tableDataset';

/** Everything of a table model's directory. */
export async function tableParts(
  model: FittedTable,
  schema: TableSchema,
  engine: Engine,
  about: ModelAbout,
  run: TrainingRun,
): Promise<ModelParts> {
  const { dataset, options, fits } = model;
  const { context, rows } = dataset;
  const names = extraNames(context);
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
  const ranges = rangesOf(names, dataset.features, names.length);
  return {
    heads: model.heads as ModelParts['heads'],
    analogs: rows.map((_row, row) => analogEntry(dataset, row)),
    shop: [],
    encoder: engine.encoder,
    golden: { records, text_aware: await answers('text_aware'), numeric_only: await answers('numeric_only') },
    about: {
      name: about.name,
      title: about.title,
      schema,
      horizon: 0,
      quantiles: [...options.quantiles],
      features: {
        names,
        hash: featureHash(context),
        categories: Object.fromEntries(
          Object.entries(context.categories).map(([name, levels]) => [name, [...levels]]),
        ),
        ranges: Object.fromEntries(context.numeric.map((name) => [name, ranges[name]])),
      },
      data: {
        source: about.source,
        licence: about.licence,
        hash: run.hash,
        rows: run.rows,
        skus: rows.length,
        first_week: null,
        last_week: null,
      },
      training: {
        seed: options.seed,
        steps: fits.text_aware?.steps ?? 0,
        seconds: run.seconds,
        rows: rows.length,
        options: { ...options, fits },
      },
      familiar_similarity: familiarSimilarity(nearestOthers(dataset)),
      plans: null,
      metrics: about.metrics,
    },
  };
}

/** A row as an analog: its target stands where a product's mean does, and it has no launch. */
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

function nearestOthers({ ranking, rows }: TableDataset): number[] {
  const { index, similarity, depth } = ranking;
  return rows.map((_, row) => {
    const first = row * depth;
    return similarity[index[first] === row && depth > 1 ? first + 1 : first];
  });
}
