/** A signal to a group of processes comes twice: to each of them, and by make or a shell among them. */
const PASSED_ON_MS = 500;

/** Resolves to the first signal that asks to stop; a second one stops at once, unless it is the same one, passed on by a parent. */
export function stopSignal(): Promise<NodeJS.Signals> {
  let first: number | null = null;
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ??= performance.now();
        resolve(signal);
        if (performance.now() - first > PASSED_ON_MS) process.exit(1);
      });
    }
  });
}
