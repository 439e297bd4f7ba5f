import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { DataSchema, DemandSchema, TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { ItemForecast } from '../contract/forecasting';
import type { Item } from '../contract/item';
import { MAX_ITEMS } from '../contract/limits';
import { manifest as manifestSchema, MODEL_FILES } from '../contract/manifest';
import { SILENT } from '../contract/observer';
import { DEFAULTS } from '../contract/settings';
import { Engine } from '../engine/engine';
import { Catalog } from '../registry/catalog';
import { type Database, openDatabase } from '../registry/database';
import { REGISTRY } from '../registry/migrations';
import { ModelRegistry } from '../registry/models';
import type { Service } from '../serving/service';
import { startService } from '../serving/startService';
import { sampleCsv } from '../ingest/csv';
import { readDemand } from '../ingest/readDemand';
import { readSchema } from '../ingest/schemaFile';
import { panelToCatalog } from '../ingest/toCatalog';
import { predictTable } from '../training/table/predictTable';
import { writeWhole } from '../common/writeWhole';
import { counted, fileName, printResult, progressBar } from './command';
import { readItems } from './itemsFile';
import { reportText } from './reportText';

interface PredictCommand {
  model: string;
  data: string;
  schema?: string;
  out: string;
  encoder: string;
  db?: string;
  compare?: boolean;
  json?: boolean;
}

/** `shelfcast predict`: forecasts for a CSV file, made exactly as the server makes them. */
export function registerPredict(program: Command): void {
  program
    .command('predict')
    .description(
      'Forecasts what a CSV file holds: sales, of which every product is forecast, or items or rows of a table, one a row.',
    )
    .requiredOption('--model <directory>', 'model directory')
    .requiredOption(
      '--data <file>',
      'CSV file: sales as in training, or items (no target column; lag_1, lag_2, ... for history)',
    )
    .option('--schema <file>', "JSON file that says which column means what; default: the model's own")
    .requiredOption(
      '--out <file>',
      'CSV file to write: one row per item and week, and one for the total; for a table one per row',
    )
    .addOption(
      new Option('--encoder <directory>', 'directory of the text encoder')
        .default(DEFAULTS.encoder)
        .env('SHELFCAST_ENCODER'),
    )
    .option('--db <file>', 'SQLite catalog in which to find the history of known items')
    .option('--compare', 'add the numeric-only forecast to every row')
    .option('--json', 'print the result as JSON')
    .action(predict);
}

async function predict(command: PredictCommand): Promise<void> {
  const schema = command.schema ? await readSchema(command.schema) : await schemaOf(command.model);
  return schema.mode === 'table' ? predictRows(command, schema) : predictSales(command, schema);
}

async function predictRows(command: PredictCommand, schema: TableSchema): Promise<void> {
  const { data, out, encoder, json } = command;
  const bar = progressBar(`forecasting ${fileName(data)}`, json);
  const engine = await Engine.start({ encoder });
  try {
    const report = await predictTable({ ...command, schema }, engine, bar.update);
    bar.stop();
    const text = [
      reportText(fileName(data), report),
      `Wrote forecasts of ${counted(report.kept, 'row')} to ${out}.`,
    ].join('\n');
    printResult(json, { rows: report.kept, out }, text);
  } finally {
    bar.stop();
    await engine.close();
  }
}

async function predictSales(
  { model, data, out, encoder, compare = false, json, ...given }: PredictCommand,
  schema: DemandSchema,
): Promise<void> {
  if (given.db !== undefined && !existsSync(given.db)) {
    throw new ShelfcastError(
      'invalid',
      `the catalog ${given.db} does not exist; make one with shelfcast ingest`,
    );
  }
  const database = openDatabase(given.db ?? ':memory:', REGISTRY);
  const bar = progressBar(`forecasting ${fileName(data)}`, json);
  let service: Service | undefined;
  try {
    const sales = await hasTarget(data, schema);
    const items = sales ? await productsOf(data, schema, database) : await readItems(data, schema);
    const refusals: string[] = [];
    const refused = (details: object) => refusals.push(...Object.values(details).map(String));
    service = await startService({
      engine: { encoder },
      catalog: new Catalog(database),
      registry: registryOf(model),
      store: null,
      queueTexts: 4 * MAX_ITEMS,
      observer: SILENT,
      log: { info: () => undefined, warn: refused, error: refused },
    });
    if (service.models().every(({ state }) => state !== 'serving')) {
      throw new ShelfcastError('model_refused', refusals.at(-1) ?? `${model} was refused`);
    }
    const rows = await writeForecasts(service, items, out, compare, (done) => bar.update(done, items.length));
    printResult(
      json,
      { items: items.length, rows, out },
      sales
        ? `Wrote ${counted(rows, 'row')} for ${counted(items.length, 'product')} to ${out}.`
        : `Wrote ${counted(rows, 'row')} for ${counted(items.length, 'item')} to ${out}, one a line of ${fileName(data)}, ` +
            `as it has no column ${schema.target}.`,
    );
  } finally {
    bar.stop();
    await service?.close();
    database.close();
  }
}

async function schemaOf(model: string): Promise<DataSchema> {
  const file = join(model, MODEL_FILES.manifest);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ShelfcastError(
      'invalid',
      `${model} is no model directory: it has no readable ${MODEL_FILES.manifest}`,
      { cause },
    );
  });
  try {
    return manifestSchema.parse(JSON.parse(text)).schema;
  } catch (cause) {
    throw new ShelfcastError('model_refused', `${file} is not a manifest that this version reads`, { cause });
  }
}

