import type { SentError } from '../../contract/sentError';

/** A null in its place asks the thread to end. */
export interface WriteRequest {
  id: number;
  /** One of WRITES. */
  name: string;
  argument: unknown;
}

export type WriteAnswer = { id: number } & ({ result: unknown } | { error: SentError });

/**
 * Messages of the thread: answers to requests, something to log, or that it ends because nobody writes, and takes no
 * more.
 */
export type WriterNews = { answers: WriteAnswer[] } | { warning: string } | 'rests';
