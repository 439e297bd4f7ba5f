import { dirname } from 'node:path';
import { answeringDirectories } from '../common/answeringDirectories';
import { ShelfcastError } from '../contract/errors';
import type { Settings } from '../contract/settings';
import { Catalog } from './catalog';
import { type Database, openDatabase, waitForNobody } from './database/database';
import { REGISTRY } from './database/migrations';
import { isBucket } from './models/modelBucket';
import type { ModelRegistry } from './models/models';
import { isPostgres } from './shared/address';
import { joinShared } from './shared/sharedServer';
import { refuseView } from './shared/viewPlace';
import { modelDirectories, modelHome, registerModels, type Say } from './models/takeUpModels';

/** A server's own file, and its contents. */
export interface OpenCatalog {
  /** The catalog in PostgreSQL of which the file is a view; undefined if the file itself is the catalog. */
  url: string | undefined;
  file: string;
  database: Database;
  catalog: Catalog;
  registry: ModelRegistry;
}

export interface OpenCatalogOptions {
  /** Fills an empty catalog. */
  fill(database: Database): Promise<void> | void;
  say: Say;
}

/**
 * Opens a server's file, or makes it a view of the shared catalog, and registers the models. Throws ShelfcastError for
 * a directory that does not answer, a file used by another server, and if there is no model to serve.
 */
export async function openCatalog(
  settings: Settings,
  { fill, say }: OpenCatalogOptions,
): Promise<OpenCatalog> {
  const url = isPostgres(settings.db) ? settings.db : undefined;
  const file = url === undefined ? settings.db : settings.view;
  await refuseSilentDirectories([
    ...(isBucket(settings.models) ? [] : [settings.models]),
    settings.encoder,
    ...settings.furtherEncoders,
    dirname(file),
  ]);
  const home = await modelHome(settings.models, file, say);
  const models = await modelDirectories(home, say);
  const database = openDatabase(file, REGISTRY);
  const registry = registerModels(database, settings, home, models);
  if (url !== undefined) await joinShared(url, { database, fill, say });
  else {
    refuseView(database);
    await fill(database);
  }
  waitForNobody(database);
  return { url, file, database, catalog: new Catalog(database), registry };
}

/** Throws ShelfcastError naming a directory on a mount that does not answer. */
async function refuseSilentDirectories(directories: readonly string[]): Promise<void> {
  const answering = await answeringDirectories(directories);
  const silent = directories.find((directory) => !answering.has(directory));
  if (silent === undefined) return;
  const detail = `The directory ${silent} does not answer; bring its mount back, or name another directory.`;
  throw new ShelfcastError('not_ready', detail);
}