/** Whether a file holds sales: only then has it the target's column. */
async function hasTarget(data: string, schema: DemandSchema): Promise<boolean> {
  const { columns } = await sampleCsv(data, 1);
  return columns.includes(schema.target);
}

/** Puts sales into the catalog and asks for every product in it, from the week after the last one on. */
async function productsOf(data: string, schema: DemandSchema, database: Database): Promise<Item[]> {
  const { panel, report } = await readDemand(data, schema);
  panelToCatalog(database, panel, { hash: report.hash, name: fileName(data), synthetic: false });
  return panel.skus.map((sku, index) => ({
    sku,
    description: panel.descriptionAt(index, panel.weeks) || sku,
  }));
}

/** A registry of its own, so that a catalog file's models stay as they are. */
function registryOf(model: string): ModelRegistry {
  const registry = new ModelRegistry(openDatabase(':memory:', REGISTRY));
  registry.register(basename(resolve(model)), resolve(model));
  return registry;
}

async function writeForecasts(
  service: Service,
  items: readonly Item[],
  out: string,
  compare: boolean,
  onProgress: (done: number) => void,
): Promise<number> {
  let rows = 0;
  const { signal } = new AbortController();
  await writeWhole(out, async function* () {
    for (let from = 0; from < items.length; from += MAX_ITEMS) {
      const asked = items.slice(from, from + MAX_ITEMS);
      const answer = await service.embedAndPredict(
        { items: asked, compare, explain: false, return_embeddings: false },
        { requestId: `rows ${from + 1} on`, signal },
      );
      const records = answer.items.flatMap((forecast, at) => recordsOf(forecast, from + at + 1));
      yield stringify(records, { header: from === 0 });
      rows += records.length;
      onProgress(from + asked.length);
    }
  });
  return rows;
}

type Cells = Record<string, string | number>;

function recordsOf(item: ItemForecast, row: number): Cells[] {
  const sku = item.sku ?? '';
  const other = item.numeric_only;
  const weeks = item.forecast.map(({ week, ...range }, at) => ({
    row,
    sku,
    week,
    ...range,
    ...beside(other?.forecast[at]),
  }));
  return [...weeks, { row, sku, week: 'total', ...item.total, ...beside(other?.total) }];
}

/** The figures of a range under names that say whose they are. */
function beside(range: Readonly<Record<string, number | string>> | undefined): Cells {
  const figures = Object.entries(range ?? {}).filter(([name]) => name !== 'week');
  return Object.fromEntries(figures.map(([name, value]) => [`numeric_only_${name}`, value]));
}
