import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/**
 * An iterable of the values that `read` passes to its callback; reading waits until they are consumed. Throws errors of
 * `read`.
 */
export async function* handedOver<T>(
  read: (hand: (values: readonly T[]) => Promise<void>) => Promise<void>,
): AsyncGenerator<T> {
  const out = new PassThrough({ objectMode: true });
  const hand = async (values: readonly T[]): Promise<void> => {
    for (const value of values) if (!out.write(value)) await once(out, 'drain');
  };
  const reading = read(hand).then(
    () => out.end(),
    (error: Error) => out.destroy(error),
  );
  try {
    yield* out;
    await reading;
  } finally {
    out.destroy();
  }
}
