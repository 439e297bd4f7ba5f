/** A signal to a process group arrives twice: once directly, and once passed on by make or a shell in the group. */
const PASSED_ON_MS = 500;

/**
 * Resolves to the first signal that asks to stop; a second one exits at once, unless it is the same one, passed on by a
 * parent.
 */
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
