import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { mondayOf, type Week } from '../../src/common/week';
import type { DemandSchema } from '../../src/contract/dataSchema';
import { DEFAULTS } from '../../src/contract/settings';
import { Engine } from '../../src/engine/engine';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import type { IngestReport } from '../../src/ingest/report';
import { readSchema } from '../../src/ingest/schemaFile';
import { demandParts } from '../../src/training/demand/demandParts';
import { type FittedDemand, fitDemand } from '../../src/training/demand/fitDemand';
import { launchTexts } from '../../src/training/demand/launchTexts';
import type { IsWord } from '../../src/shop/words/knownWords';
import { readDescription } from '../../src/shop/recordAnalogs';
import type { Shop } from '../../src/shop/shop';
import { embedTexts, type TextVectors } from '../../src/training/encoder/textVectors';
import { startRun } from '../../src/training/export/about';
import { exportModel } from '../../src/training/export/exportModel';
import { evaluatedAt, type EvaluatedCase } from './evaluatedForecasts';
import { drawProducts, salesFrom } from './replayedShop';
import { ReplayReport } from './replayReport';
import { type Replayed, replayOnServer } from './replayRun';

const HORIZON = 4;
const QUANTILES = [0.1, 0.5, 0.9];

const options = new Command()
  .description(
    'Trains on a file before its last weeks, then sends these to a server a day at a time and closes each: how good its ' +
      'forecasts are beside those with frozen neighbours, and whether they are those of the backtest.',
  )
  .requiredOption('--data <file>', 'single sales')
  .requiredOption('--schema <file>', 'its schema')
  .option('--weeks <number>', 'weeks to replay', Number, 26)
  .option('--compared <number>', 'every which origin is forecast as the backtest does', Number, 1)
  .option('--retrain <number>', 'replay once more, training again by rule after so many weeks', Number)
  .option('--share <number>', 'of the products, drawn by their codes', Number, 1)
  .option('--seed <number>', 'of the training', Number, 0)
  .parse()
  .opts<{
    data: string;
    schema: string;
    weeks: number;
    compared: number;
    retrain?: number;
    share: number;
    seed: number;
  }>();

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-replay-'));
  try {
    await replay(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function replay(directory: string): Promise<void> {
  const given = await readSchema(options.schema);
  if (given.mode !== 'demand') throw new Error('the schema must be of sales');
  const { share } = options;
  const { data, schema } =
    share < 1
      ? await drawProducts(options.data, given, { share, directory })
      : { data: options.data, schema: given };
  const { panel, report } = await readDemand(data, schema);
  const start = panel.firstWeek + panel.weeks - options.weeks;
  const models = join(directory, 'models');
  const { model, texts } = await trainAt(panel, start, { out: join(models, 'replay'), schema, report });
  console.log(`trained on ${start - panel.firstWeek} weeks, ${model.dataset.panel.skus.length} products`);

  const evaluated: EvaluatedCase[][] = [];
  const last = panel.firstWeek + panel.weeks - HORIZON;
  for (let origin = start; origin <= last; origin += options.compared)
    evaluated.push(await evaluatedAt(panel, origin, model, texts));

  const days = await salesFrom(data, schema, mondayOf(start));
  const run = (name: string, retrainEvery: number | null) => {
    mkdirSync(join(directory, name));
    const shop: Replayed = {
      panel,
      start,
      horizon: HORIZON,
      days,
      models,
      directory: join(directory, name),
      retrainEvery,
    };
    return replayOnServer(shop);
  };
  const frozen = await run('frozen', null);
  const retrained = options.retrain ? await run('retrained', options.retrain) : null;
  const told = new ReplayReport();
  for (const cases of evaluated) told.add(cases, { panel, start }, frozen, retrained);
  for (const { week, activated, sentence } of retrained?.trained ?? [])
    console.log(`trained after ${week}: ${activated ? 'taken' : 'not taken'}. ${sentence}`);
  console.log(['', ...told.lines(), '', 'GET /accuracy'].join('\n'));
  for (const week of frozen.accuracy.weeks) console.log(JSON.stringify(week));
  console.log(JSON.stringify(frozen.accuracy.monitoring));
}

async function trainAt(
  panel: DemandPanel,
  start: Week,
  { out, schema, report }: { out: string; schema: DemandSchema; report: IngestReport },
): Promise<{ model: FittedDemand; texts: TextVectors }> {
  const engine = await Engine.start({ encoder: DEFAULTS.encoder });
  try {
    const finished = startRun();
    const isWord = (word: string) => engine.tokenizer.isWord(word);
    const every = everyText(panel, start, isWord);
    const texts = { ...(await embedTexts(engine, every)), isWord };
    const model = await fitDemand(panel, texts, {
      ...{ horizon: HORIZON, quantiles: QUANTILES },
      ...{ seed: options.seed, until: start - panel.firstWeek },
    });
    const about = {
      name: 'replay',
      title: 'replay',
      source: options.data,
      licence: 'not stated',
      metrics: {},
    };
    await exportModel(out, await demandParts(model, schema, engine, about, finished(report)));
    for (const text of readLater(panel, start, model.dataset.shop, isWord)) every.add(text);
    return { model, texts: { ...(await embedTexts(engine, every)), isWord } };
  } finally {
    await engine.close();
  }
}

/** Texts that came after training, of new products or known ones, as the shop that has none of them would have written them. */
function readLater(panel: DemandPanel, start: Week, shop: Shop, isWord: IsWord): Set<string> {
  const texts = new Set<string>();
  panel.skus.forEach((sku, at) => {
    for (let t = start - panel.firstWeek; t <= panel.weeks; t++)
      texts.add(readDescription(shop, { sku, description: panel.descriptionAt(at, t) }, isWord).text);
  });
  return texts;
}

/** Every text that a forecast at any origin reads of the shop before it. */
function everyText(panel: DemandPanel, start: Week, isWord: IsWord): Set<string> {
  const texts = new Set<string>(['']);
  for (let t = start - panel.firstWeek; t <= panel.weeks; t++) {
    panel.skus.forEach((_, sku) => texts.add(panel.descriptionAt(sku, t)));
    for (const text of launchTexts(panel, t, isWord)) texts.add(text);
  }
  return texts;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
