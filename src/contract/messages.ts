import type { HeadInputs, HeadKind, HeadOutputs } from './head';

/** Texts as token ids, laid end to end: `lengths[i]` ids belong to text i. */
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
  /** Steps of the encoder's batches; none where they are left as they come. */
  steps?: ShapeSteps;
  /** Texts share the encoder's rows where its graph allows it, in place of being padded to one length. */
  packed?: boolean;
  /** Encoder and text-aware head also in one graph. */
  oneGraph?: boolean;
  /** Folder in which encoders outlive the process as the runtime made them; nowhere where nothing is said. */
  graphs?: string;
  /** Vectors of a batch reach its head rounded to half precision, as a cache that keeps them so gives them back. */
  halved?: boolean;
}

/** Steps that a batch's shape is rounded up to, so that a GPU meets few distinct ones; 1 leaves it as it is. */
export interface ShapeSteps {
  tokens: number;
  rows: number;
}

export type Provider = 'cpu' | 'cuda';

/** A file together with the hash that its bytes must have. */
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
 * What the main process asks; every request is answered by one `InferenceReply` with its id. `encoder` is the number of
 * one of the encoders that the process holds.
 */
export type InferenceRequest =
  | { id: number; type: 'load_encoder'; encoder: number; files: EncoderFiles; settings: SessionSettings }
  | { id: number; type: 'unload_encoder'; encoder: number }
  /** `tried`: another process has opened these heads, and each is opened here when it is first run. */
  | { id: number; type: 'load_heads'; encoder: number; model: HeadFiles; tried: boolean }
  | { id: number; type: 'unload_heads'; encoder: number; key: string }
  /** Asks only for an answer: a process that gives none within seconds is stopped. */
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

/** What an inference process needs of an encoder directory: everything but its tokenizer. */
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

/** Records forecast in the run that encodes a batch of texts, which has those of their texts that are not known yet. */
export interface BatchRecords {
  /** The model's. */
  key: string;
  /** Number of records N, at least 1. */
  rows: number;
  /** Row-major [N, F]; NaN is missing. */
  features: Float32Array;
  /** [N], as a head takes it. */
  bankIndex: Int32Array;
  /** [N]: a text of the batch, or with the number of texts added one of the vectors known already. */
  description: Int32Array;
  /** [N]: the same; -1 where there is no promotion text. */
  promo: Int32Array;
  /** Row-major [K, D]: vectors known already. */
  kept: Float32Array;
  /** Whether the vectors of the batch are wanted beside the forecasts. */
  vectorsWanted: boolean;
}

export interface EncoderLoaded {
  /** Why texts are padded to one length; null where they share rows. */
  paddingReason: string | null;
}

/** `vectors` row-major [N, D], empty where they were not wanted; `seconds` spent in the encoder. */
export interface Encoded {
  vectors: Float32Array;
  /** Tokens that the encoder ran, padding included. */
  cells: number;
  /** Of the records forecast with the batch; null where there were none. */
  outputs: HeadOutputs | null;
  seconds: number;
  /** Seconds spent in their head; null where it was one graph with the encoder, or did not run. */
  headSeconds: number | null;
}

export interface HeadRun {
  outputs: HeadOutputs;
  seconds: number;
}

/** What each type of request is answered with. */
export interface InferenceResults {
  load_encoder: EncoderLoaded;
  unload_encoder: null;
  /** Null where they were tried elsewhere. */
  load_heads: HeadsLoaded | null;
  unload_heads: null;
  ping: null;
  encode: Encoded;
  run_head: HeadRun;
}

export interface HeadsLoaded {
  widths: HeadWidths;
  /** Whether a head takes vectors of promotion texts. */
  promo: boolean;
  /** Why the model's text-aware head runs after the encoder; null where one graph holds both. */
  twoRunsReason: string | null;
}

/** Widths that the heads' graphs declare; null where the input is absent or its width is open. */
export type HeadWidths = Partial<Record<HeadKind, HeadWidth>>;

export type HeadWidth = Record<'features' | 'analogs' | 'description', number | null>;

/** Errors lose their class between processes: they travel as code and message. */
interface RemoteError {
  code: string;
  message: string;
}

export type InferenceReply =
  { id: number; result: InferenceResults[keyof InferenceResults] } | { id: number; error: RemoteError };
