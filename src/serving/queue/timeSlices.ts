/** Longer uninterrupted work would keep other requests waiting. */
const SLICE_MS = 4;

/** Does the work for each entry in order, with breaks for other requests. Resolves to the milliseconds it took. */
export async function inTimeSlices<T>(
  entries: readonly T[],
  work: (entry: T, index: number) => void,
): Promise<number> {
  let total = 0;
  let since = performance.now();
  for (let index = 0; index < entries.length; index++) {
    work(entries[index], index);
    const slice = performance.now() - since;
    if (slice < SLICE_MS) continue;
    total += slice;
    await new Promise(setImmediate);
    since = performance.now();
  }
  return total + performance.now() - since;
}
