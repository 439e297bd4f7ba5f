import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Database, openDatabase, waitForNobody, whenUnlocked } from '../database/database';
import { trainedModels } from '../jobs/jobFiles';
import { REGISTRY } from '../database/migrations';
import { ModelRegistry } from '../models/models';
import { isTrainedHere } from '../models/offeredModels';
import { activateWanted } from './joinCatalog';
import { finishPlacing, manifestHash, placeModel } from '../models/modelFiles';
import type { SharedLog } from './sharedLog';
import type { TrainedModel } from './modelChanges';

const RETRY_MS = 5000;

export interface CourierHooks {
  /** A served model has other files now. */
  reload(name: string): Promise<unknown>;
  warn(reason: string): void;
}

/** Fetches the models trained on any server, and removes those that were deleted. */
export class ModelCourier {
  /** A separate connection, so that others on this file see a change. */
  private readonly database: Database;
  private readonly registry: ModelRegistry;
  private readonly home: string;
  private bringing: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    file: string,
    private readonly log: SharedLog,
    private readonly hooks: CourierHooks,
  ) {
    this.database = openDatabase(file, REGISTRY);
    waitForNobody(this.database);
    this.registry = new ModelRegistry(this.database);
    this.home = resolve(trainedModels(file));
  }

  /** Looks for work to do; failures are retried. */
  look(): void {
    clearTimeout(this.timer);
    this.again = true;
    this.bringing ??= this.bringAll()
      .catch((error: Error) => {
        this.hooks.warn(error.message);
        if (!this.closed) this.timer = setTimeout(() => this.look(), RETRY_MS);
      })
      .finally(() => {
        this.bringing = null;
        if (this.again && !this.closed) this.look();
      });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.bringing;
    this.database.close();
  }

  private async bringAll(): Promise<void> {
    await finishPlacing(this.home);
    while (this.again) {
      this.again = false;
      const trained = this.database
        .prepare<[], TrainedModel>('SELECT name, hash, blob FROM trained_models')
        .all();
      const failures: Error[] = [];
      // One that cannot be fetched does not block the others.
      for (const model of trained) await this.bring(model).catch((error: Error) => void failures.push(error));
      await this.removeOthers(new Set(trained.map(({ name }) => name)));
      await whenUnlocked(() => activateWanted(this.database));
      if (failures.length > 0) throw failures[0];
    }
  }

  private async bring({ name, hash, blob }: TrainedModel): Promise<void> {
    const directory = resolve(this.home, name);
    const known = this.registry.get(name);
    const isHere = (await manifestHash(directory).catch(() => null)) === hash;
    if (isHere && known) return;
    if (!isHere) await placeModel(directory, (path) => this.log.readBlob({ id: blob, path }));
    await whenUnlocked(() => this.registry.register(name, directory));
    if (known) await this.hooks.reload(name);
  }

  private async removeOthers(kept: ReadonlySet<string>): Promise<void> {
    for (const model of this.registry.list()) {
      if (kept.has(model.name) || model.active || !isTrainedHere(model, this.database.name)) continue;
      await whenUnlocked(() => this.registry.remove(model.name));
      await rm(model.directory, { recursive: true, force: true });
    }
  }
}
