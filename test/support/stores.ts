import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { StoreWriter } from '../../src/registry/writer/storeWriter';
import type { AppParts } from '../../src/http/app';
import { joinedStore } from '../registry/shared/support';
import { fillFile, fillWithOne } from './oneProduct';
import { Postgres, POSTGRES } from './postgres';

/** Where catalogs are kept: the same tests run on each. */
export type StoreName = 'SQLite' | 'PostgreSQL';

/** Each kind that is there. */
export const STORES: readonly StoreName[] = POSTGRES === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'];

if (POSTGRES === null) process.stderr.write('PostgreSQL is not installed: its store is not tested.\n');

/** An empty catalog of its own. */
export interface OpenStore {
  catalog: Catalog;
  /** What an app is made of to use it. */
  parts: Partial<AppParts>;
  close(): Promise<void>;
}

/** Opens catalogs of one kind, and variables for servers of one catalog, each with a number. */
export class Stores {
  private postgres: Postgres | null = null;

  constructor(private readonly name: StoreName) {}

  async start(): Promise<void> {
    if (this.name === 'PostgreSQL') this.postgres = await Postgres.start();
  }

  async stop(): Promise<void> {
    await this.postgres?.stop();
  }

  async open(): Promise<OpenStore> {
    if (!this.postgres) return openFile();
    const { catalog, server, store, close } = await joinedStore(await this.postgres.newDatabase());
    const jobs = { store, queue: server.jobs, promote: 'ask', look: () => {} } as const;
    return { catalog, parts: { catalog, writer: server.catalog, shared: server.catalog, jobs }, close };
  }

  async place(): Promise<CatalogPlace> {
    const directory = mkdtempSync(join(tmpdir(), 'shelfcast-live-'));
    const url = (await this.postgres?.newDatabase()) ?? null;
    const file = (server: number) => join(directory, url === null ? 'shop.db' : `view${server}.db`);
    if (url === null) fillFile(file(0));
    else await (await joinedStore(url, { fill: fillWithOne })).close();
    return {
      directory,
      file,
      environment: (server) =>
        url === null ? { SHELFCAST_DB: file(0) } : { SHELFCAST_DB: url, SHELFCAST_VIEW: file(server) },
    };
  }
}

/** Where the servers of a catalog, by their numbers, keep it; one product is in it that gives way to the first sale. */
export interface CatalogPlace {
  directory: string;
  file(server: number): string;
  environment(server: number): NodeJS.ProcessEnv;
}

/** An empty catalog in a file. */
export async function openFile(): Promise<OpenStore> {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-store-')), 'shop.db');
  const database = openDatabase(file, REGISTRY);
  const writer = new StoreWriter(file);
  const catalog = new Catalog(database);
  return {
    catalog,
    parts: { catalog, writer },
    close: () => writer.close().then(() => void database.close()),
  };
}
