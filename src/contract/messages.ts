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

/** What the main process asks; every request is answered by one `InferenceReply` with its id. */
export type InferenceRequest =
  | { id: number; type: 'load_encoder'; encoder: EncoderFiles; settings: SessionSettings }
  | { id: number; type: 'load_heads'; model: HeadFiles }
  | { id: number; type: 'unload_heads'; key: string }
  | { id: number; type: 'encode'; texts: PackedTokens }
  | { id: number; type: 'run_head'; key: string; kind: HeadKind; inputs: HeadInputs };

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

/** `vectors` row-major [N, D]; `seconds` spent in the session. */
export interface Encoded {
  vectors: Float32Array;
  seconds: number;
}

export interface HeadRun {
  outputs: HeadOutputs;
  seconds: number;
}

/** What each type of request is answered with. */
export interface InferenceResults {
  load_encoder: null;
  load_heads: HeadWidths;
  unload_heads: null;
  encode: Encoded;
  run_head: HeadRun;
}

/** Widths that the heads' graphs declare; null where the input is absent or its width is open. */
export type HeadWidths = Partial<Record<HeadKind, { features: number | null; description: number | null }>>;

/** Errors lose their class between processes: they travel as code and message. */
export interface RemoteError {
  code: string;
  message: string;
}

export type InferenceReply =
  { id: number; result: InferenceResults[keyof InferenceResults] } | { id: number; error: RemoteError };
