import { useEffect, useRef, useState } from 'preact/hooks';
import { Offline, onReachable } from '../api/client';

export type Answer<T> = {
  /** The latest answer, also while the next is loading or has failed; null without a request. */
  value: T | null;
  retry: () => void;
} & ({ phase: 'idle' | 'loading' | 'done'; error: null } | { phase: 'failed'; error: Error });

/** Requests `key`; nothing if it is null. */
interface Question<T> {
  key: string | null;
  ask: (signal: AbortSignal) => Promise<T>;
  /** Delay in milliseconds before a changed request is sent; the first is sent at once. */
  delay?: number;
}

type State<T> = { key: string | null; value: T | null; error: Error | null };

/**
 * The answer to the current request: it is sent again whenever the key changes, and the previous one is aborted, so
 * that no answer is stale. A failed request is sent again when the connection, time or a new API key may help.
 */
export function useAnswer<T>({ key, ask, delay = 250 }: Question<T>): Answer<T> {
  const [state, setState] = useState<State<T>>({ key: null, value: null, error: null });
  const [turn, setTurn] = useState(0);
  const asked = useRef(false);
  useEffect(() => {
    if (key === null) {
      setState({ key, value: null, error: null });
      return undefined;
    }
    const controller = new AbortController();
    const settle = (change: Partial<State<T>>) => {
      if (!controller.signal.aborted) setState((last) => ({ ...last, key, error: null, ...change }));
    };
    const send = () => {
      ask(controller.signal).then(
        (value) => settle({ value }),
        (error: Error) => settle({ error }),
      );
    };
    const timer = setTimeout(send, asked.current ? delay : 0);
    asked.current = true;
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, turn]);
  const retry = () => {
    setState((last) => ({ ...last, key: null, error: null }));
    setTurn((last) => last + 1);
  };
  const { value, error } = state;
  // The last server state stays until a new one arrives.
  const again = error instanceof Offline ? retry : () => setTurn((last) => last + 1);
  useEffect(() => (error ? onReachable(error, again) : undefined), [error]);
  if (key === null) return { phase: 'idle', value: null, error: null, retry };
  if (state.key !== key) return { phase: 'loading', value, error: null, retry };
  return error ? { phase: 'failed', value, error, retry } : { phase: 'done', value, error: null, retry };
}
