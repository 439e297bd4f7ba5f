import { ShelfcastError } from '../contract/errors';
import type {
  CompareRequest,
  EmbedAndPredictRequest,
  EmbedRequest,
  ForecastResponse,
  ItemForecast,
  PredictRequest,
  SimilarRequest,
  SimilarResponse,
  Timings,
  WhatifRequest,
  WhatifResponse,
} from '../contract/forecasting';
import type { Item } from '../contract/item';
import type {
  Call,
  EmbeddedTexts,
  EngineState,
  ForecastService,
  ModelState,
  TensorRequest,
  TensorResponse,
} from '../contract/service';
import type { Engine } from '../engine/engine';
import { packTokens } from '../engine/packTokens';
import type { ModelDirectory } from '../engine/modelDirectory';
import { FEATURES, NEVER_MISSING } from '../features/definitions';
import type { Admission } from './admission';
import { analogsOf } from './analogs';
import type { Batcher } from './batcher';
import type { Embedder } from './embedder';
import type { EmbeddingCache } from './embeddingCache';
import type { Forecaster, ForecastPlan, Spent } from './forecaster';
import type { HeadBatcher } from './headBatcher';
import type { ModelShelf } from './modelShelf';
import { headInputs } from './preparedItems';
import { rounded } from './ranges';

export interface ServiceParts {
  engine: Engine;
  admission: Admission;
  batcher: Batcher;
  cache: EmbeddingCache | null;
  embedder: Embedder;
  heads: HeadBatcher;
  shelf: ModelShelf;
  forecaster: Forecaster;
}

/** An explanation asks the model again for every word and number; more items at once would keep others waiting. */
const MOST_EXPLAINED = 16;
/** What an explained item costs beside one that is not. */
const EXPLAINED_COST = 32;

/** The forecasting service over the engine, the catalog and the registered models. */
export class Service implements ForecastService {
  constructor(readonly parts: ServiceParts) {}

  embedAndPredict(request: EmbedAndPredictRequest, call: Call): Promise<ForecastResponse> {
    const { compare, explain, return_embeddings } = request;
    const beside = compare ? (['numeric_only'] as const) : [];
    const plan: ForecastPlan = {
      head: 'text_aware',
      beside: [...beside],
      explain,
      embeddings: return_embeddings,
    };
    return this.forecast(request, plan, call);
  }

  predict(request: PredictRequest, call: Call): Promise<ForecastResponse> {
    const plan: ForecastPlan = {
      head: 'numeric_only',
      beside: [],
      explain: request.explain,
      embeddings: false,
    };
    return this.forecast(request, plan, call);
  }

  compare(request: CompareRequest, call: Call): Promise<ForecastResponse> {
    const beside = ['numeric_only', 'text_only'] as const;
    const plan: ForecastPlan = { head: 'text_aware', beside: [...beside], explain: false, embeddings: false };
    return this.forecast(request, plan, call);
  }

  async whatif({ item, variants, model }: WhatifRequest, call: Call): Promise<WhatifResponse> {
    const asked = [
      { item, path: 'item' },
      ...variants.map((variant, index) => ({ item: { ...item, ...variant }, path: `variants[${index}]` })),
    ];
    const plan: ForecastPlan = { head: 'text_aware', beside: [], explain: false, embeddings: false };
    const answer = await this.forecastAsked(asked, model, plan, call);
    const [base, ...rest] = answer.items;
    const difference = ({ total }: ItemForecast) => rounded(total.mean - base.total.mean);
    return {
      model: answer.model,
      base,
      variants: rest.map((forecast) => ({ ...forecast, difference: difference(forecast) })),
      timings: answer.timings,
    };
  }

  similar({ text, k, model: name }: SimilarRequest, call: Call): Promise<SimilarResponse> {
    return this.withModel(name, 1, async (model, since) => {
      const embedded = await this.parts.embedder.embed([text], { signal: call.signal, pathOf: () => 'text' });
      // Analogs come from the words alone; some numbers are never missing, so all are zeros.
      const features = new Float32Array(model.manifest.features.names.length);
      const vectors = { description: embedded.embeddings[0].vector, promo: null };
      const { dimension } = this.parts.engine.encoder;
      const inputs = headInputs([{ features, bankRow: -1, vectors }], dimension);
      const outputs = await this.parts.heads.run(model.heads.key, 'text_aware', inputs);
      return {
        model: model.name,
        analogs: analogsOf(model, outputs, 0, 1).slice(0, k),
        timings: timings(embedded, since),
      };
    });
  }

  async embed({ texts, normalize }: EmbedRequest, { signal }: Call): Promise<EmbeddedTexts> {
    if (!normalize) {
      throw new ShelfcastError('invalid', 'The encoder gives unit vectors only', {
        issues: [{ path: 'normalize', message: 'must be true: this encoder gives unit vectors only' }],
      });
    }
    const since = performance.now();
    const release = this.parts.admission.admit(texts.length);
    try {
      const embedded = await this.parts.embedder.embed(texts, {
        signal,
        pathOf: (index) => `texts[${index}]`,
      });
      return {
        embeddings: embedded.embeddings.map(({ vector }) => vector),
        tokens: embedded.embeddings.map(({ tokens }) => tokens),
        truncated: embedded.embeddings.map(({ fitted }) => fitted !== null),
        cached: embedded.cached,
        timings: timings(embedded, since),
      };
    } finally {
      release();
    }
  }

