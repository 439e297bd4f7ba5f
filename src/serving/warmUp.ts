import { messageOf } from '../common/thrown';
import type { EmbeddingStore } from '../contract/embeddingStore';
import { SILENT } from '../contract/observer';
import { openEmbeddingStore } from '../registry/embeddingStore';
import type { WorkParts } from './admittedWork';
import type { EncoderPipelines } from './encoderPipelines';
import { Admission } from './queue/admission';
import { sendSyntheticRequests } from './syntheticRequests';
import { Service, type ServiceParts } from './service';
import type { ServingLog } from './servingLog';

/** Milliseconds without work, from the start or the last check with work, until the warm-up begins. */
const QUIET_MS = 500;
/** More than the items of a warm-up. */
const PERMITS = 1000;
const CACHED_TEXTS = 1000;

interface WarmUpParts extends WorkParts, Pick<ServiceParts, 'catalog'> {
  pipelines: EncoderPipelines;
  /** See the service. */
  store: EmbeddingStore | null;
  log: ServingLog;
}

/**
 * Warms up for so many milliseconds when there is no request, and stops for any that arrives; the rest follows later.
 * It has its own queues and caches: nothing of it is counted or kept. Returns a function that ends it.
 */
export function warmUpWhenQuiet(parts: WarmUpParts, milliseconds: number): () => Promise<void> {
  let ended = false;
  let left = milliseconds;
  let warmingUp = Promise.resolve();
  const wanted = () => ended || parts.admission.texts > 0;
  const look = async () => {
    if (parts.models.servingModel(undefined) === null) return;
    if (!wanted()) {
      const taken = await warmUp(parts, left, wanted);
      left = wanted() ? left - taken : 0;
    }
    if (left > 0 && !ended) wait();
  };
  const wait = (): NodeJS.Timeout => (timer = setTimeout(() => (warmingUp = look()), QUIET_MS).unref());
  let timer: NodeJS.Timeout;
  wait();
  return () => {
    ended = true;
    clearTimeout(timer);
    return warmingUp;
  };
}

/** Resolves to the milliseconds that it took: all of them if it failed. */
async function warmUp(parts: WarmUpParts, milliseconds: number, wanted: () => boolean): Promise<number> {
  const { log, store: kept } = parts;
  const store = kept && openEmbeddingStore(':memory:', { capacity: CACHED_TEXTS, precision: kept.precision });
  const pipelines = parts.pipelines.forWarmUp(store);
  try {
    const service = new Service({ ...parts, pipelines, admission: new Admission(PERMITS), observer: SILENT });
    const result = await sendSyntheticRequests(service, milliseconds, wanted);
    log.info(result, 'warmed up on made-up items');
    return result.milliseconds;
  } catch (error) {
    log.info({ reason: messageOf(error) }, 'served without a warm-up');
    return milliseconds;
  } finally {
    await pipelines.closeAll();
  }
}
