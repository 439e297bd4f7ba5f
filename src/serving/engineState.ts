import type { EncoderState, EngineState } from '../contract/service';
import { sum } from '../common/statistics';
import type { Engine } from '../engine/engine';
import type { Pipelines } from './encoderPipelines';
import type { ServedEncoders } from './servedEncoders';
import type { ServedModels } from './servedModels';

export interface StateParts {
  encoders: ServedEncoders;
  models: ServedModels;
  pipelines: Pipelines;
}

/** The state of the engine, and whether requests can be answered. */
export function engineState({ encoders, models, pipelines }: StateParts): EngineState {
  const { own } = encoders;
  const { running, wanted, failing, restarts, failure } = own.pool.state();
  const { paddingReason } = own.pool;
  const { asked, provider, reason: deviceReason } = own.device;
  const active = models.states().find((model) => model.active);
  const twoRunsReason = models.twoRunsReason();
  const unfit = active?.state === 'serving' ? lackedBy(models) : (active?.reason ?? 'no model serves yet');
  const lost = failure === null ? null : 'no inference process can be started now; the log says why';
  const reason = lost ?? (running === 0 ? 'the inference processes are starting' : unfit);
  const all = pipelines.all();
  const queues = all.map(({ batcher }) => batcher.waiting);
  const caches = all.flatMap(({ cache }) => cache ?? []);
  return {
    ready: reason === null,
    reason,
    processes: { running, wanted, failing, restarts },
    device: { asked, reason: deviceReason },
    provider,
    precision: own.encoder.dtype,
    packing: { active: paddingReason === null, reason: paddingReason },
    one_graph: { active: twoRunsReason === null, reason: twoRunsReason },
    encoder: described(own),
    encoders: all.map(({ engine }) => ({ ...described(engine), models: models.modelsOf(engine) })),
    queue: {
      texts: sum(queues.map(({ texts }) => texts)),
      tokens: sum(queues.map(({ tokens }) => tokens)),
    },
    cache: {
      enabled: caches.length > 0,
      entries: Math.max(0, ...caches.map(({ entries }) => entries)),
      hits: sum(caches.map(({ hits }) => hits)),
      misses: sum(caches.map(({ misses }) => misses)),
    },
  };
}

/** Why the active model is not there although it was loaded; null where it is. */
function lackedBy(models: ServedModels): string | null {
  const active = models.servingModel(undefined);
  if (!active || active.engine.pool.serves(active.model.heads.key)) return null;
  return 'the files of the active model or its encoder cannot be read now; the log says why';
}

function described({ encoder }: Engine): EncoderState {
  const { name, hash, dimension, pooling, maxTokens } = encoder;
  return { name, hash, dimension, pooling, max_tokens: maxTokens };
}
