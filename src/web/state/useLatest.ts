import { useEffect, useRef, useState } from 'preact/hooks';

export type Latest<T> =
  | { phase: 'idle' }
  | { phase: 'loading'; previous: T | null }
  | { phase: 'done'; value: T }
  | { phase: 'failed'; error: Error; previous: T | null };

/**
 * Asks anew whenever `key` changes, after `delay` milliseconds of quiet, and keeps only the answer to the latest
 * question: earlier requests are aborted. `null` asks nothing.
 */
export function useLatest<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  delay = 250,
): Latest<T> {
  const [state, setState] = useState<Latest<T>>({ phase: 'idle' });
  const latest = useRef<T | null>(null);
  const first = useRef(true);
  useEffect(() => {
    if (key === null) {
      latest.current = null;
      setState({ phase: 'idle' });
      return undefined;
    }
    const controller = new AbortController();
    setState({ phase: 'loading', previous: latest.current });
    const timer = setTimeout(
      () => {
        ask(controller.signal).then(
          (value) => {
            if (controller.signal.aborted) return;
            latest.current = value;
            setState({ phase: 'done', value });
          },
          (error: Error) => {
            if (!controller.signal.aborted) setState({ phase: 'failed', error, previous: latest.current });
          },
        );
      },
      first.current ? 0 : delay,
    );
    first.current = false;
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);
  return state;
}

/** What can be shown now: the answer, or the one before it while the next is on its way. */
export function shown<T>(state: Latest<T>): T | null {
  if (state.phase === 'done') return state.value;
  return state.phase === 'idle' ? null : state.previous;
}
