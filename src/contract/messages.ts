import type { HeadInputs, HeadKind, HeadOutputs } from './head';

/** Concatenated token ids of texts: `lengths[i]` ids belong to text i. */
export interface PackedTokens {
  ids: Int32Array;
  lengths: Int32Array;
}

/** How an inference process runs its sessions. */
export interface SessionSettings {
  /** Intra-op threads of every session. */
  threads: number;
  provider: Provider;
  /** Which CUDA device; 0 is the first. */
  deviceId: number;
  /** Steps to which the encoder's batches are rounded; none: they are not rounded. */
  steps?: ShapeSteps;
  /** Whether texts share the encoder's rows if its graph allows it, instead of being padded. */
  packed?: boolean;
  /** Whether encoder and text-aware head are also merged into one graph. */
  oneGraph?: boolean;
  /** Folder in which optimised encoders are kept across restarts; none by default. */
  graphs?: string;
  /**
   * Whether vectors of a batch are rounded to half precision for its head, as they come back from a half-precision
   * cache.
   */
  halved?: boolean;
}

/** Steps to which a batch's shape is rounded up, so that a GPU sees few distinct ones; 1 leaves it as it is. */
export interface ShapeSteps {
  tokens: number;
  rows: number;
}

export type Provider = 'cpu' | 'cuda';

/** A file with the expected hash of its bytes. */
export interface CheckedFile {
  file: string;
  sha256: string;
}

/** The heads of one model; the key tells two versions of one model apart. */
export interface HeadFiles {
  key: string;
  heads: Partial<Record<HeadKind, CheckedFile>>;
}

/**
 * Requests of the main process; each is answered by one `InferenceReply` with its id. `encoder` is the number of one of
 * the encoders in the process.
 */
export type InferenceRequest =
  | { id: number; type: 'load_encoder'; encoder: number; files: EncoderFiles; settings: SessionSettings }
  | { id: number; type: 'unload_encoder'; encoder: number }
  /** `tried`: another process has opened these heads, and each is opened here when it is first run. */
  | { id: number; type: 'load_heads'; encoder: number; model: HeadFiles; tried: boolean }
  | { id: number; type: 'unload_heads'; encoder: number; key: string }
  /** Only asks for an answer: a process that gives none within seconds is ended. */
  | { id: number; type: 'ping' }
  | {
      id: number;
      type: 'encode';
      encoder: number;
      texts: PackedTokens;
      records: BatchRecords | null;
      oneGraph: boolean;
    }
  | { id: number; type: 'run_head'; encoder: number; key: string; kind: HeadKind; inputs: HeadInputs };

/** What an inference process needs from an encoder directory: everything but its tokenizer. */
export interface EncoderFiles {
  modelFile: string;
  /** SHA-256 of the file, checked again when it is loaded. */
  hash: string;
  dimension: number;
  pooling: 'mean' | 'cls';
  normalize: boolean;
  maxTokens: number;
  prefix: string;
}

/**
 * Records forecast in the run that encodes a batch of texts, which contains those of their texts that are not cached.
 */
export interface BatchRecords {
  /** The model's key. */
  key: string;
  /** Number of records N, at least 1. */
  rows: number;
  /** Row-major [N, F]; NaN is missing. */
  features: Float32Array;
  /** [N], as for a head. */
  bankIndex: Int32Array;
  /** [N]: index of a text of the batch, or the number of texts plus the index of a cached vector. */
  description: Int32Array;
  /** [N]: the same; -1 without a promotion text. */
  promo: Int32Array;
  /** Row-major [K, D]: cached vectors. */
  kept: Float32Array;
  /** Whether the vectors of the batch are needed besides the forecasts. */
  vectorsWanted: boolean;
}

export interface EncoderLoaded {
  /** Why texts are padded to one length; null if they share rows. */
  paddingReason: string | null;
}

/** `vectors` row-major [N, D], empty if not needed; `seconds` spent in the encoder. */
export interface Encoded {
  vectors: Float32Array;
  /** Tokens that the encoder ran, padding included. */
  cells: number;
  /** For the records forecast with the batch; null if there were none. */
  outputs: HeadOutputs | null;
  seconds: number;
  /** Seconds spent in their head; null if it was in one graph with the encoder, or did not run. */
  headSeconds: number | null;
}

export interface HeadRun {
  outputs: HeadOutputs;
  seconds: number;
}

/** The result of each type of request. */
export interface InferenceResults {
  load_encoder: EncoderLoaded;
  unload_encoder: null;
  /** Null if they were tried elsewhere. */
  load_heads: HeadsLoaded | null;
  unload_heads: null;
  ping: null;
  encode: Encoded;
  run_head: HeadRun;
}

export interface HeadsLoaded {
  widths: HeadWidths;
  /** Whether a head has an input for vectors of promotion texts. */
  promo: boolean;
  /** Why the model's text-aware head runs after the encoder; null if one graph holds both. */
  twoRunsReason: string | null;
}

/** Widths that the heads' graphs declare; null if the input is absent or its width is dynamic. */
export type HeadWidths = Partial<Record<HeadKind, HeadWidth>>;

export type HeadWidth = Record<'features' | 'analogs' | 'description', number | null>;

/** Errors lose their class between processes: they are sent as code and message. */
interface RemoteError {
  code: string;
  message: string;
}

export type InferenceReply =
  { id: number; result: InferenceResults[keyof InferenceResults] } | { id: number; error: RemoteError };
