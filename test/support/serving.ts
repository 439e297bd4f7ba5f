import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddingStore } from '../../src/contract/embeddingStore';
import { SILENT, type ServingObserver } from '../../src/contract/observer';
import type { Call } from '../../src/contract/service';
import { Engine, type EngineOptions } from '../../src/engine/engine';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase, type Database } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import type { Service } from '../../src/serving/service';
import { startService } from '../../src/serving/startService';
import { writeTinyModel } from './tinyModel';
import { tinyModels } from './tinyModels';

export interface TinyService {
  service: Service;
  registry: ModelRegistry;
  database: Database;
  encoder: string;
  /** Directory of the model `tiny`. */
  model: string;
  /** What the service logged. */
  log: { message: string; details: Record<string, unknown> }[];
}

export interface TinyServiceOptions {
  encoder?: string;
  engine?: Partial<EngineOptions>;
  encoders?: string[];
  store?: EmbeddingStore;
  queueTexts?: number;
  batchTokens?: number;
  observer?: Partial<ServingObserver>;
  processes?: number;
  warmUpMs?: number;
}

/** A service over real processes, a tiny encoder and a tiny model. */
export async function startTinyService(options: TinyServiceOptions = {}): Promise<TinyService> {
  const { encoder, model } = await modelOver(options.encoder);
  const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'shelfcast-db-')), 'shelfcast.db'), REGISTRY);
  const registry = new ModelRegistry(database);
  registry.register('tiny', model);
  const log: TinyService['log'] = [];
  const note = (details: object, message: string) => void log.push({ message, details: { ...details } });
  const service = await startService({
    engine: { encoder, device: 'cpu', processes: options.processes ?? 1, threads: 1, ...options.engine },
    encoders: options.encoders,
    catalog: new Catalog(database),
    registry,
    store: options.store ?? null,
    queueTexts: options.queueTexts ?? 8192,
    batchTokens: options.batchTokens ?? 512,
    warmUpMs: options.warmUpMs,
    observer: { ...SILENT, ...options.observer },
    log: { info: note, warn: note, error: note },
  });
  return { service, registry, database, encoder, model, log };
}

export function call(signal = new AbortController().signal): Call {
  return { requestId: 'test', signal };
}

async function modelOver(encoder: string | undefined): Promise<{ encoder: string; model: string }> {
  if (encoder === undefined) {
    const tiny = await tinyModels('tiny');
    return { encoder: tiny.encoder, model: join(tiny.models, 'tiny') };
  }
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  try {
    return { encoder, model: await writeTinyModel(engine) };
  } finally {
    await engine.close();
  }
}
