import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A technical word with its explanation on hover, focus and touch. */
export function Term({ explain, children }: { explain: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <button type="button" class="term" aria-describedby={id}>
      {children}
      <span role="tooltip" id={id}>
        {explain}
      </span>
    </button>
  );
}
