/** A file as its source lists it; what the source does not tell is null. */
export interface SourceFile {
  /** Path within the repository, with slashes. */
  path: string;
  /** Bytes. */
  size: number | null;
  /** SHA-256 or git's blob id (SHA-1), as hex. */
  checksum: string | null;
}

/** A file's bytes from `offset` on, which may lie before the offset asked for. */
export interface OpenedFile {
  offset: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** One version of a model repository in the hub's layout: on the hub itself or in a local directory. */
export interface EncoderSource {
  /** The hub's name of the model, or the directory's. */
  name: string;
  /** The commit; null for a local directory. */
  revision: string | null;
  files: SourceFile[];
  /** Opens a file; size and checksum are filled in where only the answer tells them. */
  open(file: SourceFile, offset: number): Promise<OpenedFile>;
}

/** A failure that may pass: the same request is worth another try. */
export class TemporaryFailure extends Error {
  constructor(
    message: string,
    /** When the other side asked to come back. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
