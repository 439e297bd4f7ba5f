import type { SentError } from '../../contract/sentError';

/** A null in its place asks the thread to end. */
export interface WriteRequest {
  id: number;
  /** One of WRITES. */
  name: string;
  argument: unknown;
}

export type WriteAnswer = { id: number } & ({ result: unknown } | { error: SentError });

/** What the thread says: the answers to requests, something to be logged, or that it ends, as nobody writes: it takes no more. */
export type WriterNews = { answers: WriteAnswer[] } | { warning: string } | 'rests';
