import { messageOf } from '../common/thrown';
import type { EmbeddingStore } from '../contract/embeddingStore';
import type { ServingObserver } from '../contract/observer';
import { Engine, type EngineOptions } from '../engine/engine';
import type { Catalog } from '../registry/catalog';
import type { ModelRegistry } from '../registry/models/models';
import { EncoderPipelines } from './encoderPipelines';
import { ServedEncoders } from './servedEncoders';
import { Admission } from './queue/admission';
import { ServedModels } from './servedModels';
import { Service } from './service';
import type { ServingLog } from './servingLog';
import { standIn } from './standIn';
import { warmUpWhenQuiet } from './warmUp';

const FOLLOW_MS = 1000;

export interface ServingOptions {
  engine: Omit<EngineOptions, 'onDeath' | 'onFailing' | 'onLacking' | 'keptPrecision'>;
  /** Directories of further encoders, for models that were trained with one of them. */
  encoders?: readonly string[];
  catalog: Catalog;
  registry: ModelRegistry;
  /** Makes a model the active one, where others than the registry's file must know; see ServedModels. */
  makeActive?: (name: string) => Promise<void>;
  /** False where no other model may answer while the active one is refused. */
  standIn?: boolean;
  /** Null switches the cache off. The service closes it. */
  store: EmbeddingStore | null;
  /** Where the vectors of the catalog's products outlive the process; nowhere where nothing is given. */
  vectorsFile?: string | null;
  /** Texts worked on or waiting at most. */
  queueTexts: number;
  /** Tokens of a batch at most, padding included; the provider's own where nothing is given. */
  batchTokens?: number;
  /** Milliseconds at most for warming up on made-up items, once it serves and nobody asks; none where nothing is given. */
  warmUpMs?: number;
  observer: ServingObserver;
  log: ServingLog;
  /** Told what the start is at, as the end of a sentence. */
  onStage?: (stage: string) => void;
}

/**
 * Starts the inference processes, loads every registered model and replays its golden records. Rejects when the encoder
 * cannot be read or no process starts; a model that is refused is said and costs the others nothing.
 */
export async function startService(options: ServingOptions): Promise<Service> {
  const { registry, catalog, observer, log } = options;
  const engine = await Engine.start({
    ...options.engine,
    keptPrecision: options.store?.precision,
    onDeath: (reason) => {
      observer.processRestarted();
      log.warn({ reason }, 'an inference process ended and is started again');
    },
    onFailing: (reason) => log.error({ reason }, 'an inference process does not start; it is tried again'),
    onLacking: (reason) =>
      log.error(
        { reason },
        'an inference process serves without a model or an encoder whose files it cannot load; it is tried again',
      ),
  });
  const { device, encoder, pool } = engine;
  log.info({ ...device, precision: encoder.dtype }, `the encoder runs on ${device.provider}`);
  log.info(
    { reason: pool.paddingReason },
    `texts ${pool.paddingReason === null ? 'share rows' : 'are padded to one length'}`,
  );
  const encoders = new ServedEncoders(engine, options.encoders);
  const models = new ServedModels(encoders, registry, options.makeActive);
  const pipelines = new EncoderPipelines(options);
  await models.loadAll();
  for (const { name, reason } of models.states())
    if (reason) log.warn({ model: name, reason }, 'a model was refused');
  const twoRunsReason = models.twoRunsReason();
  log.info(
    { reason: twoRunsReason },
    `encoder and head are ${twoRunsReason === null ? 'one graph' : 'two runs'}`,
  );
  options.onStage?.('it reads the products of its catalog');
  const openShop = (used: Engine) =>
    pipelines.openShop(used, models.snapshots(used), used === engine ? (options.vectorsFile ?? null) : null);
  for (const used of encoders.engines()) await openShop(used);
  models.onLoaded = openShop;
  encoders.onClosed = (used) => pipelines.close(used);
  if (options.standIn !== false) standIn({ models, pipelines, registry, catalog, log });
  const admission = new Admission(options.queueTexts);
  const service = new Service({ encoders, admission, models, pipelines, catalog, observer });
  service.onClose(followRegistry(models, log));
  if (options.warmUpMs) {
    const parts = { encoders, admission, models, pipelines, catalog, store: options.store, log };
    service.onClose(warmUpWhenQuiet(parts, options.warmUpMs));
  }
  return service;
}

/** Takes up, within a second or so, what another server on the same database activates. Gives what ends it. */
function followRegistry(models: ServedModels, log: ServingLog): () => void {
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const name = await models.follow();
      if (name !== null) log.info({ model: name }, 'another program made this model the active one');
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'the model that another program made active is not served');
    }
    looking = false;
  };
  const timer = setInterval(() => void look(), FOLLOW_MS);
  timer.unref();
  return () => clearInterval(timer);
}
