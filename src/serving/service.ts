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
  PredictRequest,
  SimilarRequest,
  WhatifRequest,
} from '../contract/forecastRequests';
import type {
  ForecastResponse,
  ItemForecast,
  SimilarResponse,
  WhatifResponse,
} from '../contract/forecastAnswers';
import type { AnalogEntry } from '../contract/head';
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
import { packTokens } from '../engine/packTokens';
import { AdmittedWork, type WorkParts } from './admittedWork';
import { engineState } from './engineState';
import { type ForecastPlan, PLAIN } from './forecast/plan';
import { similarProducts } from './forecast/similar';
import { timings } from './forecast/timings';
import { decideOrders } from './decisions/orders';
import { sumAssortment } from './decisions/assortment';
import type { Catalog } from '../registry/catalog';
import type { SharedProducts } from '../shop/sameShop';
import { rounded } from './forecast/ranges';
import { forecastTensors } from './forecast/tensorForecast';

export interface ServiceParts extends WorkParts {
  catalog: Catalog;
  observer: Pick<ServingObserver, 'forecasted'>;
}

/** An explanation runs the model again for every word and number; more items at once would delay others. */
const MOST_EXPLAINED = 16;
/** Cost of an explained item relative to others. */
const EXPLAINED_COST = 32;

/** The forecasting service: engine, catalog and registered models. */
export class Service implements ForecastService {
  private readonly ends: (() => void | Promise<void>)[] = [];
  private readonly work: AdmittedWork;

  constructor(readonly parts: ServiceParts) {
    this.work = new AdmittedWork(parts);
  }

  embedAndPredict(request: EmbedAndPredictRequest, call: Call): Promise<ForecastResponse> {
    const { compare, explain, return_embeddings, horizon } = request;
    const plan: ForecastPlan = {
      ...PLAIN,
      beside: compare ? ['numeric_only'] : [],
      explain,
      embeddings: return_embeddings,
      horizon,
    };
    return this.forecast(request, plan, call);
  }

  forecastToKeep(items: Item[], call: Call): Promise<PlainForecasts> {
    const plan = { ...PLAIN, kept: true };
    const asked = items.map((item, index) => ({ item, path: `items[${index}]` }));
    return this.work.withModel(undefined, items.length, call, async (model, { forecaster }) => {
      const { items: forecasts } = await forecaster.forecast(model, asked, plan, call.signal);
      return { model: model.name, manifest: model.manifest, items: forecasts };
    });
  }

  predict(request: PredictRequest, call: Call): Promise<ForecastResponse> {
    const { explain, horizon } = request;
    const plan: ForecastPlan = { ...PLAIN, head: 'numeric_only', explain, horizon };
    return this.forecast(request, plan, call);
  }

  compare(request: CompareRequest, call: Call): Promise<ForecastResponse> {
    const { horizon } = request;
    const plan: ForecastPlan = { ...PLAIN, beside: ['numeric_only', 'text_only'], horizon };
    return this.forecast(request, plan, call);
  }

  async whatif({ item, variants, model, horizon }: WhatifRequest, call: Call): Promise<WhatifResponse> {
    const asked = [
      { item, path: 'item' },
      ...variants.map((variant, index) => ({ item: { ...item, ...variant }, path: `variants[${index}]` })),
    ];
    const answer = await this.forecastAsked(asked, model, { ...PLAIN, horizon }, call);
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
    return this.work.withModel(name, 1, call, async (model, pipeline, since) => {
      const { analogs, warnings, embedded } = await similarProducts(
        pipeline,
        model,
        { text, k },
        call.signal,
      );
      return { model: model.name, analogs, warnings, timings: timings(embedded, since) };
    });
  }

  async embed({ texts, normalize, model }: EmbedRequest, call: Call): Promise<EmbeddedTexts> {
    if (!normalize) {
      throw new ShelfcastError('invalid', 'The encoder gives unit vectors only', {
        issues: [{ path: 'normalize', message: 'must be true: this encoder gives unit vectors only' }],
      });
    }
    return this.work.withEncoder(model, texts.length, call, async ({ embedder }, since) => {
      const pathOf = (index: number) => `texts[${index}]`;
      const embedded = await embedder.embed(texts, { signal: call.signal, pathOf });
      return {
        embeddings: embedded.embeddings.map(({ vector }) => vector),
        tokens: embedded.embeddings.map(({ tokens }) => tokens),
        truncated: embedded.embeddings.map(({ fitted }) => fitted !== null),
        cached: embedded.cached,
        timings: timings(embedded, since),
      };
    });
  }

  infer(request: TensorRequest, call: Call): Promise<TensorResponse> {
    return this.work.withModel(
      request.model,
      request.description.length,
      call,
      async (model, pipeline, since) => {
        const { outputs, embedded, readAs } = await forecastTensors(pipeline, model, request, call.signal);
        const { quantiles, mean } = outputs;
        return { model: model.name, quantiles, mean, readAs, timings: timings(embedded, since) };
      },
    );
  }

  checkServing(forecast: { model?: string } | null): void {
    const { lost } = this.parts.encoders.own.pool;
    if (lost) throw lost;
    if (forecast) this.parts.models.lease(forecast.model).release();
  }

  orders({ items, model }: OrdersRequest, call: Call): Promise<OrdersResponse> {
    return this.work.withModel(model, items.length, call, async (model, { forecaster }, since) => {
      const { orders, spent } = await decideOrders(forecaster, model, items, call.signal);
      return { model: model.name, items: orders, timings: timings(spent, since) };
    });
  }

  /** Products are let in some at a time: a catalog is more than may wait at once. */
  assortment(request: AssortmentRequest, call: Call): Promise<AssortmentResponse> {
    return this.work.withModel(request.model, 1, call, async (model, { forecaster }, since) => {
      const parts = { ...this.parts, forecaster };
      const { answer, spent } = await sumAssortment(parts, model, request, call);
      return { ...answer, timings: timings(spent, since) };
    });
  }

  async followed(): Promise<void> {
    await Promise.all(this.parts.pipelines.all().map(({ shops }) => shops.followed()));
  }

  async forget({ sku, texts }: { sku: string; texts: readonly string[] }): Promise<string[]> {
    for (const { cache } of this.parts.pipelines.all()) await cache?.forget(texts);
    await this.followed();
    return this.parts.models.trainedWith(sku);
  }

  models(): ModelState[] {
    return this.parts.models.states();
  }

  activate(name: string): Promise<ModelState> {
    return this.parts.models.activate(name);
  }

  reload(name: string): Promise<ModelState> {
    return this.parts.models.reload(name);
  }

  unloadForgotten(): void {
    this.parts.models.unloadForgotten();
  }

  sharedProducts(name?: string): SharedProducts | null {
    const serving = this.parts.models.servingModel(name);
    return serving && this.parts.pipelines.of(serving.engine).shops.shared(serving.model);
  }

  exampleProduct(): AnalogEntry | null {
    const serving = this.parts.models.servingModel(undefined);
    return serving && this.parts.pipelines.of(serving.engine).shops.example(serving.model);
  }

  productsOf(name: string): ReadonlySet<string> | null {
    return this.parts.models.productsOf(name);
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
    await this.parts.pipelines.closeAll();
    await this.parts.encoders.own.close();
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
    return this.work.withModel(name, cost, call, async (model, { forecaster }, since) => {
      const { items, spent } = await forecaster.forecast(model, asked, plan, call.signal);
      return { model: model.name, items, timings: timings(spent, since) };
    });
  }
}
