import { messageOf } from '../common/thrown';
import type { EmbeddingStore } from '../contract/embeddingStore';
import { SILENT } from '../contract/observer';
import { openEmbeddingStore } from '../registry/embeddingStore';
import type { WorkParts } from './admittedWork';
import type { EncoderPipelines } from './encoderPipelines';
import { Admission } from './queue/admission';
import { rehearse } from './rehearsal';
import { Service, type ServiceParts } from './service';
import type { ServingLog } from './servingLog';

/** From the start, or the last look at which there was work, to the rehearsal. */
const QUIET_MS = 500;
/** More than the items of a rehearsal. */
const PERMITS = 1000;
const CACHED_TEXTS = 1000;

interface WarmUpParts extends WorkParts, Pick<ServiceParts, 'catalog'> {
  pipelines: EncoderPipelines;
  /** As of the service. */
  store: EmbeddingStore | null;
  log: ServingLog;
}

/**
 * Rehearses for so many milliseconds when nobody asks anything, and gives way to whoever does: then the rest comes later.
 * Its queues and caches are its own: nothing of it is counted or kept. Gives what ends it.
 */
export function warmUpWhenQuiet(parts: WarmUpParts, milliseconds: number): () => Promise<void> {
  let ended = false;
  let left = milliseconds;
  let rehearsal = Promise.resolve();
  const wanted = () => ended || parts.admission.texts > 0;
  const look = async () => {
    if (parts.models.servingModel(undefined) === null) return;
    if (!wanted()) {
      const taken = await warmUp(parts, left, wanted);
      left = wanted() ? left - taken : 0;
    }
    if (left > 0 && !ended) wait();
  };
  const wait = (): NodeJS.Timeout => (timer = setTimeout(() => (rehearsal = look()), QUIET_MS).unref());
  let timer: NodeJS.Timeout;
  wait();
  return () => {
    ended = true;
    clearTimeout(timer);
    return rehearsal;
  };
}

/** Gives the milliseconds that it took: all of them where it failed. */
async function warmUp(parts: WarmUpParts, milliseconds: number, wanted: () => boolean): Promise<number> {
  const { log, store: kept } = parts;
  const store = kept && openEmbeddingStore(':memory:', { capacity: CACHED_TEXTS, precision: kept.precision });
  const pipelines = parts.pipelines.rehearsing(store);
  try {
    const service = new Service({ ...parts, pipelines, admission: new Admission(PERMITS), observer: SILENT });
    const rehearsed = await rehearse(service, milliseconds, wanted);
    log.info(rehearsed, 'warmed up on made-up items');
    return rehearsed.milliseconds;
  } catch (error) {
    log.info({ reason: messageOf(error) }, 'served without a warm-up');
    return milliseconds;
  } finally {
    await pipelines.closeAll();
  }
}
