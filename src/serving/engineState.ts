import type { EngineState } from '../contract/service';
import type { Engine } from '../engine/engine';
import type { Batcher } from './queue/batcher';
import type { EmbeddingCache } from './texts/embeddingCache';
import type { ModelShelf } from './modelShelf';

export interface StateParts {
  engine: Engine;
  batcher: Batcher;
  cache: EmbeddingCache | null;
  shelf: ModelShelf;
}

/** How the engine stands, and whether requests can be answered. */
export function engineState({ engine, batcher, cache, shelf }: StateParts): EngineState {
  const { running, wanted, restarts, failure } = engine.pool.state();
  const { paddingReason } = engine.pool;
  const { asked, provider, reason: deviceReason } = engine.device;
  const { name, hash, dimension, pooling, maxTokens, dtype } = engine.encoder;
  const active = shelf.states().find((model) => model.active);
  const twoRunsReason = shelf.twoRunsReason();
  const unfit = active?.state === 'serving' ? null : (active?.reason ?? 'no model serves yet');
  const lost = failure === null ? null : 'no inference process can be started now; the log says why';
  const reason = lost ?? (running === 0 ? 'the inference processes are starting' : unfit);
  return {
    ready: reason === null,
    reason,
    processes: { running, wanted, restarts },
    device: { asked, reason: deviceReason },
    provider,
    precision: dtype,
    packing: { active: paddingReason === null, reason: paddingReason },
    one_graph: { active: twoRunsReason === null, reason: twoRunsReason },
    encoder: { name, hash, dimension, pooling, max_tokens: maxTokens },
    queue: batcher.waiting,
    cache: {
      enabled: cache !== null,
      entries: cache?.entries ?? 0,
      hits: cache?.hits ?? 0,
      misses: cache?.misses ?? 0,
    },
  };
}
