import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database';
import { ModelRegistry } from '../models/models';
import type { OfferedModels } from '../models/offeredModels';
import { manifestHash } from '../models/modelFiles';
import type { NewEntry } from './logEntries';
import { SharedLog } from './sharedLog';
import type { TrainedModel } from './modelChanges';
import type { Blob } from './blobs';

const RETRY_MS = 1000;
const LOOK_MS = 100;
/** A model that took long to train is not lost because PostgreSQL is briefly unreachable. */
const PATIENCE_MS = 600_000;

/**
 * Registers models with all servers that share a catalog: through its log, which this machine's server follows like the
 * others.
 */
export function sharedModels(url: string, view: Database): OfferedModels {
  const opened = SharedLog.open(url);
  const registry = new ModelRegistry(view);
  const trained = view.prepare<[string], TrainedModel>(
    'SELECT name, hash, blob FROM trained_models WHERE name = ?',
  );
  const tell = async (entry: NewEntry, blobs: Blob[], isDone: () => boolean) => {
    const until = performance.now() + PATIENCE_MS;
    await persevering(until, async () => (await opened).append([entry], blobs));
    while (!isDone()) {
      if (performance.now() > until) throw new Error('the server does not follow the shared catalog');
      await sleep(LOOK_MS);
    }
  };
  return {
    register: async (name, directory) => {
      const hash = await manifestHash(directory);
      const blob = `model ${randomUUID()}`;
      const isHere = () => trained.get(name)?.hash === hash && registry.get(name) !== null;
      if (isHere()) return;
      const payload = JSON.stringify({ name, hash, blob } satisfies TrainedModel);
      await tell({ kind: 'putTrained', payload, blob }, [{ id: blob, path: directory }], isHere);
    },
    activate: async (name) => {
      const entry = { kind: 'activateModel', payload: JSON.stringify({ name }), blob: null };
      await tell(entry, [], () => registry.active()?.name === name);
    },
    forget: async (name) => {
      const blob = trained.get(name)?.blob ?? null;
      const entry = { kind: 'forgetTrained', payload: JSON.stringify({ name }), blob };
      await tell(entry, [], () => registry.get(name) === null);
    },
    close: async () => (await opened).close(),
  };
}

async function persevering<T>(until: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(RETRY_MS);
    }
  }
}
