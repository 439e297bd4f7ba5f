import { ShelfcastError } from '../contract/errors';
import type {
  AssortmentRequest,
  AssortmentResponse,
  OrdersRequest,
  OrdersResponse,
} from '../contract/orders';
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
  PlainForecasts,
  TensorRequest,
  TensorResponse,
} from '../contract/service';
import type { ServingObserver } from '../contract/observer';
import type { Engine } from '../engine/engine';
import { packTokens } from '../engine/packTokens';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { Admission } from './queue/admission';
import { analogsOf } from './forecast/analogs';
import { engineState } from './engineState';
import type { DeskSet } from './desks';
import type { EncoderDesk } from './encoderDesk';
import type { EncoderShelf } from './encoderShelf';
import type { ForecastPlan, Spent } from './forecast/forecaster';
import { decideOrders } from './decisions/orders';
import { sumAssortment } from './decisions/assortment';
import type { Catalog } from '../registry/catalog';
import type { SharedProducts } from '../shop/sameShop';
import { Neighbours } from './forecast/neighbours';
import type { ModelShelf } from './modelShelf';
import { headInputs } from './forecast/preparedItems';
import { rounded } from './forecast/ranges';
import { forecastTensors } from './forecast/tensorForecast';

export interface ServiceParts {
  encoders: EncoderShelf;
  admission: Admission;
  shelf: ModelShelf;
  desks: DeskSet;
  catalog: Catalog;
  observer: Pick<ServingObserver, 'forecasted'>;
}

/** An explanation asks the model again for every word and number; more items at once would keep others waiting. */
const MOST_EXPLAINED = 16;
/** What an explained item costs beside one that is not. */
const EXPLAINED_COST = 32;

/** The forecasting service over the engine, the catalog and the registered models. */
export class Service implements ForecastService {
  private readonly ends: (() => void | Promise<void>)[] = [];

  constructor(readonly parts: ServiceParts) {}

  embedAndPredict(request: EmbedAndPredictRequest, call: Call): Promise<ForecastResponse> {
    const { compare, explain, return_embeddings, horizon } = request;
    const beside = compare ? (['numeric_only'] as const) : [];
    const plan: ForecastPlan = {
      head: 'text_aware',
      beside: [...beside],
      explain,
      embeddings: return_embeddings,
      horizon,
    };
    return this.forecast(request, plan, call);
  }

  forecastToKeep(items: Item[], call: Call): Promise<PlainForecasts> {
    const plan: ForecastPlan = {
      head: 'text_aware',
      beside: [],
      explain: false,
      embeddings: false,
      kept: true,
    };
    const asked = items.map((item, index) => ({ item, path: `items[${index}]` }));
    return this.withModel(undefined, items.length, call, async (model, { forecaster }) => {
      const { items: forecasts } = await forecaster.forecast(model, asked, plan, call.signal);
      return { model: model.name, manifest: model.manifest, items: forecasts };
    });
  }

  predict(request: PredictRequest, call: Call): Promise<ForecastResponse> {
    const plan: ForecastPlan = {
      head: 'numeric_only',
      beside: [],
      explain: request.explain,
      embeddings: false,
      horizon: request.horizon,
    };
    return this.forecast(request, plan, call);
  }

  compare(request: CompareRequest, call: Call): Promise<ForecastResponse> {
    const beside = ['numeric_only', 'text_only'] as const;
    const { horizon } = request;
    const plan: ForecastPlan = {
      head: 'text_aware',
      beside: [...beside],
      explain: false,
      embeddings: false,
      horizon,
    };
    return this.forecast(request, plan, call);
  }

  async whatif({ item, variants, model, horizon }: WhatifRequest, call: Call): Promise<WhatifResponse> {
    const asked = [
      { item, path: 'item' },
      ...variants.map((variant, index) => ({ item: { ...item, ...variant }, path: `variants[${index}]` })),
    ];
    const plan: ForecastPlan = {
      head: 'text_aware',
      beside: [],
      explain: false,
      embeddings: false,
      horizon,
    };
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
    return this.withModel(name, 1, call, async (model, { engine, embedder, heads, shops }, since) => {
      const shop = shops.shopOf(model);
      const isWord = (word: string) => engine.tokenizer.isWord(word);
      const description = shop ? shop.spelling.read(text, isWord).text : text;
      const embedded = await embedder.embed([description], { signal: call.signal, pathOf: () => 'text' });
      if (shop) {
        const record = { sku: null, description, price: null, origin: shop.end };
        const neighbours = Neighbours.find(shop, record, embedded.embeddings[0].vector);
        return {
          model: model.name,
          analogs: neighbours.shown().slice(0, k),
          timings: timings(embedded, since),
        };
      }
      // Analogs come from the words alone; some numbers are never missing, so all are zeros.
      const features = new Float32Array(model.manifest.features.names.length);
      const vectors = { description: embedded.embeddings[0].vector, promo: null };
      const inputs = headInputs([{ features, bankRow: -1, vectors }], engine.encoder.dimension);
      const outputs = await heads.run(model.heads.key, 'text_aware', inputs);
      return {
        model: model.name,
        analogs: analogsOf(model, outputs, 0, 1).slice(0, k),
        timings: timings(embedded, since),
      };
    });
  }

