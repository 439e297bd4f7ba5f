import { messageOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { type Database, whenUnlocked } from '../database/database';
import { holdLock } from '../database/holdLock';
import { forgetWork } from '../jobs/jobFiles';
import type { JobStore } from '../jobs/jobs';
import type { StoreWriter } from '../writer/storeWriter';
import { Housekeeping } from './housekeeping';
import { joinCatalog, type JoinOptions } from './joinCatalog';
import { Listener } from './listener';
import { ModelCourier } from './modelCourier';
import { SharedCatalog } from './sharedCatalog';
import { SharedJobs } from './sharedJobs';
import { SharedLog } from './sharedLog';
import { viewPlace } from './viewPlace';

interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What a server has that its view goes with. */
export interface SharedServerParts {
  url: string;
  database: Database;
  jobs: Database;
  store: JobStore;
  writer: StoreWriter;
  service: {
    forget(product: { sku: string; texts: string[] }): Promise<unknown>;
    reload(name: string): Promise<unknown>;
  };
  texts(sku: string): string[];
  /** A training that this server runs must stop: another server may run it now. */
  interruptJob(): void;
  log: Log;
}

/**
 * Makes a server's file a view of the catalog in PostgreSQL. If that does not answer, a file that is already a view is
 * served as it is; any other is refused with ShelfcastError, and so is one used by another server. Resolves to a
 * function that releases the file; so does the end of the process.
 */
export async function joinShared(url: string, options: Omit<JoinOptions, 'log'>): Promise<() => void> {
  const { name } = options.database;
  const release = holdLock(name, 'view');
  if (!release)
    throw new ShelfcastError(
      'invalid',
      `another server has ${name}; give each a file of its own with --view`,
    );
  const log = await SharedLog.open(url);
  try {
    await joinCatalog({ ...options, log });
    return release;
  } catch (error) {
    const message = messageOf(error);
    if (error instanceof ShelfcastError || !viewPlace(options.database)) {
      release();
      if (error instanceof ShelfcastError) throw error;
      const detail = `The catalog in PostgreSQL cannot be reached (${message}); look at --db and the database.`;
      throw new ShelfcastError('not_ready', detail, { cause: error });
    }
    options.say(`PostgreSQL does not answer (${message}); the catalog is served as it was here.`);
    return release;
  } finally {
    await log.close();
  }
}

/** One of the servers that share a catalog. */
export class SharedServer {
  readonly catalog: SharedCatalog;
  readonly jobs: SharedJobs;
  private readonly listener: Listener;
  private readonly courier: ModelCourier;
  private readonly housekeeping: Housekeeping;

  static async open(parts: SharedServerParts): Promise<SharedServer> {
    return new SharedServer(parts, await SharedLog.open(parts.url));
  }

  private constructor(
    { url, database, jobs, store, writer, service, texts, interruptJob, log }: SharedServerParts,
    private readonly sharedLog: SharedLog,
  ) {
    const warn = (message: string) => (reason: string) => log.warn({ reason }, message);
    this.courier = new ModelCourier(database.name, sharedLog, {
      reload: (name) => service.reload(name),
      warn: warn('a model that another server trained cannot be brought here; it is tried again'),
    });
    this.catalog = new SharedCatalog(database, sharedLog, writer, {
      forget: async (skus) => {
        const products = skus.map((sku) => ({ sku, texts: texts(sku) }));
        const forget = async () => {
          for (const product of products) await service.forget(product);
        };
        await forget();
        return async () => {
          await whenUnlocked(() => store.restartAll());
          await forgetWork(database.name);
          await forget();
        };
      },
      modelsTold: () => this.courier.look(),
      log,
    });
    this.listener = new Listener({
      url,
      onTold: () => void this.catalog.follow(),
      onLost: (reason) => {
        log.warn({ reason }, 'the connection to PostgreSQL is lost and made again');
        interruptJob();
      },
    });
    this.jobs = new SharedJobs(
      jobs,
      store,
      this.catalog,
      this.listener,
      warn('the other servers are not told of trainings yet'),
    );
    this.housekeeping = new Housekeeping(
      database,
      sharedLog,
      this.catalog,
      warn('the shared log cannot be kept short now'),
    );
  }

  /** Resolves once this server has caught up with the others, or clearly cannot now. */
  async start(): Promise<void> {
    this.catalog.start();
    await this.catalog.follow();
    this.courier.look();
    this.housekeeping.start();
  }

  async close(): Promise<void> {
    await this.jobs.close();
    await this.housekeeping.close();
    await this.catalog.close();
    await this.courier.close();
    await this.listener.close();
    await this.sharedLog.close();
  }
}
