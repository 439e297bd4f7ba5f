import { useEffect, useRef, useState } from 'preact/hooks';
import { Offline, onReachable } from '../api/client';

export type Answer<T> = {
  /** The latest answer, also while the next is on its way or failed; null while nothing is asked. */
  value: T | null;
  retry: () => void;
} & ({ phase: 'idle' | 'loading' | 'done'; error: null } | { phase: 'failed'; error: Error });

/** Asks for `key`, or for nothing where it is null. */
interface Question<T> {
  key: string | null;
  ask: (signal: AbortSignal) => Promise<T>;
  /** Milliseconds of quiet before a changed question is asked; the first is asked at once. */
  delay?: number;
}

type State<T> = { key: string | null; value: T | null; error: Error | null };

/**
 * The answer to the current question: asks anew whenever the key changes and aborts what was asked before, so that no
 * stale answer is kept. A question that failed is asked again when the connection, time or a new API key may help.
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
  // What a server said of itself stays until it says something else.
  const again = error instanceof Offline ? retry : () => setTurn((last) => last + 1);
  useEffect(() => (error ? onReachable(error, again) : undefined), [error]);
  if (key === null) return { phase: 'idle', value: null, error: null, retry };
  if (state.key !== key) return { phase: 'loading', value, error: null, retry };
  return error ? { phase: 'failed', value, error, retry } : { phase: 'done', value, error: null, retry };
}