  async embed({ texts, normalize, model }: EmbedRequest, call: Call): Promise<EmbeddedTexts> {
    if (!normalize) {
      throw new ShelfcastError('invalid', 'The encoder gives unit vectors only', {
        issues: [{ path: 'normalize', message: 'must be true: this encoder gives unit vectors only' }],
      });
    }
    const since = performance.now();
    const { admission, desks, encoders } = this.parts;
    const engine = encoders.hold(this.encoderOf(model));
    let release = () => {};
    try {
      release = await admission.enter(texts.length, call);
      const embedded = await desks.of(engine).embedder.embed(texts, {
        signal: call.signal,
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
      encoders.release(engine);
    }
  }

  infer(request: TensorRequest, call: Call): Promise<TensorResponse> {
    return this.withModel(request.model, request.description.length, call, async (model, desk, since) => {
      const { outputs, embedded } = await forecastTensors(desk, model, request, call.signal);
      const { quantiles, mean } = outputs;
      return { model: model.name, quantiles, mean, timings: timings(embedded, since) };
    });
  }

  checkServing(forecast: { model?: string } | null): void {
    const { lost } = this.parts.encoders.own.pool;
    if (lost) throw lost;
    if (forecast) this.parts.shelf.lease(forecast.model).release();
  }

  orders({ items, model }: OrdersRequest, call: Call): Promise<OrdersResponse> {
    return this.withModel(model, items.length, call, async (model, { forecaster }, since) => {
      const { orders, spent } = await decideOrders(forecaster, model, items, call.signal);
      return { model: model.name, items: orders, timings: timings(spent, since) };
    });
  }

  /** Products are let in some at a time: a catalog is more than may wait at once. */
  assortment(request: AssortmentRequest, call: Call): Promise<AssortmentResponse> {
    return this.withModel(request.model, 1, call, async (model, { forecaster }, since) => {
      const parts = { ...this.parts, forecaster };
      const { answer, spent } = await sumAssortment(parts, model, request, call);
      return { ...answer, timings: timings(spent, since) };
    });
  }

  async followed(): Promise<void> {
    await Promise.all(this.parts.desks.all().map(({ shops }) => shops.followed()));
  }

  async forget({ sku, texts }: { sku: string; texts: readonly string[] }): Promise<string[]> {
    for (const { cache } of this.parts.desks.all()) await cache?.forget(texts);
    await this.followed();
    return this.parts.shelf.trainedWith(sku);
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

  unloadForgotten(): void {
    this.parts.shelf.unloadForgotten();
  }

  sharedProducts(name?: string): SharedProducts | null {
    const serving = this.parts.shelf.servingModel(name);
    return serving && this.parts.desks.of(serving.engine).shops.shared(serving.model);
  }

  productsOf(name: string): ReadonlySet<string> | null {
    return this.parts.shelf.productsOf(name);
  }

  engine(): EngineState {
    return engineState(this.parts);
  }

  async probe(): Promise<boolean> {
    const { pool, tokenizer } = this.parts.encoders.own;
    try {
      await pool.encode(packTokens([tokenizer.tokenize('probe').ids]));
      return true;
    } catch {
      return false;
    }
  }

  /** Calls `end` when the service closes. */
  onClose(end: () => void | Promise<void>): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    await this.parts.admission.drain();
    await Promise.all(this.ends.map((end) => end()));
    await this.parts.desks.closeAll();
    await this.parts.encoders.own.close();
  }

  /** The encoder of a model that serves, or the one of this name; the server's own where none is named. Throws `unknown_model`. */
  private encoderOf(name: string | undefined): Engine {
    const { encoders, shelf } = this.parts;
    if (name === undefined) return encoders.own;
    const engine =
      shelf.servingModel(name)?.engine ?? encoders.engines().find(({ encoder }) => encoder.name === name);
    if (engine) return engine;
    const names = encoders.engines().map(({ encoder }) => encoder.name);
    throw new ShelfcastError(
      'unknown_model',
      `No model and no encoder '${name}' serves; the encoders: ${names.join(', ')}; the models: see GET /models`,
    );
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
    const answer = await this.forecastAsked(
      items.map((item, index) => ({ item, path: `items[${index}]` })),
      model,
      plan,
      call,
    );
    if (plan.head === 'text_aware') this.parts.observer.forecasted(answer.model, answer.items);
    return answer;
  }

  private async forecastAsked(
    asked: { item: Item; path: string }[],
    name: string | undefined,
    plan: ForecastPlan,
    call: Call,
  ): Promise<ForecastResponse> {
    const cost = asked.length * (plan.explain ? EXPLAINED_COST : 1);
    return this.withModel(name, cost, call, async (model, { forecaster }, since) => {
      const { items, spent } = await forecaster.forecast(model, asked, plan, call.signal);
      return { model: model.name, items, timings: timings(spent, since) };
    });
  }

  /** Admits the work, and holds on to the model while it is done. */
  private async withModel<T>(
    name: string | undefined,
    texts: number,
    call: Call,
    work: (model: ModelDirectory, desk: EncoderDesk, since: number) => Promise<T>,
  ): Promise<T> {
    const since = performance.now();
    const lease = this.parts.shelf.lease(name);
    try {
      const release = await this.parts.admission.enter(texts, call);
      try {
        return await work(lease.model, this.parts.desks.of(lease.engine), since);
      } finally {
        release();
      }
    } finally {
      lease.release();
    }
  }
}

function timings({ tokenization, queue, inference }: Spent, since: number): Timings {
  return {
    tokenization: rounded(tokenization),
    queue: rounded(queue),
    inference: rounded(inference),
    total: rounded(performance.now() - since),
  };
}
