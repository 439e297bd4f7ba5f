import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { DataSchema, DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { EngineOptions } from '../engine/engine';
import { modelEncoder } from '../engine/modelEncoder';
import { MAX_ITEMS } from '../contract/limits';
import { type Manifest, manifest as manifestSchema, MODEL_FILES } from '../contract/manifest';
import { SILENT } from '../contract/observer';
import type { DataFile } from '../ingest/file/dataFile';
import { sampleSheet } from '../ingest/file/readSheet';
import { ingestSales } from '../ingest/ingestSales';
import type { Describer } from '../ingest/items/itemRow';
import { type ItemOfRow, type ItemStream, openItems } from '../ingest/readItems';
import type { IngestReport } from '../ingest/report';
import { Catalog } from '../registry/catalog';
import { type Database, openDatabase } from '../registry/database/database';
import { REGISTRY } from '../registry/database/migrations';
import { refuseView } from '../registry/shared/viewPlace';
import { ModelRegistry } from '../registry/models/models';
import type { Service } from '../serving/service';
import { startService } from '../serving/startService';
import { checkCatalog } from './dataOption';

/** The model, encoder and catalog that forecast a file. */
export interface AskedFileOptions {
  /** Directory of the model. */
  model: string;
  /** Directory of the encoder. */
  encoder: string;
  /** Catalog for items with a known code. */
  db?: string;
}

export interface AskedFile {
  service: Service;
  /** One item per product of a sales file, or per row of an items file. */
  asked: ItemStream;
  /** True where the file holds sales. */
  sales: boolean;
}

/** Opens a file of sales or items, with a service of its own that answers like the server. */
export async function onAskedFile<T>(
  data: DataFile,
  schema: DemandSchema,
  options: AskedFileOptions,
  work: (file: AskedFile) => Promise<T>,
): Promise<T> {
  return onCatalog(options.db, async (database) => {
    const sales = await hasTarget(data, schema);
    const catalog = new Catalog(database);
    const describe: Describer = {
      of: (sku) => catalog.product(sku)?.description ?? null,
      otherwise: options.db === undefined ? 'no_catalog' : 'not_in_catalog',
    };
    const asked = sales ? await productsOf(data, schema, database) : await openItems(data, schema, describe);
    return onModel(database, options, (service) => work({ service, asked, sales }));
  });
}

/** Opens the catalog of a file, or an empty one if no file is given. */
export async function onCatalog<T>(
  db: string | undefined,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  if (db !== undefined) checkCatalog(db);
  const database = openDatabase(db ?? ':memory:', REGISTRY);
  return work(database).finally(() => database.close());
}

/**
 * Starts a service with one model that answers like the server. Throws ShelfcastError `model_refused` if the model
 * cannot be served.
 */
export async function onModel<T>(
  database: Database,
  { model, encoder, ...engine }: AskedFileOptions & Pick<EngineOptions, 'processes' | 'threads'>,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const refusals: string[] = [];
  const refused = (details: object) => refusals.push(...Object.values(details).map(String));
  const service = await startService({
    engine: {
      encoder: (await modelEncoder(model, [encoder])) ?? encoder,
      processes: engine.processes,
      threads: engine.threads,
    },
    catalog: new Catalog(database),
    registry: registryOf(model),
    store: null,
    queueTexts: 4 * MAX_ITEMS,
    observer: SILENT,
    log: { info: () => undefined, warn: refused, error: refused },
  });
  try {
    if (service.models().every(({ state }) => state !== 'serving')) {
      throw new ShelfcastError('model_refused', refusals.at(-1) ?? `${model} was refused`);
    }
    return await work(service);
  } finally {
    await service.close();
  }
}

/** The schema that a model was trained with. Throws ShelfcastError if the directory is not a model's. */
export async function schemaOf(model: string): Promise<DataSchema> {
  return (await manifestOf(model)).schema;
}

/** The manifest of a model's directory. Throws ShelfcastError if there is none. */
export async function manifestOf(model: string): Promise<Manifest> {
  const file = join(model, MODEL_FILES.manifest);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ShelfcastError(
      'invalid',
      `${model} is no model directory: it has no readable ${MODEL_FILES.manifest}`,
      { cause },
    );
  });
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ShelfcastError('model_refused', `${file} is not a manifest that this version reads`, { cause });
  }
}

/** Whether a file holds sales: then it has the target's column. */
async function hasTarget(data: DataFile, schema: DemandSchema): Promise<boolean> {
  const { columns } = await sampleSheet(data, 1, [schema.target, schema.description, schema.sku]);
  return columns.includes(schema.target);
}

/** Adds the sales to the catalog, and yields one item per product, from the week after the last one. */
async function productsOf(data: DataFile, schema: DemandSchema, database: Database): Promise<ItemStream> {
  refuseView(database);
  const covers = database.memory ? 'all' : 'listed';
  const { report, products } = await ingestSales(database, data, schema, { covers });
  const catalog = new Catalog(database);
  const sold = products.filter((sku) => catalog.history(sku, Infinity).length > 0);
  const items = async function* (): AsyncGenerator<ItemOfRow> {
    for (const [index, sku] of sold.entries()) {
      yield { row: index + 1, item: { sku, description: catalog.product(sku)?.description || sku } };
    }
  };
  return { rows: sold.length, items: items(), report: () => report };
}

/** A separate registry, so that the models of a catalog's file stay unchanged. */
function registryOf(model: string): ModelRegistry {
  const registry = new ModelRegistry(openDatabase(':memory:', REGISTRY));
  registry.register(basename(resolve(model)), resolve(model));
  return registry;
}

/** Batches of `size` values; the last one may be smaller. */
export async function* batches<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const value of values) {
    if (batch.push(value) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Why no item of a file can be forecast. */
export function nothingRead({ rows, dropped }: IngestReport): string {
  const [most] = [...dropped].sort((a, b) => b.rows - a.rows);
  const [example] = most?.examples ?? [];
  if (!most) return 'the file has a header and no rows';
  return `none of the ${rows} rows can be forecast; most often ${most.reason} (line ${example?.line}: '${example?.value}')`;
}
