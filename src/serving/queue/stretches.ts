/** Work longer than this at a stretch would keep other requests waiting. */
const STRETCH_MS = 4;

/** Does the work for each entry in order, with breaks for other requests. Resolves with the milliseconds it took. */
export async function inStretches<T>(
  entries: readonly T[],
  work: (entry: T, index: number) => void,
): Promise<number> {
  let total = 0;
  let since = performance.now();
  for (let index = 0; index < entries.length; index++) {
    work(entries[index], index);
    const stretch = performance.now() - since;
    if (stretch < STRETCH_MS) continue;
    total += stretch;
    await new Promise(setImmediate);
    since = performance.now();
  }
  return total + performance.now() - since;
}
