import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { jobsFile } from '../../../src/registry/jobs/jobFiles';
import { JobStore } from '../../../src/registry/jobs/jobs';
import { JOBS, REGISTRY } from '../../../src/registry/database/migrations';
import { joinShared, SharedServer } from '../../../src/registry/shared/sharedServer';
import { StoreWriter } from '../../../src/registry/writer/storeWriter';

const open: SharedStore[] = [];

export interface SharedStore {
  catalog: Catalog;
  database: ReturnType<typeof openDatabase>;
  server: SharedServer;
  store: JobStore;
  file: string;
  logged: string[];
  /** Codes of products that it was told to forget. */
  forgotten: string[];
  close(): Promise<void>;
}

/** What a server has of a shared catalog, without the server. */
export async function joinedStore(
  url: string,
  {
    file = newFile(),
    fill = () => {},
  }: { file?: string; fill?: (store: SharedStore['database']) => void } = {},
): Promise<SharedStore> {
  const database = openDatabase(file, REGISTRY);
  const release = await joinShared(url, { database, fill, say: () => {} });
  const jobs = openDatabase(jobsFile(file), JOBS);
  const store = new JobStore(jobs);
  const writer = new StoreWriter(file);
  const catalog = new Catalog(database);
  const logged: string[] = [];
  const forgotten: string[] = [];
  const say = (_details: object, message: string) => void logged.push(message);
  const service = {
    forget: async ({ sku }: { sku: string }) => void forgotten.push(sku),
    reload: () => Promise.resolve(),
  };
  const server = await SharedServer.open({
    ...{ url, database, jobs, store, writer, service },
    texts: (sku) => catalog.texts(sku),
    interruptJob: () => {},
    log: { info: say, warn: say },
  });
  await server.start();
  const opened: SharedStore = {
    ...{ catalog, database, server, store, file, logged, forgotten },
    close: async () => {
      open.splice(open.indexOf(opened), 1);
      await server.close();
      await writer.close();
      jobs.close();
      database.close();
      release();
    },
  };
  open.push(opened);
  return opened;
}

export async function closeStores(): Promise<void> {
  for (const store of [...open]) await store.close();
}

export function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'shelfcast-view-')), 'shop.db');
}
