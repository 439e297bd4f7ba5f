import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ShelfcastError } from '../../contract/errors';

const KEPT = 1000;

/** Texts that ended two inference processes, and are not tried again. */
export class Refusals {
  /** By hash, since a text may be long. */
  private readonly refused = new LRUCache<string, true>({ max: KEPT });

  /** `onRefused` is called with the hash of a text. */
  constructor(private readonly onRefused: (sha256: string) => void) {}

  add(text: string): void {
    const sha256 = hash('sha256', text);
    this.refused.set(sha256, true);
    this.onRefused(sha256);
  }

  /**
   * Throws `text_refused` if one of the texts is refused. `pathOf` gives the path of the text at an index in the
   * request.
   */
  check(texts: readonly { text: string }[], pathOf: (index: number) => string): void {
    if (this.refused.size === 0) return;
    const index = texts.findIndex(({ text }) => this.refused.has(hash('sha256', text)));
    if (index >= 0) throw refusal(pathOf(index));
  }
}

export function refusal(path: string): ShelfcastError {
  return new ShelfcastError('text_refused', `The text at ${path} repeatedly stopped the encoder`, {
    issues: [{ path, message: 'repeatedly stopped the encoder; change this text' }],
  });
}
