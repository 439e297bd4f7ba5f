import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

const EDGE = 12;

/** A technical word with its explanation on hover, focus and touch. */
export function Term({ explain, children }: { explain: string; children: ComponentChildren }) {
  const id = useId();
  const tip = useRef<HTMLSpanElement>(null);
  const place = () => {
    const element = tip.current!;
    element.style.left = '0';
    const { left, right } = element.getBoundingClientRect();
    const shift = Math.min(0, document.documentElement.clientWidth - EDGE - right);
    element.style.left = `${Math.max(shift, EDGE - left)}px`;
  };
  return (
    <button type="button" class="term" aria-describedby={id} onMouseEnter={place} onFocus={place}>
      {children}
      <span role="tooltip" id={id} ref={tip}>
        {explain}
      </span>
    </button>
  );
}