  infer(
    { model: name, description, promoText, features }: TensorRequest,
    call: Call,
  ): Promise<TensorResponse> {
    return this.withModel(name, description.length, async (model, since) => {
      const width = model.manifest.features.names.length;
      if (features.length !== width * description.length) {
        const message = `must be ${width} numbers a row: ${model.manifest.features.names.join(', ')}`;
        throw new ShelfcastError('invalid', `features ${message}`, {
          issues: [{ path: 'features', message }],
        });
      }
      const texts = [...description, ...promoText.filter((text) => text !== null)];
      const embedded = await this.parts.embedder.embed(texts, {
        signal: call.signal,
        pathOf: (index) => (index < description.length ? `description[${index}]` : 'promo_text'),
      });
      let promo = description.length;
      const rows = description.map((_, row) => ({
        features: features.subarray(row * width, (row + 1) * width),
        bankRow: -1,
        vectors: {
          description: embedded.embeddings[row].vector,
          promo: promoText[row] === null ? null : embedded.embeddings[promo++].vector,
        },
      }));
      const inputs = headInputs(rows, this.parts.engine.encoder.dimension);
      const run = this.parts.heads.run(model.heads.key, 'text_aware', inputs);
      const { quantiles, mean } = await run.catch((error: unknown) => {
        refuseMissing(model.manifest.features.names, features);
        throw error;
      });
      return { model: model.name, quantiles, mean, timings: timings(embedded, since) };
    });
  }

  models(): ModelState[] {
    return this.parts.shelf.states();
  }

  activate(name: string): Promise<ModelState> {
    return this.parts.shelf.activate(name);
  }

  reload(name: string): Promise<ModelState> {
    return this.parts.shelf.reload(name);
  }

  engine(): EngineState {
    const { engine, batcher, cache } = this.parts;
    const { running, wanted, restarts, failure } = engine.pool.state();
    const { asked, provider, reason: deviceReason } = engine.device;
    const { name, hash, dimension, pooling, maxTokens, dtype } = engine.encoder;
    const active = this.models().find((model) => model.active);
    const apart = this.parts.shelf.apart();
    const unfit = active?.state === 'serving' ? null : (active?.reason ?? 'no model serves yet');
    const reason = failure ?? (running === 0 ? 'the inference processes are starting' : unfit);
    return {
      ready: reason === null,
      reason,
      processes: { running, wanted, restarts },
      device: { asked, reason: deviceReason },
      provider,
      precision: dtype,
      packing: { active: engine.pool.padded === null, reason: engine.pool.padded },
      one_graph: { active: apart === null, reason: apart },
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

  async probe(): Promise<boolean> {
    const { pool, tokenizer } = this.parts.engine;
    try {
      await pool.encode(packTokens([tokenizer.tokenize('probe').ids]));
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.parts.admission.drain();
    await this.parts.engine.close();
    this.parts.cache?.close();
  }

  private async forecast(
    { items, model }: { items: Item[]; model?: string },
    plan: ForecastPlan,
    call: Call,
  ): Promise<ForecastResponse> {
    if (plan.explain && items.length > MOST_EXPLAINED) {
      const message = `takes at most ${MOST_EXPLAINED} items in one request, not ${items.length}`;
      throw new ShelfcastError('invalid', `explain ${message}`, { issues: [{ path: 'explain', message }] });
    }
    return this.forecastAsked(
      items.map((item, index) => ({ item, path: `items[${index}]` })),
      model,
      plan,
      call,
    );
  }

  private async forecastAsked(
    asked: { item: Item; path: string }[],
    name: string | undefined,
    plan: ForecastPlan,
    { signal }: Call,
  ): Promise<ForecastResponse> {
    const cost = asked.length * (plan.explain ? EXPLAINED_COST : 1);
    return this.withModel(name, cost, async (model, since) => {
      const { items, spent } = await this.parts.forecaster.forecast(model, asked, plan, signal);
      return { model: model.name, items, timings: timings(spent, since) };
    });
  }

  /** Admits the work, and holds on to the model while it is done. */
  private async withModel<T>(
    name: string | undefined,
    texts: number,
    work: (model: ModelDirectory, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const lease = this.parts.shelf.lease(name);
    try {
      const release = this.parts.admission.admit(texts);
      try {
        return await work(lease.model, since);
      } finally {
        release();
      }
    } finally {
      lease.release();
    }
  }
}

/** Throws `invalid` where a feature that heads count on in every row is missing. */
function refuseMissing(names: readonly string[], features: Float32Array): void {
  const issues = FEATURES.filter(({ missing }) => missing === NEVER_MISSING).flatMap(({ name }) => {
    const column = names.indexOf(name);
    if (column < 0) return [];
    for (let at = column; at < features.length; at += names.length) {
      if (Number.isNaN(features[at]))
        return [{ path: 'inputs', message: `${name} must be given in every row` }];
    }
    return [];
  });
  if (issues.length === 0) return;
  throw new ShelfcastError('invalid', issues.map(({ message }) => message).join('; '), { issues });
}

function timings({ tokenization, queue, inference }: Spent, since: number): Timings {
  return {
    tokenization: rounded(tokenization),
    queue: rounded(queue),
    inference: rounded(inference),
    total: rounded(performance.now() - since),
  };
}
