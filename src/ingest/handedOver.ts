import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/** The values that a reading hands over as it goes on; it waits until they are taken. Throws what the reading throws. */
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
    yield* out as AsyncIterable<T>;
    await reading;
  } finally {
    out.destroy();
  }
}
