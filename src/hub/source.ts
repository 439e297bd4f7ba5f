/** A file as listed by its source; null for what the source does not state. */
export interface SourceFile {
  /** Path within the repository, with slashes. */
  path: string;
  /** Bytes. */
  size: number | null;
  /** SHA-256 or git's blob id (SHA-1), as hex. */
  checksum: string | null;
}

/** A file's bytes from `offset`, which may be before the requested offset. */
export interface OpenedFile {
  offset: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** One version of a model repository in the hub's layout: on the hub itself or in a local directory. */
export interface EncoderSource {
  /** The model's name on the hub, or the directory's name. */
  name: string;
  /** The commit; null for a local directory. */
  revision: string | null;
  files: SourceFile[];
  /** Opens a file; fills in size and checksum if only the response states them. */
  open(file: SourceFile, offset: number): Promise<OpenedFile>;
}

/** A temporary failure: the same request is worth a retry. */
export class TemporaryFailure extends Error {
  constructor(
    message: string,
    /** Delay that the server asked for. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
