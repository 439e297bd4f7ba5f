import type { Found } from './findings';
import type {
  CompareRequest,
  EmbedAndPredictRequest,
  EmbedRequest,
  PredictRequest,
  SimilarRequest,
  WhatifRequest,
} from './forecastRequests';
import type {
  EmbedResponse,
  ForecastResponse,
  ItemForecast,
  SimilarResponse,
  Timings,
  WhatifResponse,
} from './forecastAnswers';
import type { AnalogEntry } from './head';
import type { Item } from './item';
import type { Manifest } from './manifest';
import type { AssortmentRequest, AssortmentResponse, OrdersRequest, OrdersResponse } from './orders';

/** The caller and its deadline: aborting the signal (disconnect or deadline) drops the call's queued work. */
export interface Call {
  requestId: string;
  signal: AbortSignal;
  /** Whether to wait in a full queue instead of being refused. */
  patient?: boolean;
  /** Whether to wait, for a limited time, until nobody else is served. */
  background?: boolean;
}

/** A forecast with the model that made it. */
export interface PlainForecasts {
  model: string;
  manifest: Manifest;
  /** Figures are not rounded. */
  items: ItemForecast[];
}

export interface ModelState {
  name: string;
  active: boolean;
  state: 'serving' | 'refused' | 'registered';
  /** Why it was refused. */
  reason: string | null;
  /** The same as codes, if there are any. */
  reasons?: readonly Found[];
  manifest: Manifest | null;
  /** Directory of the encoder that it serves with. */
  encoder?: string;
}

export interface EncoderState {
  name: string;
  hash: string;
  dimension: number;
  pooling: 'mean' | 'cls';
  max_tokens: number;
}

export interface EngineState {
  ready: boolean;
  reason: string | null;
  processes: { running: number; wanted: number; failing: number; restarts: number };
  /** As requested, and why CUDA or one of the GPUs is not used. */
  device: { asked: string; reason: string | null };
  /** The execution provider in use, and the precision of the encoder file. */
  provider: 'cpu' | 'cuda';
  precision: string;
  /** Whether texts share the encoder's rows; the reason if they are padded to one length instead. */
  packing: { active: boolean; reason: string | null };
  /** Whether encoder and head of the active model are one graph; the reason if they are not. */
  one_graph: { active: boolean; reason: string | null };
  /** The server's own. */
  encoder: EncoderState;
  /** Every running encoder, the server's own first, with the models that were trained with it. */
  encoders: (EncoderState & { models: string[] })[];
  queue: { texts: number; tokens: number };
  cache: { enabled: boolean; entries: number; hits: number; misses: number };
}

/** Raw texts and columns of features, without catalog or feature computation: the Open Inference Protocol. */
export interface TensorRequest {
  model?: string;
  /** One per row. */
  description: string[];
  /** One per row; null without one. */
  promoText: (string | null)[];
  /** Row-major [rows, F] in the order of the manifest's feature names; NaN is missing. */
  features: Float32Array;
}

/** A word of a row's description that is read as another. */
export interface ReadWord {
  row: number;
  word: string;
  read: string;
}

/** S and Q as in head.ts. */
export interface TensorResponse {
  model: string;
  /** [rows, S, Q] */
  quantiles: Float32Array;
  /** [rows, S] */
  mean: Float32Array;
  /** Words that were read as others, by row. */
  readAs: ReadWord[];
  timings: Timings;
}

/** An EmbedResponse whose vectors are not yet converted to numbers, which takes most of its time. */
export type EmbeddedTexts = Omit<EmbedResponse, 'embeddings'> & { embeddings: Float32Array[] };

/** The interface between HTTP and serving. Every method rejects with ShelfcastError for errors of the client. */
export interface ForecastService {
  embedAndPredict(request: EmbedAndPredictRequest, call: Call): Promise<ForecastResponse>;
  /** Like embedAndPredict, but not rounded, for forecasts that are recorded. */
  forecastToKeep(items: Item[], call: Call): Promise<PlainForecasts>;
  predict(request: PredictRequest, call: Call): Promise<ForecastResponse>;
  compare(request: CompareRequest, call: Call): Promise<ForecastResponse>;
  whatif(request: WhatifRequest, call: Call): Promise<WhatifResponse>;
  similar(request: SimilarRequest, call: Call): Promise<SimilarResponse>;
  embed(request: EmbedRequest, call: Call): Promise<EmbeddedTexts>;
  infer(request: TensorRequest, call: Call): Promise<TensorResponse>;
  /**
   * Throws `not_ready` while no inference process can be started, so that nothing can be embedded; with a forecast also
   * if its model, else the active one, does not serve, and `unknown_model` if there is none of that name.
   */
  checkServing(forecast: { model?: string } | null): void;
  orders(request: OrdersRequest, call: Call): Promise<OrdersResponse>;
  assortment(request: AssortmentRequest, call: Call): Promise<AssortmentResponse>;
  /** Resolves once forecasts see the catalog as it was at the call. */
  followed(): Promise<void>;
  /**
   * Removes stored data of a product that was removed from the catalog, and returns the models that were trained with
   * it.
   */
  forget(product: { sku: string; texts: readonly string[] }): Promise<string[]>;
  models(): ModelState[];
  activate(name: string): Promise<ModelState>;
  reload(name: string): Promise<ModelState>;
  /** Unloads models that are no longer registered. */
  unloadForgotten(): void;
  /**
   * How many of the products of the active model, or of a named one, the catalog has; null if the catalog is empty, or
   * the model does not serve or is not of sales.
   */
  sharedProducts(name?: string): { share: number; same: boolean } | null;
  /** A product of the active model's shop as an example; null if no model of sales serves or its shop is empty. */
  exampleProduct(): AnalogEntry | null;
  /**
   * Codes, as `skuKey` gives them, of the products that a model was trained on; null if it does not serve, or lists
   * none.
   */
  productsOf(name: string): ReadonlySet<string> | null;
  engine(): EngineState;
  /** Runs one real inference; false if it fails. */
  probe(): Promise<boolean>;
  /** Lets accepted work finish, refuses new work, then stops the processes. */
  close(): Promise<void>;
}
