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

/** Who calls and until when: aborting the signal (hang-up or deadline) drops the call's queued work. */
export interface Call {
  requestId: string;
  signal: AbortSignal;
  /** Waits in a full queue for its turn, in place of being told to come again. */
  patient?: boolean;
  /** Waits for a moment in which nobody else is served, for a while. */
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
  /** The same by codes; none where it has none. */
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
  /** As it was asked for, and why CUDA or one of the GPUs is not taken. */
  device: { asked: string; reason: string | null };
  /** Execution provider that really runs, precision of the encoder file. */
  provider: 'cpu' | 'cuda';
  precision: string;
  /** Whether texts share the encoder's rows; the reason when they are padded to one length instead. */
  packing: { active: boolean; reason: string | null };
  /** Whether encoder and head of the active model are one graph; the reason when they are not. */
  one_graph: { active: boolean; reason: string | null };
  /** The server's own. */
  encoder: EncoderState;
  /** Every encoder that runs, the server's own first, with the models that were trained with it. */
  encoders: (EncoderState & { models: string[] })[];
  queue: { texts: number; tokens: number };
  cache: { enabled: boolean; entries: number; hits: number; misses: number };
}

/** Texts and columns of features as they are, without catalog or feature function: the Open Inference Protocol. */
export interface TensorRequest {
  model?: string;
  /** One a row. */
  description: string[];
  /** One a row; null where there is none. */
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

/** An EmbedResponse before its vectors are written out as numbers, which is what costs most of it. */
export type EmbeddedTexts = Omit<EmbedResponse, 'embeddings'> & { embeddings: Float32Array[] };

/** What the HTTP side asks of the serving side. Every method rejects with ShelfcastError for what a client did. */
export interface ForecastService {
  embedAndPredict(request: EmbedAndPredictRequest, call: Call): Promise<ForecastResponse>;
  /** As embedAndPredict, not rounded, for those who keep forecasts. */
  forecastToKeep(items: Item[], call: Call): Promise<PlainForecasts>;
  predict(request: PredictRequest, call: Call): Promise<ForecastResponse>;
  compare(request: CompareRequest, call: Call): Promise<ForecastResponse>;
  whatif(request: WhatifRequest, call: Call): Promise<WhatifResponse>;
  similar(request: SimilarRequest, call: Call): Promise<SimilarResponse>;
  embed(request: EmbedRequest, call: Call): Promise<EmbeddedTexts>;
  infer(request: TensorRequest, call: Call): Promise<TensorResponse>;
  /**
   * Throws `not_ready` while no inference process can be started, so that nothing can be embedded; where a forecast is
   * asked for also when its model, else the active one, does not serve, and `unknown_model` when there is none of that name.
   */
  checkServing(forecast: { model?: string } | null): void;
  orders(request: OrdersRequest, call: Call): Promise<OrdersResponse>;
  assortment(request: AssortmentRequest, call: Call): Promise<AssortmentResponse>;
  /** Resolves when forecasts see what the catalog held when this was asked. */
  followed(): Promise<void>;
  /** Removes what is kept of a product that has left the catalog, and names the models that were trained with it. */
  forget(product: { sku: string; texts: readonly string[] }): Promise<string[]>;
  models(): ModelState[];
  activate(name: string): Promise<ModelState>;
  reload(name: string): Promise<ModelState>;
  /** Lets go of models that are registered no more. */
  unloadForgotten(): void;
  /**
   * How much of the active model's products, or a named one's, the catalog has; null where the catalog is empty, or the
   * model does not serve or is none of sales.
   */
  sharedProducts(name?: string): { share: number; same: boolean } | null;
  /** A product of the active model's shop to show a forecast by; null where no model of sales serves or its shop is empty. */
  exampleProduct(): AnalogEntry | null;
  /**
   * Codes, as `skuKey` gives them, of the products that a model was trained on; null where it does not serve, or names
   * none.
   */
  productsOf(name: string): ReadonlySet<string> | null;
  engine(): EngineState;
  /** Runs one real inference; false when it fails. */
  probe(): Promise<boolean>;
  /** Lets accepted work finish, refuses new, then stops the processes. */
  close(): Promise<void>;
}
