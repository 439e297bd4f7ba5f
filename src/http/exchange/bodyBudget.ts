import { ShelfcastError } from '../../contract/errors';

/** A body's first bytes do not count, so that large bodies never keep small ones out. */
const FREE_BYTES = 65_536;
/** Memory of a chunk besides its bytes. */
const CHUNK_BYTES = 256;
const RETRY_SECONDS = 1;

/** Total memory of all bodies in progress, so that many large ones at once do not exhaust it. */
export class BodyBudget {
  private held = 0;

  constructor(private readonly bytes: number) {}

  share(): BodyShare {
    let size = 0;
    let taken = 0;
    return {
      add: (chunk) => {
        size += chunk + CHUNK_BYTES;
        const more = Math.max(0, size - FREE_BYTES) - taken;
        if (more <= 0) return;
        if (this.held + more > this.bytes) throw this.full();
        this.held += more;
        taken += more;
      },
      release: () => {
        this.held -= taken;
        taken = 0;
      },
    };
  }

  private full(): ShelfcastError {
    return new ShelfcastError(
      'bodies_full',
      `Bodies of more than ${this.bytes} bytes are under way at once; send this request again in ${RETRY_SECONDS} s.`,
      { retryAfterSeconds: RETRY_SECONDS },
    );
  }
}

/** One body's part of the budget. */
export interface BodyShare {
  /** Throws ShelfcastError `bodies_full` if this many more bytes do not fit. */
  add(bytes: number): void;
  release(): void;
}
