import { chosen } from '../contract/chosen';
import { messageOf } from '../common/thrown';
import type { EmbeddingStore } from '../contract/embeddingStore';
import { ShelfcastError } from '../contract/errors';
import type { Settings } from '../contract/settings';
import { embeddingsFile, openEmbeddingStore } from '../registry/embeddingStore';
import { stem } from '../registry/database/stem';
import type { OpenCatalog } from '../registry/openCatalog';
import { vectorsFile } from '../shop/vectors/vectorFiles';
import type { Service } from './service';
import type { ServingLog } from './servingLog';
import { type ServingOptions, startService } from './startService';

/** A longer warm-up gains little for the first requests. */
const WARM_UP_MS = 500;
/** Inference processes when there is little work. */
const AT_REST = 1;

/**
 * The service that the settings describe, on a server's catalog. Throws ShelfcastError if none of its models can be
 * served.
 */
export async function openService(
  settings: Settings,
  { url, file, catalog, registry }: OpenCatalog,
  { makeActive, ...told }: Required<Pick<ServingOptions, 'makeActive' | 'onStage' | 'observer' | 'log'>>,
): Promise<Service> {
  const service = await startService({
    engine: {
      encoder: settings.encoder,
      dtype: chosen(settings.dtype),
      device: settings.device,
      processes: settings.processes,
      atRest: AT_REST,
      threads: settings.threads,
      steps: { tokens: chosen(settings.padTokens), rows: chosen(settings.padRows) },
      oneGraph: chosen(settings.oneGraph),
      // Optimised encoders; without them the next start is only slower.
      graphs: `${stem(file)}-graphs`,
    },
    encoders: settings.furtherEncoders,
    catalog,
    registry,
    makeActive: url === undefined ? undefined : makeActive,
    standIn: settings.model === null,
    store: settings.cache ? openStore(file, settings, told.log) : null,
    vectorsFile: vectorsFile(file),
    queueTexts: settings.queueTexts,
    batchTokens: chosen(settings.maxBatchTokens),
    warmUpMs: WARM_UP_MS,
    ...told,
  });
  refuseIfNoneServes(service);
  return service;
}

/** Without a cache, serving is slower but works. */
function openStore(
  file: string,
  { cacheEntries, cachePrecision }: Settings,
  log: ServingLog,
): EmbeddingStore | null {
  try {
    return openEmbeddingStore(embeddingsFile(file), { capacity: cacheEntries, precision: cachePrecision });
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'kept embeddings cannot be opened; serving goes on without');
    return null;
  }
}

function refuseIfNoneServes(service: Service): void {
  const models = service.models();
  if (models.some(({ state }) => state === 'serving')) return;
  const reasons = models.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new ShelfcastError('not_ready', `No model can be served: ${reasons}`);
}
